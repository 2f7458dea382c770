"""A joint proposal: dates for several courses at once, when one person's or one room's time has to serve them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from nappage.assessment.diary import Diary, diary_of
from nappage.assessment.look import Look
from nappage.assessment.proposal import (
    OTHER_PERSON,
    Frame,
    Offers,
    Wish,
    first_of_tests,
    frame_of,
    needs_test,
    own_bookings,
)
from nappage.engine.flow import Wanted, WantedTests
from nappage.engine.timetable import NoTimetable, Timetable, timetable
from nappage.engine.vacancy import Vacancy, days_between
from nappage.records.models import Visit
from nappage.values.fault import Faulty

# As long as somebody waits in front of the screen.
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Course:
    """A course that is to be dated with others: whose it is, what is known of it, and what is asked for it."""

    person: UUID
    course: UUID
    look: Look
    wish: Wish


@dataclass(frozen=True, slots=True)
class JointProposal:
    """What was found for all of them, and for each course the number it begins at and the bookings it replaces."""

    found: Timetable | NoTimetable
    numbers: Mapping[UUID, int]
    instead: Mapping[UUID, tuple[UUID, ...]]


def can_be_joint(look: Look) -> bool:
    """Return whether a course can be dated with others: it has a plan with an interval and sessions to come."""
    try:
        frame_of(look, Wish(look.at.date()))
    except Faulty:
        return False
    return True


def propose_together(clinic: UUID, courses: Sequence[Course]) -> JointProposal:
    """Return the cheapest dates of all the courses, proven so or proven not to exist.

    A course that needs its allergy test gets it with its first session, as a pair: on a day from which it counts
    whatever the hours of both.
    """
    frames = {one.course: frame_of(one.look, one.wish) for one in courses}
    instead = {one.course: own_bookings(one.course, one.look) for one in courses}
    diary = _diary(clinic, courses[0].look, frames.values(), instead.values())
    open_days = _OpenDays(clinic, diary)
    wanted = [_wanted(one, frames[one.course], open_days) for one in courses]
    numbers = {course: frame.number for course, frame in frames.items()}
    return JointProposal(timetable(wanted, SECONDS), numbers, instead)


def _diary(clinic: UUID, look: Look, frames: Iterable[Frame], instead: Iterable[tuple[UUID, ...]]) -> Diary:
    frames = list(frames)
    first, last = min(frame.window.earliest for frame in frames), max(frame.last for frame in frames)
    return diary_of(
        clinic, first_of_tests(look, first), last, look.policy.zone, [key for keys in instead for key in keys]
    )


class _OpenDays:
    """What is free on each day, asked once for all courses that wish for the same: most differ in nothing here."""

    def __init__(self, clinic: UUID, diary: Diary) -> None:
        self._clinic, self._diary = clinic, diary
        self._known: dict[tuple[object, ...], tuple[Vacancy, ...]] = {}

    def of(self, one: Course) -> Offers:
        """Return the offers for one course."""
        return Offers(self._clinic, one.look, self._diary, one.wish)

    def between(
        self, one: Course, offers: Offers, first: date, last: date, length: timedelta
    ) -> dict[date, tuple[Vacancy, ...]]:
        """Return the vacancies of each day for a visit of a length."""
        alike = (one.look.at, one.wish.room, one.wish.device, length)
        days = list(days_between(first, last))
        for day in days:
            if (*alike, day) not in self._known:
                self._known[*alike, day] = offers.everywhere(day, length)
        return {day: self._known[*alike, day] for day in days}


def _wanted(one: Course, frame: Frame, open_days: _OpenDays) -> Wanted:
    offers = open_days.of(one)
    places = open_days.between(one, offers, frame.window.earliest, frame.last, frame.length)
    tests = _tests(one, frame, offers, places, open_days) if needs_test(one.look) else None
    other = OTHER_PERSON if one.wish.member else 0
    return Wanted(str(one.course), frame.count, frame.window, frame.after, places, one.wish.member, other, tests)


def _tests(
    one: Course, frame: Frame, offers: Offers, places: Mapping[date, tuple[Vacancy, ...]], open_days: _OpenDays
) -> WantedTests:
    """Return where tests can be, and for each day of the first session the days from which one counts then."""
    window = frame.window
    since = first_of_tests(one.look, window.earliest)
    tests = open_days.between(one, offers, since, window.latest, offers.test_lasts)
    counting = {
        day: tuple(
            test
            for test in days_between(first_of_tests(one.look, day), day)
            if tests.get(test) and _counts(offers, tests[test], places[day])
        )
        for day in days_between(window.earliest, window.latest)
        if places.get(day)
    }
    return WantedTests(tests, counting)


def _counts(offers: Offers, tests: Iterable[Vacancy], sessions: Iterable[Vacancy]) -> bool:
    """Return whether any test of a day counts for any session of another: the latest opens, the earliest holds."""
    starts = [one.start for one in tests]
    until = offers.counts_until(min(starts))
    return offers.opens(max(starts)) <= min(one.start for one in sessions) and (
        until is None or max(one.end for one in sessions) <= until
    )


def usual_wish(course: UUID, wish: Wish) -> Wish:
    """Return a wish with whoever treated or was booked for this course last, where nobody was named."""
    last = Visit.objects.filter(course=course, purpose="session", member__isnull=False).order_by("-start").first()
    return wish if wish.member or last is None else replace(wish, member=str(last.member_id))
