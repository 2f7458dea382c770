"""The dates of a course: what is proposed for the sessions to come, and how the ones that were held stand.

Spans between sessions are local calendar days of the clinic: two sessions on one clock time either side of the night
when clocks change are 14 days apart, not 13 days and 23 hours. Earliest is therefore the first instant of a local
day, and latest the last instant of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nappage.engine.course import agents_of, booked, given
from nappage.engine.edition import Edition
from nappage.engine.minimum_interval import minimums
from nappage.engine.opening_hours import clock_when_open, next_open_day
from nappage.engine.policy import Policy
from nappage.engine.session_limit import SessionLimit, session_limit
from nappage.engine.spacing import IntervalFinding, Standing, earliest_day, judge_interval, latest_day
from nappage.engine.story import Plan, Session, SessionState, Story
from nappage.engine.variant import IntervalStep, ScheduleVariant, step_in_force
from nappage.values.local_time import at_local, local, local_day
from nappage.values.statement import Because, say

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SessionEvaluation:
    """How one session, given or booked, stands. The first of a course has no interval."""

    number: int
    start: datetime
    standing: Standing
    because: Because
    interval: IntervalFinding | None = None

    @property
    def is_refused(self) -> bool:
        """Return whether it may not be held so: beyond the plan, or too early without a reason that suffices."""
        return self.standing is Standing.OVER_LIMIT or (self.interval is not None and self.interval.is_refused)


@dataclass(frozen=True, slots=True)
class SessionForecast:
    """A session to come. None stands for a date that no source, policy or earlier session determines.

    `due` is the day that the step gives, before it was moved to a day when the clinic is open.
    """

    number: int
    because: Because
    earliest: datetime | None = None
    proposed: datetime | None = None
    latest: datetime | None = None
    due: date | None = None
    booking: SessionEvaluation | None = None


def forecast(
    edition: Edition, story: Story, policy: Policy, at: datetime, offered: IntervalStep | None = None
) -> tuple[SessionForecast, ...]:
    """Return the bookings, judged, and then a proposal for each further session of the plan.

    With `offered`, the proposals are what they would be if a clinician accepted that step; nothing is applied.
    """
    if story.plan is None:
        return ()
    course = _course(edition, story, story.plan, policy, at)
    return (*_bookings(course), *_proposals(course, offered or course.step))


def evaluate(edition: Edition, story: Story, policy: Policy, at: datetime) -> tuple[SessionEvaluation, ...]:
    """Return how each session that was given stands, here or elsewhere; a new edition or step moves none of them."""
    if story.plan is None:
        return ()
    course = _course(edition, story, story.plan, policy, at)
    return tuple(_evaluations(course, course.done, course.before, 1))


@dataclass(frozen=True, slots=True)
class _Course:
    edition: Edition
    story: Story
    plan: Plan
    policy: Policy
    at: datetime
    variant: ScheduleVariant | None
    limit: SessionLimit
    done: tuple[Session, ...]
    coming: tuple[Session, ...]

    @property
    def before(self) -> Session | None:
        """Return the last session of the courses before this one: the skin that it was given into is the same."""
        return max(self.story.earlier, key=lambda session: session.start, default=None)

    @property
    def last(self) -> Session | None:
        """Return the last visit, booked or else given."""
        return next(reversed((*self.done, *self.coming)), None)

    @property
    def step(self) -> IntervalStep | None:
        return step_in_force(self.variant, self.story.steps_accepted, self.at) if self.variant else None

    @property
    def most(self) -> int:
        return min(self.plan.sessions, self.limit.most)

    def because(self, fact: str, remedy: str, **values: int | date | str | None) -> Because:
        sources = self.variant.sources if self.variant else ()
        return Because(self.plan.variant, say(fact, **values), say(remedy), sources)


def _course(edition: Edition, story: Story, plan: Plan, policy: Policy, at: datetime) -> _Course:
    variant = edition.get(ScheduleVariant, plan.variant)
    done, coming = given(story.sessions), booked(story.sessions)
    return _Course(edition, story, plan, policy, at, variant, session_limit(edition), done, coming)


def _evaluations(
    course: _Course, sessions: tuple[Session, ...], previous: Session | None, first: int
) -> Iterator[SessionEvaluation]:
    for number, session in enumerate(sessions, first):
        yield _evaluation(course, session, previous, number)
        previous = session


def _evaluation(course: _Course, session: Session, previous: Session | None, number: int) -> SessionEvaluation:
    interval = None
    if previous is not None:
        # What was given is judged by what was known when it began: a reason written afterwards sets nothing aside.
        known = session.start if session.state is SessionState.GIVEN else course.at
        interval = judge_interval(course.edition, course.story, course.policy, previous, session.start, known)
        if number == 1 and interval.standing is not Standing.EARLY:
            interval = None  # another course began when it began: only too soon after the one before is said
    if number > course.most:
        fact = say("session.over-limit", number=number, most=course.most)
        because = Because(course.limit.id, fact, say("session.needs-new-plan"), course.limit.sources)
        return SessionEvaluation(number, session.start, Standing.OVER_LIMIT, because, interval)
    if interval is None:
        because = course.because("session.first", "session.no-change-needed")
        return SessionEvaluation(number, session.start, Standing.VALID, because)
    return SessionEvaluation(number, session.start, interval.standing, interval.because, interval)


def _bookings(course: _Course) -> Iterator[SessionForecast]:
    zone, before = course.policy.zone, course.done[-1] if course.done else course.before
    for judged in _evaluations(course, course.coming, before, len(course.done) + 1):
        earliest = judged.interval.earliest if judged.interval else None
        latest = judged.interval.latest if judged.interval else None
        yield SessionForecast(
            judged.number,
            judged.because,
            _instant(earliest, time.min, zone),
            judged.start,
            _instant(latest, time.max, zone),
            booking=judged,
        )


def _proposals(course: _Course, step: IntervalStep | None) -> Iterator[SessionForecast]:
    numbers = range(len(course.done) + len(course.coming) + 1, course.most + 1)
    last = course.last
    if last is None:
        unknown = course.because("session.no-first-date", "session.book-first")
        yield from (SessionForecast(number, unknown) for number in numbers)
        return
    walk = _Walk(course, step, last)
    because = _proposed_because(course, step, last)
    previous: date | None = local_day(last.start, course.policy.zone)
    for number, due in zip(numbers, walk.dues(len(numbers)), strict=True):
        line = walk.session(number, due, previous, because) if previous else SessionForecast(number, because, due=due)
        previous = local_day(line.proposed, course.policy.zone) if line.proposed else None
        yield line


def _proposed_because(course: _Course, step: IntervalStep | None, last: Session) -> Because:
    if step is None:
        return course.because("session.interval-not-stated", "session.clinician-sets-date")
    anchor = local_day(last.start, course.policy.zone)
    return course.because("session.follows-step", "session.book-or-move", step=step.id, anchor=anchor)


class _Walk:
    """The days ahead of one last visit: each by the step from that visit, never from a proposal that was moved."""

    def __init__(self, course: _Course, step: IntervalStep | None, last: Session) -> None:
        self._policy = course.policy
        self._step = step
        self._at = course.at
        moment = local(last.start, course.policy.zone)
        self._anchor, self._clock = moment.date(), moment.time()
        self._least = minimums(course.edition, course.policy, agents_of(course.story, last))

    def dues(self, count: int) -> list[date | None]:
        """Return the day of each session by the step.

        Once the next one is overdue the count begins at the first day ahead: counted from the anchor, the missed
        weeks would be made up for by sessions as close as the minimum allows.
        """
        if self._step is None:
            return [None] * count
        first = self._step.proposed.after(self._anchor)
        if self._start_on(first) >= self._at:
            return [self._step.proposed.times(index + 1).after(self._anchor) for index in range(count)]
        ahead = local_day(self._at, self._policy.zone) + _ONE_DAY
        return [self._step.proposed.times(index).after(ahead) for index in range(count)]

    def session(self, number: int, due: date | None, previous: date, because: Because) -> SessionForecast:
        """Return the line of one session, given the day of the one before it."""
        earliest = earliest_day(self._least, previous)
        latest = latest_day(self._step, self._policy, previous)
        day = next_open_day(self._policy, max(due, earliest)) if due else None
        return SessionForecast(
            number,
            because,
            at_local(earliest, time.min, self._policy.zone),
            self._start_on(day) if day else None,
            _instant(latest, time.max, self._policy.zone),
            due,
        )

    def _start_on(self, day: date) -> datetime:
        return at_local(day, clock_when_open(self._policy, day, self._clock), self._policy.zone)


def _instant(day: date | None, clock: time, zone: ZoneInfo) -> datetime | None:
    return at_local(day, clock, zone) if day else None
