"""Booking twenty courses of ten sessions: the timetable of the engine beside CP-SAT, on one seeded instance.

The instance is of a published shape: gaps of 14 days give or take 3, 120 days, three times a day, closed at weekends,
two people each off on one weekday, three rooms (eight courses only in the first; the third shut on Fridays). What was
found is checked by `checked`, which knows the calendar and no solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from time import perf_counter, process_time

from nappage.engine.flow import Wanted
from nappage.engine.series import Window
from nappage.engine.timetable import NoTimetable, Timetable, timetable
from nappage.engine.vacancy import Vacancy

FIRST = date(2026, 1, 5)  # a Monday
DAYS, SESSIONS, GAP, TOLERANCE = 120, 10, 14, 3
HOURS = (9, 11, 14)
MEMBERS = ("p0", "p1")
OFF = {"p0": 2, "p1": 4}  # weekdays: Wednesday, Friday
ROOMS = ("room-0", "room-1", "room-2")
FRIDAY, SATURDAY = 4, 5
OTHER = 5  # what a session with the other person costs
BOUND = 8  # courses that only the first room can take
LENGTH = timedelta(minutes=90)
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Instance:
    """Courses by number: whom each wants, and from which day on."""

    members: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def courses(self) -> int:
        return len(self.members)


def instance(courses: int, seed: int = 4, apart: int = 0) -> Instance:
    """Return a seeded instance of so many courses, which may begin up to so many days apart."""
    chance = Random(seed)
    members = tuple(chance.choice(MEMBERS) for _ in range(courses))
    return Instance(members, tuple(chance.randint(0, apart) for _ in range(courses)))


def open_places(day: date, course: int) -> tuple[Vacancy, ...]:
    """Return the vacancies of a day that a course may take."""
    if day.weekday() >= SATURDAY:
        return ()
    rooms = [room for room in ROOMS if not (room == ROOMS[2] and day.weekday() == FRIDAY)]
    members = [member for member in MEMBERS if OFF[member] != day.weekday()]
    starts = [datetime.combine(day, time(hour), UTC) for hour in HOURS]
    allowed = ROOMS[:1] if course < BOUND else rooms
    return tuple(Vacancy(start, start + LENGTH, who, room) for start in starts for who in members for room in allowed)


def after(day: date) -> Window:
    """Return the days for the session after one."""
    last = FIRST + timedelta(days=DAYS - 1)
    latest = min(day + timedelta(days=GAP + TOLERANCE), last)
    return Window(day + timedelta(days=GAP - TOLERANCE), day + timedelta(days=GAP), latest)


def wanted(given: Instance) -> tuple[Wanted, ...]:
    """Return the instance as the engine asks for it."""
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    places = {number < BOUND: {day: open_places(day, number) for day in days} for number in (0, BOUND)}
    return tuple(
        Wanted(
            f"c{number:02}",
            SESSIONS,
            Window(days[start], days[start], days[-1]),
            after,
            places[number < BOUND],
            member,
            OTHER,
        )
        for number, (member, start) in enumerate(zip(given.members, given.starts, strict=True))
    )


def checked(given: Instance, found: Timetable) -> int:
    """Return the value of a timetable after checking it against the calendar; AssertionError where it breaks a rule."""
    everything = [one for placed in found.placed.values() for one in placed]
    assert len(everything) == given.courses * SESSIONS, "a session is missing"
    for taken in ("member", "room"):
        keys = [(one.start, getattr(one, taken)) for one in everything]
        assert len(keys) == len(set(keys)), f"a {taken} is booked twice"
    return sum(_value(given, number, found.placed[f"c{number:02}"]) for number in range(given.courses))


def _value(given: Instance, number: int, placed: Sequence[Vacancy]) -> int:
    days = [(one.start.date() - FIRST).days for one in placed]
    for day, one in zip(days, placed, strict=True):
        weekday = one.start.weekday()
        assert 0 <= day < DAYS, "outside the calendar"
        assert weekday < SATURDAY, "on a weekend"
        assert OFF[one.member] != weekday, "on a day off"
        assert one.start.hour in HOURS, "at no hour of the day"
        assert not (one.room == ROOMS[2] and weekday == FRIDAY), "in a room that is shut"
        assert number >= BOUND or one.room == ROOMS[0], "in a room that the course cannot use"
    gaps = [later - day for day, later in pairwise(days)]
    assert all(abs(gap - GAP) <= TOLERANCE for gap in gaps), "a gap outside what is allowed"
    others = sum(one.member != given.members[number] for one in placed)
    return sum(abs(gap - GAP) for gap in gaps) + OTHER * others + days[0] - given.starts[number]


@dataclass(frozen=True, slots=True)
class Done:
    """One solver on one instance: how long it took, what it told, and what it is held against in seconds.

    `cpu` are its CPU seconds, which say more than the clock where others are at work too.
    """

    what: str
    seconds: float
    cpu: float
    told: str
    target: float = 0


def timed(given: Instance) -> tuple[float, float, Timetable | NoTimetable]:
    """Return the seconds and CPU seconds of the engine's timetable of an instance, and what it found."""
    asked = wanted(given)
    began, before = perf_counter(), process_time()
    found = timetable(asked, SECONDS)
    return perf_counter() - began, process_time() - before, found


def measure() -> Iterator[Done]:
    """Yield the engine on courses that begin alike and on some that do not, on too many, and CP-SAT on the first."""
    timed(instance(1))  # the solver is imported once, before anything is measured
    for courses, apart, target in ((20, 0, 0.5), (22, 0, 1.0), (20, 4, 0), (22, 4, 0)):
        given = instance(courses, apart=apart)
        seconds, cpu, found = timed(given)
        which = "alike" if not apart else f"beginning up to {apart} days apart"
        yield Done(f"{courses} courses x {SESSIONS}, {which}", seconds, cpu, _told(given, found), target)
    yield _beside(instance(20))


def _told(given: Instance, found: Timetable | NoTimetable) -> str:
    if isinstance(found, NoTimetable):
        return "proven not to fit" if found.is_proven else "nothing found"
    value = checked(given, found)
    assert value == found.cost, "the value told is not the value of the dates"
    return f"value {value}, {'proven optimal' if found.is_proven else f'bound {found.bound}'}, checked"


def _beside(given: Instance) -> Done:
    what = f"   CP-SAT, days and people, {given.courses} courses x {SESSIONS}"
    try:
        from bench.booking_cpsat import solve
    except ImportError:
        return Done(what, 0, 0, "left out: ortools is not installed")
    began, before = perf_counter(), process_time()
    value, bound, status = solve(given, SECONDS)
    return Done(what, perf_counter() - began, process_time() - before, f"value {value}, bound {bound}, {status}")
