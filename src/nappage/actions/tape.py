"""Tape readings of a day, before its first puncture: kept as typed, questioned where they are doubtful (E06)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.at_visit import at_visit
from nappage.actions.doubts import Doubt, Doubtful, asking_back
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.happening import PassGiven
from nappage.assessment.look import Look
from nappage.engine.landmark import Landmark
from nappage.engine.measurement import doubt, height_doubt, last_heights, measurements, place_of, tape_method
from nappage.engine.story import TapeReading
from nappage.records.models import Entry, Visit
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local_day

QUESTION = "question tape readings"


def measure(
    actor: Actor, visit: UUID, readings: Sequence[TapeReading], typed: Sequence[str], meant: frozenset[int]
) -> Entry:
    """Return the entry of readings; Doubtful, with nothing recorded, if one needs a word first.

    `typed` are the keystrokes, which the audit trail keeps; `meant` the positions of readings whose doubt was answered.
    """
    person = Visit.objects.values_list("person", flat=True).get(pk=visit, clinic=actor.clinic)
    with (
        asking_back(actor, QUESTION, person, typed, visit),
        at_visit(actor, "measure.record", visit, "record tape readings") as act,
    ):
        if act.charted.passes:
            line = act.charted.passes[0][0]
            raise Conflict(_("the first puncture was made: a reading now is no baseline"), (line.id,))
        _refuse_doubtful(act.look, readings, meant)
        act.trace.detail = {"typed": list(typed), "recorded": [str(reading.value) for reading in readings]}
        return act.record(*readings)


def measure_today(
    actor: Actor,
    person: UUID,
    course: UUID | None,
    readings: Sequence[TapeReading],
    typed: Sequence[str],
    meant: frozenset[int],
) -> Entry:
    """Return the entry of readings taken on a day without a puncture before them: a checkpoint, a follow-up, a recall.

    Doubtful where one needs a word first; Faulty where the treated place is read and the untreated one is not (K-02);
    Conflict after a puncture of the same day, because swelling is no change.
    """
    with (
        asking_back(actor, QUESTION, person, typed),
        acting(actor, "measure.record", person, act="record tape readings") as trace,
    ):
        look = take_turn(actor, person, course)
        _before_any_puncture(look)
        _with_sentinel(look, readings)
        _refuse_doubtful(look, readings, meant)
        visit = _visit_of_today(look)
        entry = append(actor, person, *readings, course=course, visit=visit)
        trace.thing = entry.id
        trace.detail = {"typed": list(typed), "recorded": [str(reading.value) for reading in readings]}
        return entry


def _before_any_puncture(look: Look) -> None:
    zone = look.policy.zone
    today = local_day(look.at, zone)
    punctured = [line.id for line, _ in look.chart.of(PassGiven) if local_day(line.at, zone) == today]
    if punctured:
        raise Conflict(_("there was a puncture today: a reading now would measure the swelling"), tuple(punctured[:1]))


def _with_sentinel(look: Look, readings: Sequence[TapeReading]) -> None:
    plan, zone = look.story.plan, look.policy.zone
    today = local_day(look.at, zone)
    read = [*readings, *(one for one in look.story.tape if local_day(one.at, zone) == today)]
    if plan is not None and plan.sentinel and not any(one.sentinel for one in read):
        expected = _("a reading of the untreated place on the same day")
        raise Faulty(
            [Fault(_("Sentinel"), expected, _("none"), _("Measure it too: without it no change can be told apart."))]
        )


def _visit_of_today(look: Look) -> UUID | None:
    zone = look.policy.zone
    booked = [one for one in look.chart.visits if local_day(one.start, zone) == local_day(look.at, zone)]
    return booked[0].id if booked else None


def _refuse_doubtful(look: Look, readings: Sequence[TapeReading], meant: frozenset[int]) -> None:
    doubts = tuple(_doubts_of(look, readings, meant))
    if doubts:
        raise Doubtful(doubts)


def _doubts_of(look: Look, readings: Sequence[TapeReading], meant: frozenset[int]) -> Iterator[Doubt[TapeReading]]:
    """Yield the readings that do not fit the last one at their place, nor any body, or lie at another height."""
    series = measurements(look.edition, look.policy.zone, look.story.tape, look.at)
    last = {place: measured[-1].value for place, measured in series.items()}
    heights = last_heights(look.story.tape)
    method, landmarks = tape_method(look.edition), look.edition.all(Landmark)
    for position, reading in enumerate(readings):
        place = place_of(reading)
        landmark = landmarks[reading.landmark]
        against = doubt(method, landmark, place, reading.value, last.get(place))
        if against is None:
            last[place] = reading.value
            against = height_doubt(landmark, reading, heights.get(place))
        if against is not None and position not in meant:
            yield Doubt(position, reading, str(reading.value), against.because)
        # The height of a place is asked about once, not with each of its readings.
        heights |= {place: reading.height} if reading.height is not None else {}
