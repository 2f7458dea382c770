"""The calendar of years: which day, hour and room each visit has. No room and nobody is ever booked twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bench.clinic.size import Size

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
LENGTH = 45 * MINUTE
OPENS = time(7, 0, tzinfo=UTC)
ROOMS = 4
ROUNDS = 16
# How much of the day is taken on average.
BUSY = 0.6
SESSIONS_OF_A_COURSE = 10
BETWEEN_SESSIONS = 14
BETWEEN_COURSES = 120
BEFORE_FIRST = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A room and its injector, by number, at an hour."""

    start: datetime
    room: int

    @property
    def end(self) -> datetime:
        return self.start + LENGTH


@dataclass(frozen=True, slots=True)
class CourseDates:
    """The visits of one course: consultation, allergy test the day before the first session, sessions, and the next."""

    consultation: Place
    test: Place
    sessions: tuple[Place, ...]
    booked: Place | None = None


class Calendar:
    """Gives places away, each once."""

    def __init__(self) -> None:
        self._taken: Counter[date] = Counter()

    def take(self, day: date) -> Place:
        """Return the first free place of a day, or of the days after it."""
        while self._taken[day] >= ROOMS * ROUNDS:
            day += DAY
        turn, room = divmod(self._taken[day], ROOMS)
        self._taken[day] += 1
        return Place(datetime.combine(day, OPENS) + turn * LENGTH, room)


def days_of(size: Size) -> int:
    """Return over how many days so many visits are spread, at least the days that the longest course lasts."""
    courses = sum(len(lengths(sessions)) for sessions in size.sessions_of)
    longest = max(_days_of_patient(sessions) for sessions in size.sessions_of)
    return max(round((size.sessions + 2 * courses) / (ROOMS * ROUNDS * BUSY)), longest + BETWEEN_COURSES)


def lengths(sessions: int) -> list[int]:
    """Return the sessions of each course of somebody who was given so many."""
    whole, rest = divmod(sessions, SESSIONS_OF_A_COURSE)
    return [SESSIONS_OF_A_COURSE] * whole + ([rest] if rest else [])


def _days_of_patient(sessions: int) -> int:
    courses = lengths(sessions)
    return sum(BEFORE_FIRST + length * BETWEEN_SESSIONS for length in courses) + len(courses) * BETWEEN_COURSES


def lay(calendar: Calendar, sessions: int, first: date) -> tuple[CourseDates, ...]:
    """Return the courses of a patient who is seen first on a day."""
    courses = []
    for length in lengths(sessions):
        courses.append(_course(calendar, length, first))
        first += (BEFORE_FIRST + length * BETWEEN_SESSIONS + BETWEEN_COURSES) * DAY
    return tuple(courses)


def lay_until(calendar: Calendar, sessions: int, today: date, *, booked: bool) -> tuple[CourseDates, ...]:
    """Return the courses of a patient whose next session is due today, and booked if that is said."""
    *before, last = lengths(sessions) or [0]
    if last == SESSIONS_OF_A_COURSE:  # that course is done, and the next one begins today
        before, last = [*before, last], 0
    begins = today - (BEFORE_FIRST + last * BETWEEN_SESSIONS) * DAY
    earlier = sum(before)
    courses = lay(calendar, earlier, begins - _days_of_patient(earlier) * DAY) if earlier else ()
    return (*courses, _course(calendar, last, begins, today if booked else None))


def _course(calendar: Calendar, length: int, first: date, booked: date | None = None) -> CourseDates:
    begins = first + BEFORE_FIRST * DAY
    return CourseDates(
        calendar.take(first),
        calendar.take(begins - 2 * DAY),
        tuple(calendar.take(begins + number * BETWEEN_SESSIONS * DAY) for number in range(length)),
        calendar.take(booked) if booked else None,
    )


def lay_all(size: Size, today: date, board: int, due: int, seed: random.Random) -> Sequence[tuple[CourseDates, ...]]:
    """Return the courses of every patient by number.

    The first `board` are booked today, the `due` after them are due today and not booked, all others had their last
    session earlier.
    """
    calendar, span = Calendar(), days_of(size)
    laid = []
    for number, sessions in enumerate(size.sessions_of):
        if number < board + due:
            laid.append(lay_until(calendar, sessions, today, booked=number < board))
        else:
            latest = span - _days_of_patient(sessions)
            laid.append(lay(calendar, sessions, today - (span - seed.randrange(latest)) * DAY))
    return laid
