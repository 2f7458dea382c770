"""Recording: the one place that appends entries to a chart, each once, and takes one back by appending another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.turns import wait_turn
from nappage.assessment.happening import KIND_OF, Struck
from nappage.assessment.line import open_lines, person_key, seal_values
from nappage.engine.story import Patient
from nappage.records.keys import new_key
from nappage.records.models import Entry
from nappage.records.standing_query import StandingQuery


def append(
    actor: Actor,
    person: UUID,
    *values: object,
    happened: datetime | None = None,
    id: UUID | None = None,
    course: UUID | None = None,
    visit: UUID | None = None,
    by: str = "",
    strikes: UUID | None = None,
) -> Entry:
    """Return the entry that holds these values of one kind; call it inside `acting`.

    With an `id` of the sending device, the same values sent again give the entry already there; other values under
    that id are a Conflict.
    """
    key = person_key(person)
    there = _THERE.first(id) if id else None
    if there is not None:
        return _same(there, actor, person, values)
    id = id or new_key()
    (kind,) = {KIND_OF[type(value)] for value in values}
    return Entry.objects.create(
        id=id,
        clinic_id=actor.clinic,
        person_id=person,
        course_id=course,
        visit=visit,
        kind=kind,
        at=happened or actor.at,
        recorded_at=actor.at,
        by=by or actor.slug,
        strikes=strikes,
        sealed=seal_values(key, id, values),
    )


_THERE = StandingQuery(lambda id: Entry.objects.filter(pk=id))


def _same(there: Entry, actor: Actor, person: UUID, values: Sequence[object]) -> Entry:
    if there.clinic_id != actor.clinic or there.person_id != person:
        raise Conflict(_("this entry belongs to another chart"))
    (line,) = open_lines([there], person_key(person))
    if line.values != tuple(values):
        raise Conflict(_("another entry was recorded under this id"), (there.id,))
    return there


def record(
    actor: Actor, permission: str, person: UUID, *values: object, course: UUID | None = None, visit: UUID | None = None
) -> Entry:
    """Return one entry appended as an act of its own."""
    with acting(actor, permission, person, act=f"record {KIND_OF[type(values[0])]}") as trace:
        entry = append(actor, person, *values, course=course, visit=visit)
        trace.thing = entry.id
    return entry


def strike(actor: Actor, entry: UUID, why: str, replacement: UUID | None = None) -> Entry:
    """Return the entry that takes another back as entered in error; both stay readable.

    Conflict if it was already, and for what a person was registered with: nothing about somebody is told without it.
    """
    struck = Entry.objects.get(pk=entry, clinic_id=actor.clinic)
    with acting(actor, "entry.strike", struck.person_id, act="strike entry") as trace:
        wait_turn(actor, struck.person_id)
        if struck.kind == KIND_OF[Patient]:
            raise Conflict(_("who a person is, is corrected and not taken back"), (entry,))
        if Entry.objects.filter(strikes=entry).exists():
            raise Conflict(_("this entry was already taken back"), (entry,))
        trace.thing = entry
        return append(
            actor,
            struck.person_id,
            Struck(why, replacement),
            course=struck.course_id,
            visit=struck.visit,
            strikes=entry,
        )
