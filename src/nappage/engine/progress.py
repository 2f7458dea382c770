"""Progress: what the tape said at each visit of a course, judged on each day as it would have been judged that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from nappage.engine.change import Exclusion, Outcome, first_session_day, follow_up
from nappage.engine.course import given
from nappage.engine.edition import Edition
from nappage.engine.known import known_at
from nappage.engine.measurement import Place
from nappage.engine.policy import Policy
from nappage.engine.story import Story
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Progress:
    """One treated place over a course: an outcome for each day on which it was read after the day of session 1.

    `sessions` are the local days of the sessions given; `weights` stand beside, since the day of session 1, unjudged.
    """

    place: Place
    baseline: date
    sessions: tuple[date, ...]
    outcomes: tuple[Outcome, ...]
    weights: tuple[tuple[date, Quantity], ...]


def progress(
    edition: Edition, policy: Policy, story: Story, at: datetime, left_out: Iterable[Exclusion] = ()
) -> tuple[Progress, ...]:
    """Return the progress of each treated place that has a baseline and a later day; nothing before session 1 counts.

    A day's outcome is what the tape told by the last reading of that day: later readings do not rewrite it.
    """
    story, left_out = known_at(story, at), tuple(left_out)
    first = first_session_day(policy, story.sessions, at)
    if first is None:
        return ()
    found: dict[Place, list[Outcome]] = {}
    for instant in _last_of_each_day(policy, story):
        day = local_day(instant, policy.zone)
        for outcome in follow_up(edition, policy, story, instant, left_out).outcomes:
            if outcome.treated.latest.day == day:
                found.setdefault(outcome.treated.place, []).append(outcome)
    sessions = tuple(local_day(session.start, policy.zone) for session in given(story.sessions))
    weights = tuple(_weights(policy, story, first, left_out))
    return tuple(Progress(place, first, sessions, tuple(judged), weights) for place, judged in found.items())


def _last_of_each_day(policy: Policy, story: Story) -> list[datetime]:
    by_day = {local_day(reading.at, policy.zone): reading.at for reading in sorted(story.tape, key=lambda one: one.at)}
    return sorted(by_day.values())


def _weights(
    policy: Policy, story: Story, first: date, left_out: tuple[Exclusion, ...]
) -> Iterable[tuple[date, Quantity]]:
    for reading in sorted(story.readings, key=lambda one: one.at):
        day = local_day(reading.at, policy.zone)
        if reading.code == "weight" and day >= first and not any(one.holds(day) for one in left_out):
            yield day, reading.value
