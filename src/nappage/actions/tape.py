"""Tape readings of a visit, before its first puncture: kept as typed, questioned where they are doubtful (E06)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from nappage.actions.acting import Actor, Conflict
from nappage.actions.at_visit import at_visit
from nappage.actions.audit import append_event
from nappage.assessment.look import Look
from nappage.engine.landmark import Landmark
from nappage.engine.measurement import doubt, measurements, place_of, tape_method
from nappage.engine.objection import Objection
from nappage.engine.story import TapeReading
from nappage.records.models import Entry, Visit


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reading that may not be what was meant: its position, as typed, and why."""

    position: int
    reading: TapeReading
    against: Objection


class Doubtful(Exception):
    """Readings that were not recorded, because somebody has to say first what was meant."""

    def __init__(self, doubts: tuple[Doubt, ...]) -> None:
        super().__init__(", ".join(str(each.reading.value) for each in doubts))
        self.doubts = doubts


def measure(
    actor: Actor, visit: UUID, readings: Sequence[TapeReading], typed: Sequence[str], meant: frozenset[int]
) -> Entry:
    """Return the entry of readings; Doubtful, with nothing recorded, if one needs a word first.

    `typed` are the keystrokes, which the audit trail keeps; `meant` the positions of readings whose doubt was answered.
    """
    try:
        with at_visit(actor, "measure.record", visit, "record tape readings") as act:
            if act.charted.passes:
                line, _ = act.charted.passes[0]
                raise Conflict("the first puncture was made: a reading now is no baseline", (line.id,))
            doubts = tuple(doubts_of(act.look, readings, meant))
            if doubts:
                raise Doubtful(doubts)
            act.trace.detail = {"typed": list(typed), "recorded": [str(reading.value) for reading in readings]}
            return act.record(*readings)
    except Doubtful as questioned:
        _keep(actor, visit, typed, questioned)
        raise


def doubts_of(look: Look, readings: Sequence[TapeReading], meant: frozenset[int] = frozenset()) -> Iterator[Doubt]:
    """Yield the readings that do not fit the last one at their place, nor any body where there was none before."""
    series = measurements(look.edition, look.policy.zone, look.story.tape, look.at)
    last = {place: measured[-1].value for place, measured in series.items()}
    method, landmarks = tape_method(look.edition), look.edition.all(Landmark)
    for position, reading in enumerate(readings):
        place = place_of(reading)
        against = doubt(method, landmarks[reading.landmark], reading.value, last.get(place))
        if against is None:
            last[place] = reading.value
        elif position not in meant:
            yield Doubt(position, reading, against)


def _keep(actor: Actor, visit: UUID, typed: Sequence[str], questioned: Doubtful) -> None:
    person = Visit.objects.values_list("person", flat=True).get(pk=visit)
    detail = {"typed": list(typed), "doubted": [str(each.reading.value) for each in questioned.doubts]}
    with transaction.atomic():
        append_event(actor.clinic, actor.at, actor.member.id, "question tape readings", person, visit, detail)
