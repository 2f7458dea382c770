"""Pausing a course and resuming it, each by a named member: nothing is deleted, and no session starts meanwhile."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.entries import append
from nappage.actions.moments import day_in_words
from nappage.actions.turns import take_turn
from nappage.engine.pause import Pause, PauseReason, Resumption
from nappage.records.models import Entry
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local_day


def pause_course(
    actor: Actor, person: UUID, course: UUID | None, why: PauseReason, words: str = "", until: date | None = None
) -> Entry:
    """Return the entry of a pause; Faulty where the day named has been."""
    with acting(actor, "course.pause", person, act="pause course") as trace:
        look = take_turn(actor, person, course)
        if until is not None and until < local_day(actor.at, look.policy.zone):
            expected, remedy = _("a day that is still to come"), _("Check the day.")
            raise Faulty([Fault(_("Until about"), expected, day_in_words(until), remedy)])
        pause = Pause(why, actor.at, actor.slug, words.strip(), until)
        entry = append(actor, person, pause, course=course)
        trace.thing = entry.id
        trace.detail = {"why": why.value}
    return entry


def resume_course(actor: Actor, person: UUID, course: UUID | None, pause: UUID, words: str) -> Entry:
    """Return the entry that ends a pause; Faulty without what was found, Conflict where it has ended already."""
    with acting(actor, "course.pause", person, act="resume course") as trace:
        look = take_turn(actor, person, course)
        if pause not in {line.id for line, _ in look.chart.of(Pause)}:
            raise Conflict(_("this course was not paused by that entry"))
        if any(ended.pause == pause for _, ended in look.chart.of(Resumption)):
            raise Conflict(_("this pause has already ended"), (pause,))
        if not words.strip():
            raise Faulty(
                [
                    Fault(
                        _("What was found"), _("what lets the course go on"), _("nothing"), _("Write it in your words.")
                    )
                ]
            )
        entry = append(actor, person, Resumption(pause, actor.at, actor.slug, words.strip()), course=course)
        trace.thing = entry.id
        keep_decision(actor, look, "resume course", entry.id)
    return entry
