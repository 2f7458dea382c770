"""Allergies, allergy tests, readings of the tape and judged changes of a chart, as a passport says them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid5

from nappage.assessment.happening import KIND_OF, TestGiven
from nappage.assessment.look import Look
from nappage.engine.allergy_test import JudgedTest
from nappage.engine.change import Detected
from nappage.engine.edition import Edition
from nappage.engine.landmark import Landmark
from nappage.engine.measurement import Place, place_of
from nappage.engine.progress import progress
from nappage.engine.story import Allergy, AllergyTest, Side, TapeReading, WhealReading
from nappage.engine.wheal import ReadingVerdict
from nappage.fhir.passport import UNTREATED, AllergyTold, ChangeJudged, Named, TapeMeasured, TestDone
from nappage.values.answer import Answer

V = TypeVar("V")
_CRITICALITY = {Answer.YES: "high", Answer.UNKNOWN: "unable-to-assess", Answer.NO: "low"}
_JUDGED = {
    Detected.WITHIN: "within measurement variation",
    Detected.BEYOND: "beyond measurement variation",
    Detected.UNKNOWN: "cannot be judged",
}
_NOT_JUDGED = "no result is judged without a formula"
_SEEN = {Answer.YES: "{}", Answer.NO: "no {}", Answer.UNKNOWN: "{} not known"}


def _each(look: Look, kind: type[V]) -> Iterator[tuple[UUID, datetime, V]]:
    """Yield each standing value of a class with an id of its own and when its entry says that it was."""
    for line in look.chart.standing:
        if line.kind == KIND_OF[kind]:
            for number, value in enumerate(line.values):
                yield uuid5(line.id, str(number)), _local(look, line.at), value


def _local(look: Look, at: datetime) -> datetime:
    return at.astimezone(look.policy.zone).replace(microsecond=0)


def allergies_told(look: Look) -> Iterator[AllergyTold]:
    """Yield the allergies as they were told, then those that a positive test shows."""
    for id, at, allergy in _each(look, Allergy):
        yield AllergyTold(id, allergy.to, at, _CRITICALITY[allergy.severe])
    for one in tests_done(look):
        if one.result == ReadingVerdict.POSITIVE.value:
            yield AllergyTold(uuid5(one.id, "positive"), one.of, one.at, from_test=True)


def tests_done(look: Look) -> Iterator[TestDone]:
    """Yield each allergy test with the engine's verdict in its own words, and what was read."""
    lines = {given.id: line.id for line, given in look.chart.of(TestGiven)}
    state = look.outlook.treating.test
    judged: dict[str, JudgedTest] = {one.test.id: one for one in state.tests} if state else {}
    for test in look.story.tests:
        if test.id in lines:
            verdict = judged[test.id].verdict.value if test.id in judged else _NOT_JUDGED
            readings = tuple(_reading(look, one) for one in sorted(test.readings, key=lambda read: read.at))
            yield TestDone(lines[test.id], _tested(test), _local(look, test.at), verdict, readings)


def _tested(test: AllergyTest) -> str:
    return " + ".join(f"{one.agent} {one.strength or ''}".strip() for one in test.components)


def _reading(look: Look, read: WhealReading) -> str:
    seen = [f"{read.substance.value} {read.long_axis} by {read.short_axis}", _SEEN[read.flare].format("flare")]
    return (
        f"{_local(look, read.at):%-d %b %Y, %H:%M}: {', '.join([*seen, _SEEN[read.infiltrate].format('infiltrate')])}"
    )


def tape_measured(look: Look, staff: Mapping[str, UUID]) -> Iterator[TapeMeasured]:
    """Yield each reading of the tape."""
    for id, _at, read in _each(look, TapeReading):
        named = _place(look.edition, place_of(read))
        yield TapeMeasured(id, named, _local(look, read.at), read.value, staff.get(read.by))


def changes_judged(look: Look) -> Iterator[ChangeJudged]:
    """Yield for each treated place the last change since session 1, with what the tape can tell of it."""
    found = progress(look.edition, look.policy, look.story, look.at, look.outlook.measures.left_out)
    for one in found:
        last = one.outcomes[-1]
        day = max(read.at for read in look.story.tape if place_of(read) == one.place)
        yield ChangeJudged(
            id=uuid5(look.chart.course or look.chart.person, f"change {one.place} {one.baseline}"),
            place=_place(look.edition, one.place),
            at=_local(look, day),
            change=last.treated.change,
            judged=_JUDGED[last.detected],
            detectable=last.detectable,
            beside=last.sentinel.change if last.sentinel else None,
        )


def _place(edition: Edition, place: Place) -> Named:
    landmark = edition.get(Landmark, place.landmark)
    side = "" if place.side is Side.MIDLINE else f", {place.side.value} side"
    beside = ", untreated" if place.sentinel else ""
    code = f"{place}{UNTREATED}" if place.sentinel else f"{place}"
    return Named(f"{landmark.name if landmark else place.landmark}{side}{beside}", code)
