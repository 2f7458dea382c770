"""What a person is asked to do before and after a session, as absolute times on the clocks they will read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition, Entry
from nappage.engine.follow_up import FollowUp
from nappage.engine.source import check_citation
from nappage.engine.washout import Washout, Window, windows
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.interval import Interval
from nappage.values.local_time import local, local_day
from nappage.values.span import Elapsed, Span
from nappage.values.statement import Because, Statement, say


class Phase(Enum):
    """Before a session's start, after its end, at the clinic on the day, or before leaving it."""

    BEFORE = "before"
    AFTER = "after"
    AT_CLINIC = "at-clinic"
    LEAVING = "leaving"


class Manner(Enum):
    """Something to do, to leave, to expect, or to ask."""

    DO = "do"
    DO_NOT = "do-not"
    EXPECT = "expect"
    ASK = "ask"


class TreatedZones(Enum):
    """Whether an instruction is for every treated zone or for the face alone."""

    ALL = "all"
    FACE = "face"


@dataclass(frozen=True, slots=True)
class StatedTime:
    """What one source says about the time, as the range it gives."""

    source: Citation
    span: Interval[Span]


@dataclass(frozen=True, slots=True)
class Timing:
    """The time that holds, and by which decision. An instruction without one has no time that anybody stated."""

    holds: Elapsed
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction(Entry):
    """A sentence for the patient or the clinic, by language, with the times that sources state and the one that holds.

    Empty `modalities`, `indications` and `agents` mean every treatment. `washout` takes the days from that entry; one
    with a `follow_up` is that check, asked at the clinic. `contradicted_by` are sources that say otherwise, or that no
    such thing is needed.
    """

    phase: Phase
    manner: Manner
    text: dict[str, str]
    zones: TreatedZones = TreatedZones.ALL
    stated: tuple[StatedTime, ...] = ()
    timing: Timing | None = None
    washout: str = ""
    follow_up: str = ""
    contradicted_by: tuple[Citation, ...] = ()
    modalities: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitContext:
    """What instructions depend on. Unknown is `UNKNOWN`, "" or None, and leaves an instruction standing.

    `zone` is the clinic's; `away` is the zone the patient travels to, if they do.
    """

    zone: ZoneInfo
    is_face: Answer = Answer.UNKNOWN
    modality: str = ""
    indication: str = ""
    agents: frozenset[str] | None = None
    away: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """What the clocks of one zone show."""

    zone: str
    shows: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC and its readings, the clinic's first and then the traveller's (H-38)."""

    instant: datetime
    readings: tuple[ZoneReading, ...]


@dataclass(frozen=True, slots=True)
class Direction:
    """An instruction for one session: whether it applies, from or until when, and what the sources say.

    `moment` is when a time before begins or a time after ends; `days` are the days to avoid, the strictest source's.
    """

    instruction: str
    text: Mapping[str, str]
    phase: Phase
    manner: Manner
    applies: Answer
    moment: Moment | None
    days: Window | None
    stated: tuple[StatedTime, ...]
    contradicted_by: tuple[Citation, ...]
    because: Because
    follow_up: str = ""


def preparation(edition: Edition, session_start: datetime, context: VisitContext) -> tuple[Direction, ...]:
    """Return what is asked before a session that starts at an instant, in the order of the knowledge."""
    return _directions(edition, Phase.BEFORE, session_start, context)


def aftercare(edition: Edition, session_end: datetime, context: VisitContext) -> tuple[Direction, ...]:
    """Return what is asked after a session that ended at an instant: "no make-up until", "no hot shower until"."""
    return _directions(edition, Phase.AFTER, session_end, context)


def at_clinic(edition: Edition, arrival: datetime, context: VisitContext) -> tuple[Direction, ...]:
    """Return what the clinic asks and notes at the visit itself."""
    return _directions(edition, Phase.AT_CLINIC, arrival, context)


def leaving(edition: Edition, session_end: datetime, context: VisitContext) -> tuple[Direction, ...]:
    """Return what the clinic does and asks before somebody leaves after a session."""
    return _directions(edition, Phase.LEAVING, session_end, context)


def moment(instant: datetime, zone: ZoneInfo, away: ZoneInfo | None = None) -> Moment:
    """Return an instant as the clocks of the clinic, and of the place the patient travels to, show it."""
    zones = (zone,) if away is None or away.key == zone.key else (zone, away)
    return Moment(instant, tuple(ZoneReading(each.key, local(instant, each)) for each in zones))


def stated_range(instruction: Instruction) -> Interval[Span] | None:
    """Return the shortest and longest time that any source states ("0-1 d"), or None if all are silent."""
    if not instruction.stated:
        return None
    lows = [each.span.low for each in instruction.stated]
    highs = [each.span.high for each in instruction.stated]
    return Interval(min(lows, key=_length), max(highs, key=_length))


def _length(span: Span) -> tuple[int, ...]:
    return (span.minutes,) if isinstance(span, Elapsed) else (span.months, span.days)


Narrowing = Callable[[VisitContext], Answer]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An instruction with what does not change from session to session: most directions have no time at all."""

    instruction: Instruction
    narrowed_by: tuple[Narrowing, ...]
    timeless: dict[Answer, Direction] | None


def _directions(edition: Edition, phase: Phase, at: datetime, context: VisitContext) -> tuple[Direction, ...]:
    found = []
    for prepared in edition.derive(_by_phase)[phase]:
        instruction = prepared.instruction
        applies = Answer.YES
        for narrowing in prepared.narrowed_by:
            applies = applies & narrowing(context)
        if applies is Answer.NO:
            continue
        if prepared.timeless is not None:
            found.append(prepared.timeless[applies])
        else:
            days = _days(edition, instruction, local_day(at, context.zone)) if instruction.washout else None
            found.append(_direction(instruction, applies, _moment(instruction, at, context), days))
    return tuple(found)


def _by_phase(edition: Edition) -> dict[Phase, tuple[_Prepared, ...]]:
    every = [_prepared(instruction) for instruction in edition.all(Instruction).values()]
    return {phase: tuple(each for each in every if each.instruction.phase is phase) for phase in Phase}


def _prepared(instruction: Instruction) -> _Prepared:
    timed = instruction.timing is not None or instruction.washout
    return _Prepared(
        instruction=instruction,
        narrowed_by=tuple(_narrowings(instruction)),
        timeless=None if timed else {answer: _direction(instruction, answer) for answer in Answer},
    )


def _narrowings(instruction: Instruction) -> Iterator[Narrowing]:
    """Yield what each restriction of an instruction answers for a visit; one that it does not make is not asked."""
    if instruction.zones is TreatedZones.FACE:
        yield lambda context: context.is_face
    if instruction.modalities:
        yield lambda context: _one_of(instruction.modalities, context.modality)
    if instruction.indications:
        yield lambda context: _one_of(instruction.indications, context.indication)
    if instruction.agents:
        yield lambda context: _any_in(instruction.agents, context.agents)


def _one_of(wanted: tuple[str, ...], found: str) -> Answer:
    return Answer.of(found in wanted) if found else Answer.UNKNOWN


def _any_in(wanted: tuple[str, ...], found: frozenset[str] | None) -> Answer:
    return Answer.UNKNOWN if found is None else Answer.of(not found.isdisjoint(wanted))


def _direction(
    instruction: Instruction, applies: Answer, when: Moment | None = None, days: Window | None = None
) -> Direction:
    return Direction(
        instruction=instruction.id,
        text=instruction.text,
        phase=instruction.phase,
        manner=instruction.manner,
        applies=applies,
        moment=when,
        days=days,
        stated=instruction.stated,
        contradicted_by=instruction.contradicted_by,
        because=_because(instruction, when, days, applies),
        follow_up=instruction.follow_up,
    )


def _days(edition: Edition, instruction: Instruction, session_day: date) -> Window:
    # The entry exists and states a span: check_instruction refuses an edition where it does not.
    return windows(edition.all(Washout)[instruction.washout], session_day)[0]


def _moment(instruction: Instruction, at: datetime, context: VisitContext) -> Moment | None:
    if instruction.timing is None:
        return None
    holds = instruction.timing.holds
    instant = holds.before(at) if instruction.phase is Phase.BEFORE else holds.after(at)
    return moment(instant, context.zone, context.away)


def _because(instruction: Instruction, when: Moment | None, days: Window | None, applies: Answer) -> Because:
    return Because(
        rule=f"instruction:{instruction.id}",
        fact=_time_said(instruction, when, days),
        remedy=say("instruction.follow" if applies is Answer.YES else "instruction.ask-whether-it-applies"),
        sources=(*instruction.sources, *(instruction.timing.sources if instruction.timing else ())),
    )


def _time_said(instruction: Instruction, when: Moment | None, days: Window | None) -> Statement:
    if days is not None:
        return say("instruction.days", first=days.first, last=days.last, last_permitted=days.last_permitted)
    if when is not None:
        code = "instruction.from" if instruction.phase is Phase.BEFORE else "instruction.until"
        return say(code, instant=when.instant)
    stated = stated_range(instruction)
    if stated is not None:
        return say("instruction.stated-range", low=stated.low, high=stated.high)
    return say("instruction.no-time-stated", phase=instruction.phase)


def check_instruction(instruction: Instruction, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of an instruction: no English words, an unknown source or wash-out, times of two kinds."""
    if "en" not in instruction.text:
        yield Fault(f"{thing}.text", "a text in English", ", ".join(instruction.text) or "none", "Add en.")
    for citation in _cited(instruction):
        yield from check_citation(citation, thing, edition)
    yield from _unnamed(instruction, thing, edition)
    kinds = {type(end) for each in instruction.stated for end in (each.span.low, each.span.high)}
    if len(kinds) > 1:
        yield Fault(f"{thing}.stated", "hours or days, not both", "both", "State every time in one kind.")


def _unnamed(instruction: Instruction, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of the wash-out and the follow-up that an instruction names."""
    if instruction.washout and not _states_days(edition, instruction.washout):
        yield Fault(f"{thing}.washout", "a wash-out that states days", instruction.washout, "Write the id of one.")
    if instruction.follow_up and edition.get(FollowUp, instruction.follow_up) is None:
        yield Fault(f"{thing}.follow_up", "the id of a follow-up", instruction.follow_up, "Write the id of one.")


def _cited(instruction: Instruction) -> Iterable[Citation]:
    yield from (each.source for each in instruction.stated)
    yield from instruction.contradicted_by
    yield from instruction.timing.sources if instruction.timing else ()


def _states_days(edition: Edition, id: str) -> bool:
    washout = edition.get(Washout, id)
    return washout is not None and bool(washout.stated)
