"""Turns: of two who write what a person's course rests on, the second sees what the first wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Max

from nappage.actions.acting import Actor
from nappage.assessment.chart import chart_of
from nappage.assessment.look import Look, look_at
from nappage.records.models import Course, Entry, Person

# Longer than any request waits for its turn. What a clock that ran ahead wrote opens no gate sooner than by this.
LONGEST_WAIT = timedelta(minutes=1)


def wait_turn(actor: Actor, person: UUID, course: UUID | None = None) -> None:
    """Wait until nobody else writes what a person's course rests on; call it inside `acting`.

    Person and course must be of the actor's clinic.
    """
    Person.objects.select_for_update().get(pk=person, clinic_id=actor.clinic)
    if course is not None:
        Course.objects.get(pk=course, person_id=person, clinic_id=actor.clinic)


def take_turn(actor: Actor, person: UUID, course: UUID | None) -> Look:
    """Return the look at all that is recorded by now, once nobody else writes; call it inside `acting`.

    What another tablet recorded a moment after this request came in is in the look, and counts: it is what this act
    comes after.
    """
    wait_turn(actor, person, course)
    look = look_at(actor.clinic, person, course, actor.at)
    latest = Entry.objects.filter(person=person).aggregate(latest=Max("recorded_at"))["latest"]
    return look if latest is None or latest <= actor.at else at_turn(look.with_chart(chart_of(person, course, latest)))


def at_turn(look: Look) -> Look:
    """Return the look of the instant at which its act has its turn: after the last of what the chart holds.

    A withdrawal or a reaction told while the act waited counts: at the instant of the request nobody knew it yet.
    """
    return replace(look, at=min(max(look.at, look.chart.at), look.at + LONGEST_WAIT))
