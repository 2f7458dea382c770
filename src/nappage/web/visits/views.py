"""A patient's visits: what is booked, what the course proposes, and booking, moving and marking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict
from nappage.actions.visits import book, mark, move
from nappage.engine.slot import slot_for
from nappage.records.models import Purpose, Visit, VisitState
from nappage.web.banner import patient_context
from nappage.web.screen import Asked, patient_screen
from nappage.web.visits.forms import BookForm, MarkForm, WhenForm

MINUTES = {Purpose.CONSULTATION: 45, Purpose.TEST: 45, Purpose.READING: 15, Purpose.FOLLOW_UP: 20}


@patient_screen("visit.book")
def visits(asked: Asked) -> HttpResponse:
    """Show the visits of a patient and the next proposals of the course."""
    booked = Visit.objects.filter(person=asked.person).select_related("room", "member").order_by("-start")
    context = {"visits": booked, "proposals": _proposals(asked), "form": _empty_form(asked)}
    return render(asked.request, "visits/list.html", patient_context(asked, "visits") | context)


@patient_screen("visit.book")
def book_visit(asked: Asked) -> HttpResponse:
    """Book a visit; what was typed stays where the time is taken."""
    form = BookForm(asked.actor.clinic, asked.request.POST or None)
    span = form.span(asked.look.policy.zone) if form.is_valid() else None
    if span is not None:
        said = form.cleaned_data
        try:
            book(
                asked.actor,
                asked.person,
                said["purpose"],
                *span,
                room=said["room"],
                member=said["member"],
                course=asked.course,
            )
            return redirect("visits", person=asked.person)
        except Conflict:
            form.is_taken()
    return _again(asked, form, _("Book a visit"))


@patient_screen("visit.book")
def move_visit(asked: Asked, visit: UUID) -> HttpResponse:
    """Move a visit to another time."""
    moved = get_object_or_404(Visit, pk=visit, person=asked.person, clinic=asked.actor.clinic)
    local = moved.start.astimezone(asked.look.policy.zone)
    minutes = (moved.end - moved.start) // timedelta(minutes=1)
    form = WhenForm(
        asked.request.POST or None, initial={"day": local.date(), "clock": local.time(), "minutes": minutes}
    )
    span = form.span(asked.look.policy.zone) if form.is_valid() else None
    if span is not None:
        try:
            move(asked.actor, moved, *span)
            return redirect("visits", person=asked.person)
        except Conflict:
            form.is_taken()
    return _again(asked, form, _("Move the visit"))


@patient_screen("visit.book")
def mark_visit(asked: Asked, visit: UUID) -> HttpResponse:
    """Mark a visit: here, left, did not come, cancelled."""
    marked = get_object_or_404(Visit, pk=visit, person=asked.person, clinic=asked.actor.clinic)
    form = MarkForm(asked.request.POST)
    if asked.request.method == "POST" and form.is_valid():
        mark(asked.actor, marked, VisitState(form.cleaned_data["state"]))
    return redirect("today") if "to-board" in asked.request.POST else redirect("visits", person=asked.person)


def _again(asked: Asked, form: WhenForm, title: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = patient_context(asked, "visits") | {"form": form, "title": title}
    return render(asked.request, "visits/form.html", context, status=status)


def _empty_form(asked: Asked) -> BookForm:
    day = timezone.localtime(asked.at)
    return BookForm(asked.actor.clinic, initial={"day": day.date(), "minutes": MINUTES[Purpose.TEST]})


def _proposals(asked: Asked) -> list[dict[str, Any]]:
    """Return the sessions that the course proposes and nobody booked yet, with the room they need."""
    story = asked.look.story
    if story.plan is None:
        return []
    minutes = slot_for(asked.look.edition, len(story.plan.sites)).booked.minutes
    return [
        {"number": coming.number, "start": coming.proposed, "minutes": minutes}
        for coming in asked.look.outlook.course.coming
        if coming.booking is None and coming.proposed is not None
    ]
