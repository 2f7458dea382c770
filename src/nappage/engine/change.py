"""Changes: what a tape shows since the first session, against what it cannot tell apart from nothing (H-32).

A change is judged on the treated place less the change at the untreated sentinel, from a baseline taken at session 1
and never from the readings by which the person was enrolled: people enrol when a place looks worse than usual.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from nappage.engine.edition import Edition
from nappage.engine.figure import Figure
from nappage.engine.landmark import Landmark, TapeMethod
from nappage.engine.measurement import (
    Measurement,
    Place,
    Series,
    height_changes,
    manner_changes,
    measurements,
    reading_objections,
    tape_method,
)
from nappage.engine.objection import Objection, Weight, objection
from nappage.engine.policy import Policy
from nappage.engine.story import Reading, Session, SessionState, Story
from nappage.values.citation import Citation
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity
from nappage.values.remembered import remembered
from nappage.values.rounding import to_nearest
from nappage.values.statement import Because, Statement, say


class Detected(Enum):
    """Whether a change is more than readings of an unchanged place can differ; unknown is neither."""

    WITHIN = "within-measurement-variation"
    BEYOND = "beyond-measurement-variation"
    UNKNOWN = "not-judged"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Local days, both included, whose measurements are left out of outcomes.

    Without `since` no day before is counted either, without `until` none after.
    """

    since: date | None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether a day is left out."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class TapeTolerance:
    """The error of one reading that a judgement uses, from whom, and on how many pairs of the clinic's own."""

    error: Quantity
    sources: tuple[Citation, ...]
    pairs: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """Two measurements of one place with the change between them and the smallest that could be told from none."""

    place: Place
    baseline: Measurement
    latest: Measurement
    change: Quantity
    tape: TapeTolerance | None
    detectable: Quantity | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A treated place beside its sentinel: the difference of the two changes, judged; weight stands beside, unjudged.

    `day_to_day` is the larger figure of routine use where one is published: told, never used to judge.
    """

    treated: Change
    sentinel: Change | None
    difference: Quantity | None
    detectable: Quantity | None
    detected: Detected
    because: Because
    weight_change: Quantity | None = None
    day_to_day: Figure | None = None


@remembered
def tolerance(edition: Edition, policy: Policy, landmark: str) -> TapeTolerance | None:
    """Return the error of one reading: the clinic's own once it has pairs enough, else the cited one, else None."""
    method = tape_method(edition)
    own = next((error for error in policy.tape_errors if error.landmark == landmark), None)
    if own is not None and own.pairs >= method.own_pairs:
        return TapeTolerance(own.error, method.sources, own.pairs)
    entry = edition.get(Landmark, landmark)
    if entry is None or entry.error is None:
        return None
    return TapeTolerance(entry.error.size, (*entry.error.sources, *method.sources))


def detectable_change(method: TapeMethod, error: Quantity, *counts: int) -> Quantity:
    """Return the smallest change between two values that 95 of 100 unchanged pairs stay under, to the tape's step.

    2.77 x error / sqrt(k) for values of k readings each (the factor is 1.96 x sqrt(2)); with unequal counts 1/k is
    the mean of both reciprocals.
    """
    share = sum((Decimal(1) / count for count in counts), Decimal(0)) / len(counts)
    return to_nearest(error * method.detectable_factor * share.sqrt(), method.resolution)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the tape shows up to an instant: its measurements, the outcomes, and what is doubtful or lacking."""

    series: Series
    outcomes: tuple[Outcome, ...]
    objections: tuple[Objection, ...]


def follow_up(
    edition: Edition, policy: Policy, story: Story, at: datetime, exclusions: Iterable[Exclusion] = ()
) -> FollowUp:
    """Return measurements, outcomes and objections of a story up to an instant.

    An outcome needs the place measured at session 1 and on a later day; days that fall into an exclusion (a
    pregnancy) count neither as baseline nor as latest.
    """
    series = measurements(edition, policy.zone, story.tape, at)
    taken = [reading for reading in story.tape if reading.at <= at]
    doubtful = (*reading_objections(edition, series), *manner_changes(edition, taken), *height_changes(edition, taken))
    first = first_session_day(policy, story.sessions, at)
    if first is None:
        return FollowUp(series, (), doubtful)
    found = _outcomes(edition, policy, story, at, _without(series, tuple(exclusions)), first)
    return FollowUp(series, found, (*doubtful, *_missing(edition, series, first)))


def _without(series: Series, exclusions: Sequence[Exclusion]) -> Series:
    if not exclusions:
        return series
    return {
        place: tuple(one for one in measured if not any(exclusion.holds(one.day) for exclusion in exclusions))
        for place, measured in series.items()
    }


def _outcomes(
    edition: Edition, policy: Policy, story: Story, at: datetime, series: Series, first: date
) -> tuple[Outcome, ...]:
    changes = [
        change for place, measured in series.items() if (change := _change(edition, policy, place, measured, first))
    ]
    weights = _weights(policy, story.readings, at)
    sentinels = _sentinels(changes, story)
    return tuple(_outcome(edition, change, sentinels, weights) for change in changes if not change.place.sentinel)


def first_session_day(policy: Policy, sessions: Iterable[Session], at: datetime) -> date | None:
    """Return the local day of the first session given up to an instant, or None."""
    given = (session.start for session in sessions if session.state is SessionState.GIVEN and session.start <= at)
    start = min(given, default=None)
    return None if start is None else local_day(start, policy.zone)


def _change(
    edition: Edition, policy: Policy, place: Place, measured: Sequence[Measurement], first: date
) -> Change | None:
    baseline = next((one for one in measured if one.day == first), None)
    if baseline is None or measured[-1].day == first:
        return None
    latest = measured[-1]
    tape = tolerance(edition, policy, place.landmark)
    detectable = _detectable(edition, policy, place.landmark, (baseline.counts_as, latest.counts_as))
    return Change(place, baseline, latest, latest.value - baseline.value, tape, detectable)


@remembered
def _detectable(edition: Edition, policy: Policy, landmark: str, counts: tuple[int, ...]) -> Quantity | None:
    tape = tolerance(edition, policy, landmark)
    return None if tape is None else detectable_change(tape_method(edition), tape.error, *counts)


def _sentinels(changes: Iterable[Change], story: Story) -> list[Change]:
    named = story.plan.sentinel if story.plan else ""
    untreated = [change for change in changes if change.place.sentinel]
    return sorted(untreated, key=lambda change: (change.place.landmark != named, str(change.place)))


def _outcome(
    edition: Edition, treated: Change, sentinels: Sequence[Change], weights: Mapping[date, Quantity]
) -> Outcome:
    sentinel = next((change for change in sentinels if change.latest.day == treated.latest.day), None)
    difference = treated.change - sentinel.change if sentinel else None
    detectable = _combined(tape_method(edition), treated, sentinel)
    detected = _detected(difference, detectable)
    fact = say(
        f"change.{detected.value}",
        place=str(treated.place),
        change=treated.change,
        sentinel=sentinel.change if sentinel else None,
        difference=difference,
        detectable=detectable,
    )
    because = Because(tape_method(edition).id, fact, _remedy(sentinel, detected), _sources(treated, sentinel))
    day_to_day = edition.all(Landmark)[treated.place.landmark].day_to_day
    weight = _weight_change(treated, weights)
    return Outcome(treated, sentinel, difference, detectable, detected, because, weight, day_to_day)


def _combined(method: TapeMethod, treated: Change, sentinel: Change | None) -> Quantity | None:
    """Return the detectable difference of two changes: independent errors add as squares."""
    if sentinel is None or treated.detectable is None or sentinel.detectable is None:
        return None
    squares = treated.detectable.amount**2 + sentinel.detectable.amount**2
    return to_nearest(Quantity(squares.sqrt(), treated.detectable.unit), method.resolution)


def _detected(difference: Quantity | None, detectable: Quantity | None) -> Detected:
    if difference is None or detectable is None:
        return Detected.UNKNOWN
    # Strictly beyond: the bound is shown rounded, and what is shown has to be what decides.
    return Detected.BEYOND if abs(difference) > detectable else Detected.WITHIN


def _sources(*changes: Change | None) -> tuple[Citation, ...]:
    cited: list[Citation] = []
    for change in changes:
        if change is not None and change.tape is not None:
            cited += [citation for citation in change.tape.sources if citation not in cited]
    return tuple(cited)


def _remedy(sentinel: Change | None, detected: Detected) -> Statement:
    if sentinel is None:
        return say("change.measure-sentinel")
    if detected is Detected.UNKNOWN:
        return say("change.collect-own-duplicates")
    return say("change.repeat-readings")


def _weights(policy: Policy, readings: Iterable[Reading], at: datetime) -> Mapping[date, Quantity]:
    taken = sorted((one for one in readings if one.code == "weight" and one.at <= at), key=lambda one: one.at)
    return {local_day(one.at, policy.zone): one.value for one in taken}


def _weight_change(treated: Change, weights: Mapping[date, Quantity]) -> Quantity | None:
    before, after = weights.get(treated.baseline.day), weights.get(treated.latest.day)
    return None if before is None or after is None else after - before


def _missing(edition: Edition, series: Series, first: date) -> list[Objection]:
    """Return what an honest outcome lacks: a baseline of the day of session 1, a sentinel measured then (K-02)."""
    fresh = [place.sentinel for place, measured in series.items() if any(one.day == first for one in measured)]
    method = tape_method(edition)
    lacks = []
    if False not in fresh:
        lacks.append((say("baseline.missing", day=first), say("baseline.cannot-be-replaced")))
    if True not in fresh:
        lacks.append((say("sentinel.missing", day=first), say("sentinel.measure-untreated")))
    return [objection(Weight.WARNING, method, fact, remedy) for fact, remedy in lacks]
