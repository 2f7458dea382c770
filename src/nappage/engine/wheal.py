"""How the readings of one allergy test are judged (decision 10): every mm and minute comes from the protocol.

A verdict needs the stronger evidence on its side. The mean of the two axes must have grown for a positive reading, as
the source has it; for "no reaction seen" neither the mean nor the longer axis may exceed the control, because a wheal
with an offshoot grows along one axis only. Everything between is indeterminate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.engine.health_condition import HealthCondition
from nappage.engine.medicine import classes_in_use
from nappage.engine.source import check_citation
from nappage.engine.story import AllergyTest, TestSubstance, WhealReading
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity, Unit
from nappage.values.span import Elapsed
from nappage.values.statement import Because, Statement, say

_NO_WHEAL = (Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class TestProtocol(Entry):
    """How a test is given, read and counted. `cited` names the sources of each value.

    A test is `not_possible` in some conditions and on some medicines; `masked_by` are medicines that hide a reaction.
    A longer axis than `questioned_above` is asked about as a slip of typing before it is recorded.
    `observation` is the least time that somebody stays to be watched after it, as after each first exposure;
    `booked` is what its visit takes.
    """

    sites: int
    volume: Interval[Quantity]
    immediate: Interval[Elapsed]
    late_from: Elapsed
    meanwhile_after: Elapsed
    opens_after: Elapsed
    positive_growth: Quantity
    most_over_control: Quantity
    questioned_above: Quantity
    washout: Elapsed
    second_person_after: Elapsed
    physician_after: Elapsed
    observation: Elapsed
    booked: Elapsed
    not_possible: tuple[str, ...]
    not_possible_taking: tuple[str, ...]
    masked_by: tuple[str, ...]
    cited: Mapping[str, tuple[Citation, ...]]

    def because(self, value: str, fact: Statement, remedy: Statement) -> Because:
        """Return why, with the sources of one value of the protocol."""
        return Because(f"{self.id}.{value}", fact, remedy, self.cited[value])


class ReadingVerdict(Enum):
    """What the readings come to. Only the first opens anything, and it says no more than what was seen."""

    NO_REACTION = "no reaction seen at the reading"
    POSITIVE = "positive"
    INDETERMINATE = "indeterminate"
    AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class Taken:
    """An antihistamine taken from a first to a last time; None where that is not known."""

    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else bears on a test. `antihistamines` None means that nobody knows; `reactions` are those undecided.

    `conditions` are those present, `taking` the classes and groups of the medicines taken.
    """

    antihistamines: tuple[Taken, ...] | None = None
    conditions: frozenset[str] = frozenset()
    taking: frozenset[str] = frozenset()
    reactions: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on the readings of one test, and why."""

    verdict: ReadingVerdict
    because: tuple[Because, ...]


def doubt(protocol: TestProtocol, reading: WhealReading) -> Because | None:
    """Return why a reading as typed may be a slip of the finger, or None; measured again, it stands (H-12)."""
    typed = Quantity(longest(reading), Unit.MM)
    if typed <= protocol.questioned_above:
        return None
    fact = say("test.wheal-questioned", typed=typed, most=protocol.questioned_above)
    return protocol.because("questioned_above", fact, say("reading.measure-again"))


def judge(test: AllergyTest, protocol: TestProtocol, circumstances: Circumstances, at: datetime) -> Judgement:
    """Return the verdict on the readings made by `at`.

    Positive comes first: no doubt about the control, the clock or a medicine makes a reaction go away.
    """
    seen = _Seen.of(test, protocol, at)
    if positive := tuple(_positive(seen)):
        return Judgement(ReadingVerdict.POSITIVE, positive)
    doubts = (*_disturbed(test, protocol, circumstances, seen), *_doubted(seen))
    if doubts:
        return Judgement(ReadingVerdict.INDETERMINATE, doubts)
    if awaited := tuple(_awaited(seen)):
        return Judgement(ReadingVerdict.AWAITED, awaited)
    fact = say("test.no-reaction", test=test.at, read=seen.late[-1].at)
    return Judgement(
        ReadingVerdict.NO_REACTION, (protocol.because("most_over_control", fact, say("test.can-still-react")),)
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """The readings of a test by the window they fall in, oldest first."""

    test: AllergyTest
    protocol: TestProtocol
    at: datetime
    wheals: tuple[WhealReading, ...]
    initial: tuple[WhealReading, ...]
    immediate: tuple[WhealReading, ...]
    between: tuple[WhealReading, ...]
    late: tuple[WhealReading, ...]
    control_immediate: tuple[WhealReading, ...]
    control_late: tuple[WhealReading, ...] = field(default=())

    @staticmethod
    def of(test: AllergyTest, protocol: TestProtocol, at: datetime) -> _Seen:
        opens, shuts = protocol.immediate.low.after(test.at), protocol.immediate.high.after(test.at)
        late = protocol.late_from.after(test.at)
        by = sorted((reading for reading in test.readings if test.at <= reading.at <= at), key=lambda each: each.at)
        mix = [reading for reading in by if reading.substance is not TestSubstance.CONTROL]
        control = [reading for reading in by if reading.substance is TestSubstance.CONTROL]
        return _Seen(
            test,
            protocol,
            at,
            wheals=tuple(mix),
            initial=tuple([each for each in mix if each.at < opens]),
            immediate=tuple([each for each in mix if opens <= each.at <= shuts]),
            between=tuple([each for each in mix if shuts < each.at < late]),
            late=tuple([each for each in mix if each.at >= late]),
            control_immediate=tuple([each for each in control if opens <= each.at <= shuts]),
            control_late=tuple([each for each in control if each.at >= late]),
        )


def diameter(reading: WhealReading) -> Decimal:
    """Return the mean of the two axes in mm."""
    return (reading.long_axis.to(Unit.MM).amount + reading.short_axis.to(Unit.MM).amount) / 2


def longest(reading: WhealReading) -> Decimal:
    """Return the longer of the two axes in mm, whichever of the two was typed first."""
    return max(reading.long_axis.to(Unit.MM).amount, reading.short_axis.to(Unit.MM).amount)


def _smallest(control: Iterable[WhealReading]) -> tuple[Decimal, Decimal]:
    """Return mean and longer axis of the smallest control; one that was not read counts as no wheal at all."""
    return min(((diameter(each), longest(each)) for each in control), default=_NO_WHEAL)


def _positive(seen: _Seen) -> Iterator[Because]:
    for reading in (*seen.between, *seen.late):
        if reading.infiltrate is Answer.YES:
            fact = say("test.infiltrate", test=seen.test.at, read=reading.at)
            yield seen.protocol.because("positive_growth", fact, say("test.new-formula-without"))
    first = _first_wheal(seen)
    for reading in (*seen.immediate, *seen.between, *seen.late) if first is not None else ():
        grown = Quantity(diameter(reading) - first, Unit.MM) if first is not None else seen.protocol.positive_growth
        if reading.flare is Answer.YES and grown >= seen.protocol.positive_growth:
            fact = say("test.wheal-grown", test=seen.test.at, read=reading.at, grown=grown)
            yield seen.protocol.because("positive_growth", fact, say("test.new-formula-without"))


def _first_wheal(seen: _Seen) -> Decimal | None:
    """Return what the wheal has grown from: the bleb itself if it was measured, else the control beside it."""
    if seen.initial:
        return diameter(seen.initial[0])
    return _smallest(seen.control_immediate)[0] if seen.control_immediate else None


def _disturbed(
    test: AllergyTest, protocol: TestProtocol, circumstances: Circumstances, seen: _Seen
) -> Iterator[Because]:
    if not test.control:
        yield protocol.because("sites", say("test.no-control", test=test.at), say("test.repeat"))
    if len(test.components) > 1 and any(each.substance is TestSubstance.COMPONENT for each in seen.wheals):
        yield protocol.because("sites", say("test.which-component", test=test.at), say("test.repeat"))
    for condition in sorted(circumstances.conditions & frozenset(protocol.not_possible)):
        fact = say("test.not-possible", test=test.at, condition=condition)
        yield protocol.because("not_possible", fact, say("test.physician-decides"))
    for medicine in sorted(circumstances.taking & frozenset(protocol.not_possible_taking)):
        fact = say("test.not-possible", test=test.at, condition=medicine)
        yield protocol.because("not_possible_taking", fact, say("test.physician-decides"))
    yield from _masked(test, protocol, circumstances.antihistamines, seen)


def _masked(
    test: AllergyTest, protocol: TestProtocol, taken: tuple[Taken, ...] | None, seen: _Seen
) -> Iterator[Because]:
    if taken is None:
        yield protocol.because(
            "washout", say("test.antihistamine-unknown", test=test.at), say("test.ask-antihistamine")
        )
        return
    until = max((each.at for each in seen.late), default=seen.at)
    since = protocol.washout.before(test.at)
    for each in taken:
        if (each.last is None or each.last > since) and (each.first is None or each.first <= until):
            fact = say("test.antihistamine", test=test.at, last=each.last, washout=protocol.washout)
            yield protocol.because("washout", fact, say("test.repeat-after-washout", washout=protocol.washout))


def _doubted(seen: _Seen) -> Iterator[Because]:
    protocol, test = seen.protocol, seen.test
    if not seen.immediate and seen.at > protocol.immediate.high.after(test.at):
        fact = say("test.immediate-missing", test=test.at, window=str(protocol.immediate))
        yield protocol.because("immediate", fact, say("test.repeat"))
    if seen.immediate and test.control and not seen.control_immediate:
        yield protocol.because("sites", say("test.control-not-read", test=test.at), say("test.repeat"))
    yield from (_unclear(seen, reading) for reading in _unclear_readings(seen))
    if _is_told_too_little(seen):
        fact = say("test.meanwhile-missing", test=test.at, after=protocol.meanwhile_after)
        yield protocol.because("meanwhile_after", fact, say("test.ask-meanwhile"))


def _unclear_readings(seen: _Seen) -> Iterator[WhealReading]:
    """Yield each reading that shows neither a reaction nor, beyond doubt, the absence of one."""
    yield from (reading for reading in seen.between if reading.flare is Answer.YES)
    for readings, control in ((seen.immediate, seen.control_immediate), (seen.late, seen.control_late)):
        for reading in readings:
            if not _is_clear(reading, _smallest(control), seen.protocol, late=readings is seen.late):
                yield reading


def _is_clear(reading: WhealReading, control: tuple[Decimal, Decimal], protocol: TestProtocol, *, late: bool) -> bool:
    most = protocol.most_over_control.to(Unit.MM).amount
    over = max(diameter(reading) - control[0], longest(reading) - control[1])
    # Infiltrate is a late sign: at 20 min an unanswered box means nothing, at 24 h it is an open question.
    infiltrate = reading.infiltrate is Answer.NO or (not late and reading.infiltrate is Answer.UNKNOWN)
    return over <= most and reading.flare is Answer.NO and infiltrate


def _is_told_too_little(seen: _Seen) -> bool:
    if not seen.late or seen.late[0].at <= seen.protocol.meanwhile_after.after(seen.test.at):
        return False
    return not seen.late[0].seen_meanwhile.strip()


def _unclear(seen: _Seen, reading: WhealReading) -> Because:
    fact = say(
        "test.reading-unclear",
        test=seen.test.at,
        read=reading.at,
        wheal=Quantity(diameter(reading), Unit.MM),
        flare=reading.flare,
        infiltrate=reading.infiltrate,
    )
    remedy = say("test.no-repeat") if _is_far_grown(seen, reading) else say("test.repeat")
    return seen.protocol.because("most_over_control", fact, remedy)


def _is_far_grown(seen: _Seen, reading: WhealReading) -> bool:
    """Return whether a wheal grew as far as a reaction's: without its flare it is none, but nobody injects again."""
    first = _first_wheal(seen)
    return first is not None and longest(reading) - first >= seen.protocol.positive_growth.to(Unit.MM).amount


def _awaited(seen: _Seen) -> Iterator[Because]:
    protocol, test = seen.protocol, seen.test
    if not seen.immediate:
        fact = say("test.immediate-awaited", test=test.at, since=protocol.immediate.low.after(test.at))
        yield protocol.because("immediate", fact, say("test.read"))
    if not seen.late:
        fact = say("test.reading-missing", test=test.at, since=protocol.late_from.after(test.at))
        yield protocol.because("late_from", fact, say("test.read"))


def check_test_protocol(entry: TestProtocol, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each value of a protocol without a source of its own, and for each source that is unknown."""
    values = {each.name for each in fields(TestProtocol)} - {each.name for each in fields(Entry)} - {"cited"}
    for name in sorted(values ^ set(entry.cited)):
        yield Fault(f"{thing}.cited", "one list of sources for each value", name, f"Cite {name}, or take it out.")
    for name, citations in entry.cited.items():
        for citation in citations:
            yield from check_citation(citation, f"{thing}.cited.{name}", edition)
    for condition in entry.not_possible:
        if edition.get(HealthCondition, condition) is None:
            remedy = "Add it to conditions.toml, or correct the id."
            yield Fault(f"{thing}.not_possible", "the id of a condition", repr(condition), remedy)
    for medicine in (*entry.not_possible_taking, *entry.masked_by):
        if medicine not in classes_in_use(edition):
            expected = "a class or group with medicines in it"
            yield Fault(f"{thing}.masked_by", expected, repr(medicine), "Correct the class.")


def answer_test_protocol(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the value of a protocol that a case asks for."""
    return str(getattr(edition.all(TestProtocol)[about], str(given["ask"])))
