"""The dates of a whole course: proposed at once, shown with what each costs, then booked or moved together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.bookings import book_course
from nappage.assessment.diary import bookable_names
from nappage.assessment.proposal import Proposal, Wish, propose
from nappage.engine.series import DoesNotFit, Series
from nappage.records.models import Device, Member, Room, Visit
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local, local_day
from nappage.web.banner import patient_context
from nappage.web.forms import among, fault_error
from nappage.web.screen import Asked, patient_screen
from nappage.web.visits.refusing import refuse

LATEST = 28


class CourseForm(forms.Form):
    """From when on, with whom rather, at which time of day, and how much later than due a session may be."""

    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    member = forms.ModelChoiceField(
        label=gettext_lazy("With, if possible"), queryset=Member.objects.none(), required=False
    )
    room = forms.ModelChoiceField(label=gettext_lazy("Only in"), queryset=Room.objects.none(), required=False)
    device = forms.ModelChoiceField(label=gettext_lazy("Needs"), queryset=Device.objects.none(), required=False)
    clock = forms.TimeField(
        label=gettext_lazy("Time of day, if possible"), required=False,
        widget=forms.TimeInput(attrs={"type": "time", "step": "1800"}),
    )  # fmt: skip
    late = forms.IntegerField(
        label=gettext_lazy("Days later than the latest that are accepted"), min_value=0, max_value=LATEST, initial=0
    )

    def __init__(self, clinic: UUID, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        treating = [one.pk for one in Member.objects.filter(clinic=clinic, active=True) if one.may("session.start")]
        among(self, "member", Member.objects.filter(pk__in=treating))
        among(self, "room", Room.objects.filter(clinic=clinic))
        among(self, "device", Device.objects.filter(clinic=clinic))

    def wish(self) -> Wish:
        """Return what was asked for."""
        said = self.cleaned_data
        member, room, device = (str(said[by].pk) if said[by] else "" for by in ("member", "room", "device"))
        return Wish(said["first"], member, room, device, clock=said["clock"], late=said["late"])


@patient_screen("visit.book")
def course_dates(asked: Asked) -> HttpResponse:
    """Show dates for every session to come and, when they are confirmed as shown, book or move them together."""
    sent = asked.request.method == "POST"
    asked_for = asked.request.POST if sent else asked.request.GET
    form = CourseForm(asked.actor.clinic, asked_for if asked_for else _usual(asked))
    proposal = _proposed(asked, form) if form.is_valid() else None
    if sent and proposal is not None and isinstance(proposal.found, Series):
        if _digest(proposal) != asked.request.POST.get("shown"):
            messages.warning(asked.request, _("Something was booked meanwhile: these are the dates that are free now."))
        elif _booked(asked, form, proposal):
            return redirect("visits", person=asked.person)
    context = patient_context(asked, "visits") | {"form": form, "proposal": _shown(asked, proposal)}
    return render(asked.request, "visits/course.html", context, status=422 if form.errors else 200)


def _usual(asked: Asked) -> dict[str, Any]:
    """Return what is asked for before anybody says otherwise: from tomorrow on, as the visits before were."""
    before = Visit.objects.filter(person=asked.person, purpose="session").order_by("-start").first()
    zone = asked.look.policy.zone
    usual: dict[str, Any] = {"first": f"{local_day(asked.at, zone) + timedelta(days=1):%Y-%m-%d}", "late": 0}
    if before is not None:
        usual |= {"member": before.member_id, "clock": f"{local(before.start, zone):%H:%M}"}
    return usual


def _proposed(asked: Asked, form: CourseForm) -> Proposal | None:
    try:
        if asked.course is None:
            remedy = _("Write a plan first.")
            raise Faulty([Fault(str(_("Course")), str(_("a course with a plan")), str(_("none")), str(remedy))])
        return propose(asked.actor.clinic, asked.look, asked.course, form.wish())
    except Faulty as faulty:
        for fault in faulty.faults:
            form.add_error(None, fault_error(fault))
        return None


def _booked(asked: Asked, form: CourseForm, proposal: Proposal) -> bool:
    assert isinstance(proposal.found, Series), "only dates that were found are booked"
    assert asked.course is not None, "there is a proposal only of a course"
    try:
        made = book_course(asked.actor, asked.person, asked.course, proposal.found.choices, proposal.instead)
    except Conflict:
        messages.warning(asked.request, _("One of these times was taken a moment ago. Nothing was booked."))
        return False
    except NotNow as refused:
        refuse(asked, form, refused)
        return False
    words = _("{count} visits moved together.") if proposal.instead else _("{count} visits booked together.")
    messages.success(asked.request, words.format(count=len(made)))
    return True


def _digest(proposal: Proposal) -> str:
    """Return what tells this proposal from another: confirming books exactly what was shown."""
    assert isinstance(proposal.found, Series), "only dates that were found are confirmed"
    return " ".join(one.start.isoformat() + one.member + one.room for one in _all(proposal.found))


def _all(found: Series) -> list[Any]:
    return [one for choice in found.choices for one in (choice.test, choice.session) if one is not None]


def _shown(asked: Asked, proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    if isinstance(proposal.found, DoesNotFit):
        return {"stuck": proposal.found, "number": proposal.first + proposal.found.number - 1}
    clinic = asked.actor.clinic
    names = bookable_names(clinic)
    zone = asked.look.policy.zone
    rows: list[dict[str, Any]] = []
    previous = None
    for number, (choice, due) in enumerate(zip(proposal.found.choices, proposal.due, strict=True), proposal.first):
        if choice.test is not None:
            rows.append({"what": _("Allergy test"), **_row(choice.test, names), "pair": True})
        day = local_day(choice.session.start, zone)
        gap = (day - previous).days if previous else None
        rows.append({"what": _("Session {n}").format(n=number), **_row(choice.session, names), "gap": gap,
                     "away": (day - due).days if previous else 0, "pair": choice.test is not None})  # fmt: skip
        previous = day
    return {
        "rows": rows, "digest": _digest(proposal), "instead": len(proposal.instead), "cost": proposal.found.cost,
        "sessions": len(proposal.found.choices),
    }  # fmt: skip


def _row(vacancy: Any, names: dict[str, str]) -> dict[str, Any]:
    return {"start": vacancy.start, "end": vacancy.end, "member": names[vacancy.member], "room": names[vacancy.room]}
