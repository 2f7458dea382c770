"""How urgent the reported symptoms are: a maximum over all that matches, so that more said is never less urgent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import TypeGuard
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition
from nappage.engine.red_flag import red_flags
from nappage.engine.reported import Made, accompanying, causes_of, modalities_of, own_features
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import (
    UNRECOGNISED,
    Cell,
    Feature,
    Level,
    Pathway,
    Symptom,
    Urgency,
    Vocabulary,
    vocabulary,
)
from nappage.engine.treatment import Treatment
from nappage.values.local_time import at_local, local_day
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed
from nappage.values.statement import Because, Statement, say

_NO_TIME = timedelta(0)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the cells of a row are asked about. An `onset_after` of None is unknown; all times are elapsed.

    `ages` are read off both clocks, from the onset and from the session; a cell that either of them meets holds.
    """

    modalities: frozenset[str]
    ages: tuple[timedelta, ...]
    onset_after: timedelta | None = _NO_TIME
    features: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    value: Quantity | None = None

    @property
    def oldest(self) -> timedelta:
        """Return the age by the clock that runs longer."""
        return max(self.ages)


@dataclass(frozen=True, slots=True)
class ReportTriage:
    """What follows from one report: how urgent, whom and by when, in which words, and what it closes or holds.

    `often_seen_until` stands only at the level "often seen", and is the last instant of it if nothing else is said.
    `formulas` are those whose agents are flagged. `answer_within` counts from `since`: the report, or a later one
    without which it would be less urgent.
    """

    report: SymptomReport
    since: datetime
    symptom: Symptom
    level: Level
    pathway: Pathway
    words: Statement
    whom: str
    answer_within: Elapsed | CalendarSpan | None
    because: tuple[Because, ...]
    often_seen_until: datetime | None
    photo_asked: bool
    closes_by_itself: bool
    closes_allergy_test: bool
    holds_sessions: bool
    alerts_clinic: bool
    formulas: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to see to it: only a person's closing ends it, never the time."""
        return not self.closes_by_itself and self.report.closed_at is None

    def answer_by(self, zone: ZoneInfo) -> datetime | None:
        """Return the latest instant for an answer: elapsed hours after `since`, or the end of a local day."""
        if isinstance(self.answer_within, CalendarSpan):
            day = self.answer_within.after(local_day(self.since, zone))
            return at_local(CalendarSpan(days=1).after(day), time(), zone)
        return self.answer_within.after(self.since) if self.answer_within else None


@dataclass(frozen=True, slots=True)
class Triage:
    """The triage of all reports up to an instant, the most urgent first; no level when nothing was reported."""

    reports: tuple[ReportTriage, ...] = ()

    @property
    def level(self) -> Level | None:
        """Return the most urgent level of any report."""
        return self.reports[0].level if self.reports else None

    @property
    def holds_sessions(self) -> bool:
        """Return whether later sessions are held until a clinician decides."""
        return any(report.holds_sessions for report in self.reports)

    @property
    def reaction_instants(self) -> tuple[datetime, ...]:
        """Return when something was reported that closes the allergy-test gate until a clinician decides, in order."""
        return tuple(sorted(found.report.at for found in self.reports if found.closes_allergy_test))

    @property
    def flagged_formulas(self) -> tuple[str, ...]:
        """Return the formulas whose agents are flagged, sorted."""
        return tuple(sorted({formula for report in self.reports for formula in report.formulas}))


def triage(
    edition: Edition,
    reports: Iterable[SymptomReport],
    sessions: Sequence[Treatment],
    context: Collection[str],
    at: datetime,
) -> Triage:
    """Return the triage of the reports made up to `at`, each judged as of the instant it was made.

    `sessions` are the given ones in order of time, `context` the codes of escalators that hold for the person.
    """
    words = edition.derive(vocabulary)
    told = sorted((report for report in reports if report.at <= at), key=lambda report: report.at)
    made = [(report, words.symptom(report.symptom)) for report in told]
    person = frozenset(context)

    def judged(one: Made, among: Sequence[Made]) -> ReportTriage:
        return _triaged(edition, words, *one, among, sessions, person)

    found = [_counted_from(judged(one, made), made, partial(judged, one)) for one in made]
    return Triage(tuple(sorted(found, key=lambda one: one.level, reverse=True)))


def _counted_from(
    found: ReportTriage, made: Sequence[Made], among: Callable[[Sequence[Made]], ReportTriage]
) -> ReportTriage:
    """Return it counted from when it is as urgent: fever told a day after the warmth is not late by that day."""
    for instant in sorted(other.at for other, beside in made if other.at > found.report.at and beside.gives_within):
        if among([one for one in made if one[0].at < instant]).level is found.level:
            break
        found = replace(found, since=instant)
    return found


def judge(symptom: Symptom, facts: Facts) -> Iterator[tuple[Level, int, Cell]]:
    """Yield each cell of a row that holds, with the level it gives after escalation and its number in the row."""
    for number, cell in enumerate(symptom.cells, 1):
        if _holds(cell, facts):
            yield _escalated(cell.level, facts, cell), number, cell


def often_seen_for(symptom: Symptom, facts: Facts) -> timedelta | None:
    """Return the age up to which a row stays "often seen" while only time changes; None if it always does."""
    later = (
        cell.after.delta
        for cell in symptom.cells
        if cell.after
        and cell.level > Level.OFTEN_SEEN
        and cell.after.delta >= facts.oldest
        and _holds_but_for_age(cell, facts)
    )
    return min(later, default=None)


def _triaged(
    edition: Edition,
    words: Vocabulary,
    report: SymptomReport,
    symptom: Symptom,
    made: Sequence[Made],
    sessions: Sequence[Treatment],
    context: frozenset[str],
) -> ReportTriage:
    causes = causes_of(symptom, report, sessions)
    told = red_flags(edition, report.words)
    own = own_features(words, report, symptom, causes) | frozenset(
        id for id in told if words.feature(id).level is not None
    )
    beside = own | told | accompanying(report, symptom, made)
    facts = _facts(words, report, causes, beside, context | (own & words.escalators))
    found = [
        *_by_cells(symptom, facts),
        *_by_features(words, symptom, own, facts),
        *_by_absence(symptom, facts, causes),
    ]
    return _result(edition.all(Urgency), report, symptom, found, facts, causes)


@dataclass(frozen=True, slots=True)
class _Found:
    level: Level
    because: Because
    pathway: Pathway
    within: Elapsed | CalendarSpan | None = None


def _result(
    urgencies: Mapping[str, Urgency],
    report: SymptomReport,
    symptom: Symptom,
    found: Sequence[_Found],
    facts: Facts,
    causes: Sequence[Treatment],
) -> ReportTriage:
    reasons = _most_urgent(found)
    level = reasons[0].level
    urgency = urgencies[level]
    # A report before the first session can only be about the allergy test, whatever it says (H-06).
    allergic = not causes or any(one.pathway is Pathway.ALLERGY for one in found)
    until = _often_seen_until(report, symptom, facts) if level is Level.OFTEN_SEEN else None
    return ReportTriage(
        report=report,
        since=report.at,
        symptom=symptom,
        level=level,
        pathway=next((one.pathway for one in reasons if one.pathway is not symptom.pathway), symptom.pathway),
        words=_words(symptom, level, until),
        whom=urgency.whom,
        answer_within=next((one.within for one in reasons if one.within), urgency.within),
        because=tuple(one.because for one in reasons),
        often_seen_until=until,
        photo_asked=symptom.photo,
        closes_by_itself=level is Level.OFTEN_SEEN and not symptom.never_closes,
        closes_allergy_test=allergic,
        holds_sessions=_holds_sessions(urgency, report),
        alerts_clinic=urgency.alerts_clinic,
        formulas=_flagged(causes) if allergic or urgency.holds_sessions else (),
    )


def _holds_sessions(urgency: Urgency, report: SymptomReport) -> bool:
    # Until a physician lets them go on, which no closing does.
    return urgency.holds_sessions and report.released_at is None


def _most_urgent(found: Sequence[_Found]) -> list[_Found]:
    level = max(one.level for one in found)
    return [one for one in found if one.level == level]


def _often_seen_until(report: SymptomReport, symptom: Symptom, facts: Facts) -> datetime | None:
    age = often_seen_for(symptom, facts)
    return None if age is None else report.at - facts.oldest + age


def _words(symptom: Symptom, level: Level, until: datetime | None) -> Statement:
    """Return the words for a patient; a bump is never called "often seen", which reads as a comfort (H-08)."""
    if level is Level.OFTEN_SEEN and symptom.neutral:
        return say("triage.noted", symptom=symptom.id)
    return say(_WORDS[level], symptom=symptom.id, until=until)


_WORDS = {
    Level.OFTEN_SEEN: "triage.often-seen",
    Level.CONTACT: "triage.call-by-tomorrow",
    Level.SAME_DAY: "triage.call-today",
    Level.EMERGENCY: "triage.emergency",
}
_REMEDY = dict.fromkeys(Level, say("triage.clinician-decides")) | {Level.OFTEN_SEEN: say("triage.call-if-it-changes")}


def _flagged(causes: Iterable[Treatment]) -> tuple[str, ...]:
    return tuple(sorted({session.formula for session in causes if session.formula}))


def _facts(
    words: Vocabulary,
    report: SymptomReport,
    causes: Sequence[Treatment],
    features: frozenset[str],
    context: frozenset[str],
) -> Facts:
    clocks = [causes[0].ended] if causes else []
    if report.onset:
        clocks.append(report.onset)
    ages = tuple(report.at - clock for clock in clocks) or (_NO_TIME,)
    onset_after = report.onset - causes[0].ended if report.onset and causes else None
    return Facts(modalities_of(causes, words), ages, onset_after, features, context, report.value)


def _by_cells(symptom: Symptom, facts: Facts) -> Iterator[_Found]:
    for level, number, cell in judge(symptom, facts):
        fact = say("triage.cell-holds", symptom=symptom.id, level=cell.level, minutes=facts.oldest // _MINUTE)
        because = Because(f"symptom/{symptom.id}/{number}", fact, _REMEDY[level], cell.sources)
        yield _Found(level, because, cell.pathway or symptom.pathway, cell.within if level == cell.level else None)


def _by_features(words: Vocabulary, symptom: Symptom, own: frozenset[str], facts: Facts) -> Iterator[_Found]:
    """Yield what the features say on their own: a red flag, or something that the row has no cell for."""
    asked = {id for cell in symptom.cells for id in (*cell.features, *cell.together)} | words.escalators
    for id in sorted(own):
        feature = words.feature(id)
        if feature.level is None and not feature.calm and id not in asked:
            yield _from_feature(feature, words.feature(UNRECOGNISED), symptom, facts)
        elif feature.level is not None:
            yield _from_feature(feature, feature, symptom, facts)


def _from_feature(said: Feature, judged: Feature, symptom: Symptom, facts: Facts) -> _Found:
    alone = judged.level or Level.CONTACT
    level = _escalated(alone if facts.features.isdisjoint(judged.raised_by) else alone.raised(), facts)
    fact = say("triage.feature-reported", feature=said.id, level=level)
    because = Because(f"feature/{judged.id}", fact, _REMEDY[level], judged.sources)
    return _Found(level, because, said.pathway or symptom.pathway)


def _by_absence(symptom: Symptom, facts: Facts, causes: Sequence[Treatment]) -> Iterator[_Found]:
    """Yield the next more urgent level of a row's first when there was no session to count from."""
    if not causes:
        first = min((cell for cell in symptom.cells if cell.asks_only_the_time()), key=lambda cell: cell.level)
        level = _escalated(first.level.raised(), facts)
        fact = say("triage.no-session-before", symptom=symptom.id)
        yield _Found(level, Because(f"symptom/{symptom.id}", fact, _REMEDY[level], first.sources), symptom.pathway)


def _holds(cell: Cell, facts: Facts) -> bool:
    return _holds_but_for_age(cell, facts) and any(_at_age(cell, age) for age in facts.ages)


def _at_age(cell: Cell, age: timedelta) -> bool:
    return (cell.after is None or age > cell.after.delta) and (cell.until is None or age <= cell.until.delta)


def _holds_but_for_age(cell: Cell, facts: Facts) -> bool:
    return (
        (not cell.modalities or not facts.modalities.isdisjoint(cell.modalities))
        and (not cell.features or not facts.features.isdisjoint(cell.features))
        and facts.features.issuperset(cell.together)
        and (not cell.escalators or not facts.context.isdisjoint(cell.escalators))
        and _began_then(cell, facts)
        and _reads(cell, facts.value)
    )


def _began_then(cell: Cell, facts: Facts) -> bool:
    # An unknown onset may have been at any time up to the report, so that it matches whatever the age allows.
    latest = facts.oldest if facts.onset_after is None else facts.onset_after
    late_enough = cell.new_after is None or latest > cell.new_after.delta
    early_enough = cell.onset_before is None or facts.onset_after is None or facts.onset_after < cell.onset_before.delta
    return late_enough and early_enough


def _reads(cell: Cell, value: Quantity | None) -> bool:
    return (
        (cell.over is None or (_comparable(value, cell.over) and value > cell.over))
        and (cell.at_least is None or (_comparable(value, cell.at_least) and value >= cell.at_least))
        and (cell.unless_below is None or not (_comparable(value, cell.unless_below) and value < cell.unless_below))
    )


def _comparable(value: Quantity | None, bound: Quantity) -> TypeGuard[Quantity]:
    return value is not None and value.unit.dimension == bound.unit.dimension


def _escalated(level: Level, facts: Facts, cell: Cell | None = None) -> Level:
    counted = facts.context.difference(cell.escalators) if cell else facts.context
    return level.raised() if counted else level
