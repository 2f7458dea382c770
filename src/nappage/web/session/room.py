"""The room: cream on and off, tape readings with their questions."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.acting import NotNow
from nappage.actions.creams import put_on, wipe_off
from nappage.actions.tape import Doubtful, measure
from nappage.values.fault import Fault
from nappage.web.forms import FieldFault, blame
from nappage.web.screen import Asked, patient_screen
from nappage.web.session.forms import CreamForm
from nappage.web.session.frame import Frame, frame_of, sent
from nappage.web.session.room_page import cream_form, room_page, tape_of


@patient_screen("chart.read")
def room(asked: Asked, visit: UUID) -> HttpResponse:
    """Show the room: what is on the skin, and what the tape says."""
    return _page(frame_of(asked, visit))


def _page(
    frame: Frame,
    faults: Sequence[Fault | FieldFault] = (),
    typed: dict[str, str] | None = None,
    cream: CreamForm | None = None,
    asked_back: object = None,
) -> HttpResponse:
    context = frame.context("session-room") | room_page(frame, typed or {}, cream)
    context |= {"faults": faults, "questions": asked_back, "typed": typed}
    refused = faults or asked_back or (cream is not None and cream.errors)
    return render(frame.asked.request, "session/room.html", context, status=422 if refused else 200)


@patient_screen("measure.record")
def measures(asked: Asked, visit: UUID) -> HttpResponse:
    """Record what the tape shows; a reading that may be another unit is asked about first."""
    frame = frame_of(asked, visit)
    if asked.request.method != "POST":
        return _page(frame)
    told = {name: str(value) for name, value in asked.request.POST.items()}
    tape = tape_of(frame)
    typed, faults = tape.read(told, asked.at)
    if faults:
        return _page(frame, faults, told)
    meant = frozenset(position for position, one in enumerate(typed) if one.is_meant)
    try:
        measure(asked.actor, visit, [one.reading for one in typed], [one.keystrokes for one in typed], meant)
    except Doubtful as doubtful:
        return _page(frame, (), told, asked_back=tape.questions(typed, doubtful.doubts))
    if typed:
        messages.success(asked.request, _("Recorded."))
    return redirect("session-room", person=asked.person, visit=visit)


@patient_screen("cream.record")
def cream_on(asked: Asked, visit: UUID) -> HttpResponse:
    """Record a cream put on now, within what the director signed."""
    frame = frame_of(asked, visit)
    form = cream_form(frame, sent(asked))
    if not form.is_valid():
        return _page(frame, cream=form)
    try:
        put_on(asked.actor, visit, form.cream(asked.at))
    except NotNow as refused:
        return _page(frame, blame(form, frame.faults(refused)), cream=form)
    return redirect("session-room", person=asked.person, visit=visit)


@patient_screen("cream.record")
def cream_off(asked: Asked, visit: UUID, cream: UUID) -> HttpResponse:
    """Record that a cream was wiped off now."""
    frame = frame_of(asked, visit)
    if asked.request.method == "POST":
        wipe_off(asked.actor, frame.visit.id, cream)
    return redirect("session-room", person=asked.person, visit=visit)
