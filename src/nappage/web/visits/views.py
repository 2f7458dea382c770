"""A patient's visits: what is booked, what the course proposes, and booking, moving, marking, coming late."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nappage.actions.acting import NotNow
from nappage.actions.bookings import book, book_again, move, shorten
from nappage.actions.moments import moment_in_words
from nappage.actions.visits import OPEN, RELEASED, Taken, mark, partner
from nappage.actions.waiting import wait
from nappage.assessment.diary import free_until
from nappage.assessment.happening import Ended, Started
from nappage.assessment.look import Look
from nappage.assessment.waiting_list import fitting
from nappage.engine.late_arrival import LateArrival, late_arrival
from nappage.engine.slot import slot_for
from nappage.engine.vacancy import open_spans
from nappage.records.models import Purpose, Visit, VisitState, Waiting
from nappage.values.local_time import at_local, local_day
from nappage.web.banner import patient_context
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import speaker
from nappage.web.visits.forms import MINUTES, BookForm, MarkForm, MoveForm, WaitForm, WhenForm
from nappage.web.visits.refusing import refuse


@patient_screen("visit.book")
def visits(asked: Asked) -> HttpResponse:
    """Show the visits of a patient and the next proposals of the course."""
    booked = Visit.objects.filter(person=asked.person).select_related("room", "member", "device", "test", "session")
    today, sessions = local_day(asked.at, asked.look.policy.zone), _sessions(asked.look)
    context = {
        "visits": [(one, sessions.get(one.id, "")) for one in booked.order_by("-start")],
        "day_ends": at_local(today + timedelta(days=1), time(0), asked.look.policy.zone),
        "proposals": _proposals(asked),
        "form": _empty_form(asked),
        "waiting": Waiting.objects.filter(person=asked.person, ended_at=None),
        "wait_form": WaitForm(
            initial={"purpose": "session", "first": today, "last": today + timedelta(days=14)}, auto_id="wait_%s"
        ),
        "may_late": {one.id for one in booked if _is_late(asked, one)},
        "session_minutes": session_minutes(asked),
        "plan": asked.look.story.plan,
    }
    return render(asked.request, "visits/list.html", patient_context(asked, "visits") | context)


def _sessions(look: Look) -> dict[UUID | None, str]:
    """Return how far the sessions are that were begun, by their visits: such a visit is neither moved nor released."""
    begun = {line.visit: _("session begun") for line, _started in look.chart.of(Started)}
    return begun | {line.visit: _("session given") for line, _ended in look.chart.of(Ended) if line.visit in begun}


@patient_screen("visit.book")
def book_visit(asked: Asked) -> HttpResponse:
    """Book a visit; what was typed stays where the time is taken. An address may bring a time chosen in the agenda."""
    sent = asked.request.method == "POST"
    form = BookForm(asked.actor.clinic, asked.request.POST if sent else None, initial=_chosen(asked))
    asked_for = form.time(asked.look.policy.zone) if form.is_valid() else None
    if asked_for is not None:
        try:
            made = book(asked.actor, asked.person, asked.course, form.cleaned_data["purpose"], asked_for)
        except Taken:
            form.is_taken()
        except NotNow as refused:
            refuse(asked, form, refused)
        else:
            _done_waiting(asked, made)
            messages.success(asked.request, _("Booked: {when}.").format(when=_when(made.start)))
            return redirect("visits", person=asked.person)
    return _again(asked, form, _("Book a visit"))


@patient_screen("visit.book")
def move_visit(asked: Asked, visit: UUID) -> HttpResponse:
    """Move a visit to another time; the other one of a pair comes along where the pair would be torn."""
    moved = get_object_or_404(Visit, pk=visit, person=asked.person, clinic=asked.actor.clinic)
    local = moved.start.astimezone(asked.look.policy.zone)
    there = {
        "day": local.date(), "clock": local.time(), "minutes": (moved.end - moved.start) // timedelta(minutes=1),
        "room": moved.room_id, "member": moved.member_id, "device": moved.device_id,
    }  # fmt: skip
    sent = asked.request.method == "POST"
    form = MoveForm(asked.actor.clinic, asked.request.POST if sent else None, initial=there | _chosen(asked))
    asked_for = form.time(asked.look.policy.zone) if form.is_valid() else None
    if asked_for is not None:
        try:
            done = move(asked.actor, moved, asked_for)
        except Taken:
            form.is_taken()
        except NotNow as refused:
            refuse(asked, form, refused)
        else:
            for one in done:
                messages.success(asked.request, _named(one, _("{purpose} moved to {when}.")))
            return redirect("visits", person=asked.person)
    return _again(asked, form, _("Move the visit"), moved=moved, pair=partner(moved))


@patient_screen("visit.book")
def mark_visit(asked: Asked, visit: UUID) -> HttpResponse:
    """Mark a visit: here, left, did not come, cancelled; or booked again, if nobody came was said by mistake.

    What is freed is offered to who waits for it.
    """
    marked = get_object_or_404(Visit, pk=visit, person=asked.person, clinic=asked.actor.clinic)
    form = MarkForm(asked.request.POST)
    if asked.request.method == "POST" and form.is_valid():
        state, other = VisitState(form.cleaned_data["state"]), partner(marked)
        if state == VisitState.BOOKED:
            _take_back_missed(asked, marked, other)
        else:
            mark(asked.actor, marked, state)
        if marked.state in RELEASED:
            _tell_released(asked, marked, other)
    return redirect("visits", person=asked.person)


def _take_back_missed(asked: Asked, visit: Visit, other: Visit | None) -> None:
    """Book a visit again, and say what became of it and of the other one of its pair."""
    try:
        back = book_again(asked.actor, visit)
    except Taken:
        words = _("The time of this visit is somebody else's by now. It stays as it is: book another time.")
        messages.warning(asked.request, words)
        return
    except NotNow as refused:
        speak = speaker(asked)
        for because in refused.because:
            messages.warning(asked.request, f"{speak(because.fact)} {speak(because.remedy)}")
        return
    for one in back:
        messages.success(asked.request, _named(one, _("{purpose} of {when} is booked as before.")))
    if other is not None and other.state == VisitState.CANCELLED and other not in back:
        words = _("{purpose} of {when} went with it and stays cancelled: its time is not free any more. Book it anew.")
        messages.warning(asked.request, _named(other, words))


def _tell_released(asked: Asked, visit: Visit, other: Visit | None) -> None:
    freed = [visit]
    if other is not None and other.state == VisitState.BOOKED:
        freed.append(other)
        words = _("The {purpose} of {when} went with it: a test and its session are kept or released together.")
        purpose = other.get_purpose_display()
        messages.warning(asked.request, words.format(purpose=purpose, when=_when(other.start)))
    for one in freed:
        waiting = fitting(asked.actor.clinic, one.start, one.end, asked.look.policy.zone)
        if waiting and one.start > asked.at:
            words = _("{count} on the waiting list could come at {when}.")
            messages.success(asked.request, words.format(count=len(waiting), when=_when(one.start)))


@patient_screen("visit.book")
def late_visit(asked: Asked, visit: UUID) -> HttpResponse:
    """Show what still fits for somebody who came late, and shorten the visit or go on to another day."""
    late = get_object_or_404(Visit, pk=visit, person=asked.person, clinic=asked.actor.clinic, state__in=OPEN)
    until = _until(asked, late)
    found = late_arrival(asked.look.edition, _areas(asked), asked.at, until)
    if asked.request.method == "POST":
        try:
            shorten(asked.actor, late, until)
        except Taken:
            messages.warning(asked.request, _("This time was taken a moment ago: the visit is as it was."))
            return redirect("late-visit", person=asked.person, visit=late.id)
        except NotNow:  # which that page says in words
            return redirect("late-visit", person=asked.person, visit=late.id)
        messages.success(asked.request, _("Shortened, and here."))
        return redirect("visits", person=asked.person)
    context = {"visit": late, "late": found, "until": until, "said": _said(asked, found), "minutes": _minutes(late)}
    return render(asked.request, "visits/late.html", patient_context(asked, "visits") | context)


@patient_screen("visit.book")
def wait_for_visit(asked: Asked) -> HttpResponse:
    """Put somebody on the waiting list."""
    form = WaitForm(asked.request.POST if asked.request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        minutes = session_minutes(asked) if said["purpose"] == Purpose.SESSION else MINUTES[Purpose(said["purpose"])]
        wait(asked.actor, asked.person, asked.course, said["purpose"], minutes, said["first"], said["last"])
        messages.success(asked.request, _("On the waiting list."))
        return redirect("visits", person=asked.person)
    return _again(asked, form, _("Put on the waiting list"))


def _until(asked: Asked, visit: Visit) -> datetime:
    spans = open_spans(asked.look.policy, local_day(visit.start, asked.look.policy.zone))
    return free_until(visit, max([visit.end, *(closes for _opens, closes in spans)]))


def _said(asked: Asked, late: LateArrival) -> dict[str, str]:
    speak = speaker(asked)
    return {"fact": speak(late.because.fact), "remedy": speak(late.because.remedy)}


def _is_late(asked: Asked, visit: Visit) -> bool:
    today = local_day(visit.start, asked.look.policy.zone) == local_day(asked.at, asked.look.policy.zone)
    return visit.state in OPEN and visit.purpose == Purpose.SESSION and today and visit.start < asked.at


def _areas(asked: Asked) -> int:
    return len(asked.look.story.plan.sites) if asked.look.story.plan else 1


def session_minutes(asked: Asked) -> int:
    """Return how long a session of this patient's plan is booked for."""
    return slot_for(asked.look.edition, _areas(asked)).booked.minutes


def _done_waiting(asked: Asked, visit: Visit) -> None:
    if Waiting.objects.filter(person=asked.person, purpose=visit.purpose, ended_at=None).exists():
        messages.warning(asked.request, _("Still on the waiting list for this: take the patient off it if it is done."))


def _named(visit: Visit, words: str) -> str:
    return words.format(purpose=visit.get_purpose_display().capitalize(), when=_when(visit.start))


def _when(start: datetime) -> str:
    return moment_in_words(start, timezone.get_current_timezone())


def _minutes(visit: Visit) -> int:
    return (visit.end - visit.start) // timedelta(minutes=1)


def _chosen(asked: Asked) -> dict[str, Any]:
    """Return the time that was chosen in the agenda: it comes in the address, and is judged when it is sent."""
    names = ("purpose", "day", "clock", "minutes", "room", "member", "device")
    return {name: asked.request.GET[name] for name in names if asked.request.GET.get(name)}


def _again(asked: Asked, form: WhenForm | WaitForm, title: str, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = patient_context(asked, "visits") | {"form": form, "title": title, **more}
    return render(asked.request, "visits/form.html", context, status=status)


def _empty_form(asked: Asked) -> BookForm:
    day = timezone.localtime(asked.at)
    return BookForm(asked.actor.clinic, initial={"day": day.date(), "minutes": MINUTES[Purpose.TEST]})


def _proposals(asked: Asked) -> list[dict[str, Any]]:
    """Return the sessions that the course proposes and nobody booked yet, with the time they need."""
    if asked.look.story.plan is None:
        return []
    return [
        {"number": coming.number, "start": coming.proposed, "minutes": session_minutes(asked)}
        for coming in asked.look.outlook.course.coming
        if coming.booking is None and coming.proposed is not None
    ]
