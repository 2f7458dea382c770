"""The forms of a visit: when, where, with whom, for what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.actions.bookings import Time
from nappage.actions.moments import day_in_words
from nappage.records.models import Device, Member, Purpose, Room, VisitState
from nappage.values.fault import Fault
from nappage.web.forms import among, fault_error
from nappage.web.typed import instant_of

MINUTES = {
    Purpose.CONSULTATION: 45, Purpose.TEST: 45, Purpose.READING: 15, Purpose.SESSION: 45, Purpose.FOLLOW_UP: 20,
}  # fmt: skip


class WhenForm(forms.Form):
    """A day and a clock time of the clinic, and how long."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time", "step": "300"}))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480)

    reasons: Sequence[str] = ()

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Return start and end in UTC, or None after adding a fault: an hour that the clocks skip does not exist."""
        try:
            start = instant_of(self.cleaned_data["day"], self.cleaned_data["clock"], zone, str(_("Time")))
        except forms.ValidationError as never:
            self.add_error("clock", never)
            return None
        return start, start + timedelta(minutes=self.cleaned_data["minutes"])

    def is_taken(self) -> None:
        """Say that the time is taken, beside what was typed."""
        typed = f"{self.cleaned_data['clock']:%H:%M}"
        remedy = _("Choose another time, another room or another person.")
        self.add_error("clock", fault_error(Fault(str(_("Time")), str(_("a free time")), typed, str(remedy))))


class MoveForm(WhenForm):
    """Another time for a visit, and another room, person or device where one is chosen."""

    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)
    member = forms.ModelChoiceField(label=_("With"), queryset=Member.objects.none(), required=False)
    device = forms.ModelChoiceField(label=_("Device"), queryset=Device.objects.none(), required=False)

    def __init__(self, clinic: UUID, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        among(self, "room", Room.objects.filter(clinic=clinic))
        among(self, "member", Member.objects.filter(clinic=clinic, active=True))
        devices = Device.objects.filter(clinic=clinic)
        if devices.exists():
            among(self, "device", devices)
        else:
            del self.fields["device"]

    def time(self, zone: ZoneInfo) -> Time | None:
        """Return the time that was typed, or None after adding a fault."""
        span, said = self.span(zone), self.cleaned_data
        return Time(*span, said["room"], said["member"], said.get("device")) if span else None


class BookForm(MoveForm):
    """A new visit."""

    purpose = forms.ChoiceField(label=_("For"), choices=Purpose.choices)

    field_order = ("purpose", "day", "clock", "minutes", "room", "member", "device")


class WaitForm(forms.Form):
    """For what somebody waits, and on which days they could come."""

    purpose = forms.ChoiceField(label=_("For"), choices=Purpose.choices)
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, object]:
        """Return what was typed; the days stand in their order."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            expected = _("a day not before {first}").format(first=day_in_words(first))
            typed = day_in_words(last)
            self.add_error("last", fault_error(Fault(str(_("Until")), str(expected), typed, str(_("Swap them.")))))
        return said


class MarkForm(forms.Form):
    """What became of a visit; booked takes back that nobody came."""

    state = forms.ChoiceField(choices=VisitState.choices)
