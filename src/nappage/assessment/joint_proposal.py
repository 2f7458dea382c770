"""A joint proposal: dates for several courses at once, when one person's or one room's time has to serve them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from nappage.assessment.diary import Diary, diary_of
from nappage.assessment.look import Look
from nappage.assessment.proposal import OTHER_PERSON, Frame, Offers, Wish, frame_of, needs_test, own_bookings
from nappage.engine.timetable import NoTimetable, Timetable, Wanted, timetable
from nappage.engine.vacancy import days_between
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
    """Return whether a course can be dated with others: it has a plan with an interval, and its test was given.

    A course that still needs its test is dated by itself, with the test before it.
    """
    try:
        frame_of(look, Wish(look.at.date()))
    except Faulty:
        return False
    return not needs_test(look)


def propose_together(clinic: UUID, courses: Sequence[Course]) -> JointProposal:
    """Return the cheapest dates of all the courses, proven so or proven not to exist."""
    frames = {one.course: frame_of(one.look, one.wish) for one in courses}
    instead = {one.course: own_bookings(one.course, one.look) for one in courses}
    diary = _diary(clinic, courses[0].look, frames.values(), instead.values())
    wanted = [_wanted(clinic, one, frames[one.course], diary) for one in courses]
    numbers = {course: frame.number for course, frame in frames.items()}
    return JointProposal(timetable(wanted, SECONDS), numbers, instead)


def _diary(clinic: UUID, look: Look, frames: Iterable[Frame], instead: Iterable[tuple[UUID, ...]]) -> Diary:
    frames = list(frames)
    first, last = min(frame.window.earliest for frame in frames), max(frame.last for frame in frames)
    return diary_of(clinic, first, last, look.policy.zone, [key for keys in instead for key in keys])


def _wanted(clinic: UUID, one: Course, frame: Frame, diary: Diary) -> Wanted:
    offers = Offers(clinic, one.look, diary, one.wish)
    places = {day: offers.everywhere(day, frame.length) for day in days_between(frame.window.earliest, frame.last)}
    other = OTHER_PERSON if one.wish.member else 0
    return Wanted(str(one.course), frame.count, frame.window, frame.after, places, one.wish.member, other)


def usual_wish(course: UUID, wish: Wish) -> Wish:
    """Return a wish with whoever treated or was booked for this course last, where nobody was named."""
    last = Visit.objects.filter(course=course, purpose="session", member__isnull=False).order_by("-start").first()
    return wish if wish.member or last is None else replace(wish, member=str(last.member_id))
