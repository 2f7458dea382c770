"""Several courses dated together: chosen, proposed with the proof, and booked or moved as they were shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.bookings import Dated, book_courses
from nappage.assessment.diary import bookable_names
from nappage.assessment.glimpse import glimpses
from nappage.assessment.joint_proposal import Course, JointProposal, can_be_joint, propose_together, usual_wish
from nappage.assessment.proposal import Wish, needs_test
from nappage.engine.series import Choice
from nappage.engine.timetable import Timetable
from nappage.engine.vacancy import Vacancy
from nappage.records.models import Course as CourseRow
from nappage.records.models import Entry, Identity
from nappage.values.local_time import local_day
from nappage.web.forms import offer
from nappage.web.screen import Asked, screen

PLANNED_SINCE = timedelta(days=180)
MOST = 30


class TogetherForm(forms.Form):
    """Which courses, and from which day on."""

    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    courses = forms.MultipleChoiceField(label=gettext_lazy("Courses"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, offered: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "courses", offered)


@screen("visit.book")
def timetable_together(asked: Asked) -> HttpResponse:
    """Show the courses that can be dated together, what was found for those that were chosen, and book that."""
    offered = _offered(asked)
    said = asked.request.POST if asked.request.method == "POST" else asked.request.GET
    zone = asked.request.in_force.policy.zone
    usual = {"first": f"{local_day(asked.at, zone) + timedelta(days=1):%Y-%m-%d}"}
    form = TogetherForm([(str(one.course), _label(one, name)) for one, name in offered], said or None, initial=usual)
    found, chosen = None, []
    if form.is_valid():
        chosen = _chosen(offered, form.cleaned_data["courses"], form.cleaned_data["first"])
        found = propose_together(asked.actor.clinic, chosen)
    if asked.request.method == "POST" and found is not None and isinstance(found.found, Timetable):
        if _digest(found) != asked.request.POST.get("shown"):
            messages.warning(asked.request, _("Something was booked meanwhile: these are the dates that are free now."))
        elif _booked(asked, chosen, found):
            return redirect("agenda")
    context = {"form": form, "offered": offered, "found": _shown(asked, offered, found), "asked_for": said}
    return render(asked.request, "agenda/together.html", context, status=422 if form.errors else 200)


def _offered(asked: Asked) -> list[tuple[Course, str]]:
    """Return the courses with sessions to come, each with the name of its patient and whether it needs its test."""
    clinic, request = asked.actor.clinic, asked.request
    since = asked.at - PLANNED_SINCE
    planned = Entry.objects.filter(clinic=clinic, kind="plan", recorded_at__gte=since).values_list("course", flat=True)
    rows = CourseRow.objects.filter(pk__in=list(planned), clinic=clinic).order_by("-opened_at")[: 2 * MOST]
    latest: dict[UUID, UUID] = {}
    for row in rows:
        latest.setdefault(row.person_id, row.pk)
    looks = glimpses(clinic, latest, request.in_force, asked.at)
    names = dict(Identity.objects.filter(person__in=latest).values_list("person", "name"))
    first = local_day(asked.at, request.in_force.policy.zone)
    return [
        (Course(person, course, looks[person], Wish(first)), names[person])
        for person, course in latest.items()
        if not looks[person].outlook.start.holds and can_be_joint(looks[person])
    ][:MOST]


def _label(one: Course, name: str) -> str:
    return _("{name} (with the allergy test)").format(name=name) if needs_test(one.look) else name


def _chosen(offered: list[tuple[Course, str]], keys: list[str], first: date) -> list[Course]:
    return [
        Course(one.person, one.course, one.look, usual_wish(one.course, Wish(first)))
        for one, _name in offered
        if str(one.course) in keys
    ]


def _booked(asked: Asked, courses: list[Course], found: JointProposal) -> bool:
    assert isinstance(found.found, Timetable), "only dates that were found are booked"
    try:
        book_courses(asked.actor, [_dated(one, found, found.found) for one in courses])
    except Conflict:
        messages.warning(asked.request, _("One of these times was taken a moment ago. Nothing was booked."))
        return False
    except NotNow:
        messages.warning(asked.request, _("Something now stands against one of these dates. Nothing was booked."))
        return False
    messages.success(asked.request, _("{count} courses booked together.").format(count=len(courses)))
    return True


def _dated(one: Course, proposal: JointProposal, found: Timetable) -> Dated:
    first, *rest = found.placed[str(one.course)]
    choices = (Choice(0, 0, first, found.tests.get(str(one.course))), *(Choice(0, 0, there) for there in rest))
    return Dated(one.person, one.course, choices, proposal.instead[one.course])


def _digest(found: JointProposal) -> str:
    assert isinstance(found.found, Timetable), "only dates that were found are confirmed"
    placed = sorted(found.found.placed.items())
    visits = [one for _course, all_of in placed for one in all_of]
    visits += [test for _course, test in sorted(found.found.tests.items())]
    return " ".join(one.start.isoformat() + one.member + one.room for one in visits)


def _shown(asked: Asked, offered: list[tuple[Course, str]], found: JointProposal | None) -> dict[str, Any] | None:
    if found is None:
        return None
    if not isinstance(found.found, Timetable):
        return {"none": found.found}
    clinic = asked.actor.clinic
    named = bookable_names(clinic)
    names = {str(one.course): (one.person, name) for one, name in offered}
    rows = [
        {
            "person": names[course][0],
            "name": names[course][1],
            "first": found.numbers[UUID(course)],
            "test": _visit(found.found.tests[course], named) if course in found.found.tests else None,
            "visits": [_visit(one, named) for one in placed],
        }
        for course, placed in found.found.placed.items()
    ]
    return {
        "rows": rows,
        "tests": bool(found.found.tests),
        "cost": found.found.cost,
        "is_proven": found.found.is_proven,
        "digest": _digest(found),
    }


def _visit(there: Vacancy, named: Mapping[str, str]) -> dict[str, Any]:
    return {"start": there.start, "member": named[there.member], "room": named[there.room]}
