"""The forms of a visit: when, where, with whom, for what."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.records.models import Member, Purpose, Room, VisitState
from nappage.values.fault import Fault, Refused
from nappage.values.local_time import instant_typed
from nappage.web.forms import fault_error


class WhenForm(forms.Form):
    """A day and a clock time of the clinic, and how long."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time", "step": "300"}))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480)

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Return start and end in UTC, or None after adding a fault: an hour that the clocks skip does not exist."""
        try:
            start = instant_typed(datetime.combine(self.cleaned_data["day"], self.cleaned_data["clock"]), zone)
        except Refused as refused:
            self.add_error("clock", fault_error(refused.at(str(_("Time")))))
            return None
        return start, start + timedelta(minutes=self.cleaned_data["minutes"])

    def is_taken(self) -> None:
        """Say that the time is taken, beside what was typed."""
        typed = f"{self.cleaned_data['clock']:%H:%M}"
        remedy = _("Choose another time, another room or another person.")
        self.add_error("clock", fault_error(Fault(str(_("Time")), str(_("a free time")), typed, str(remedy))))


class BookForm(WhenForm):
    """A new visit."""

    purpose = forms.ChoiceField(label=_("For"), choices=Purpose.choices)
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)
    member = forms.ModelChoiceField(label=_("With"), queryset=Member.objects.none(), required=False)

    field_order = ("purpose", "day", "clock", "minutes", "room", "member")

    def __init__(self, clinic: UUID, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["room"].queryset = Room.objects.filter(clinic=clinic)  # type: ignore[attr-defined]
        self.fields["member"].queryset = Member.objects.filter(clinic=clinic, active=True)  # type: ignore[attr-defined]


class MarkForm(forms.Form):
    """What became of a visit."""

    state = forms.ChoiceField(choices=[(one.value, one.label) for one in VisitState if one is not VisitState.BOOKED])
