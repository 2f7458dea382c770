"""A timetable: several courses dated together, each a path through days that have room for so many.

The model is solved by HiGHS, which proves that nothing is cheaper, or that the courses do not fit. It counts what a day
can hold; which hour and room each one gets is then worked out day by day. Where the hours of a day contradict its
count, exactly that combination is forbidden and the model solved again, so what is proven stays proven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nappage.engine.flow import Model, Placing, Unsolved, Wanted
from nappage.engine.vacancy import Vacancy

Hours = dict[Placing, Vacancy]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The vacancies of each course in order, what all of it costs, and what it must cost at least.

    `tests` holds the vacancy of the allergy test, for each course that needed one before its first session.
    """

    cost: int
    bound: int
    placed: Mapping[str, tuple[Vacancy, ...]]
    tests: Mapping[str, Vacancy] = field(default_factory=dict)

    @property
    def is_proven(self) -> bool:
        """Return whether nothing is cheaper."""
        return self.bound >= self.cost


@dataclass(frozen=True, slots=True)
class NoTimetable:
    """Nothing was found: proven not to exist, or not before the time ran out."""

    is_proven: bool


def timetable(courses: Sequence[Wanted], seconds: float) -> Timetable | NoTimetable:
    """Return the cheapest timetable of the courses, worked out in at most so many seconds a model."""
    model = Model(courses)
    while True:
        solved = model.solve(seconds)
        if isinstance(solved, Unsolved):
            return NoTimetable(solved.is_proven)
        days = _by_day(solved.placings)
        hours = [_hours(courses, placed) for placed in days]
        found = [each for each in hours if each is not None]
        if len(found) == len(days):
            return Timetable(solved.cost, solved.bound, _sessions(courses, found), _tests(found))
        for placed, there in zip(days, hours, strict=True):
            if there is None:
                model.forbid(_core(courses, placed))


def _by_day(placings: Iterable[Placing]) -> list[list[Placing]]:
    days: dict[date, list[Placing]] = defaultdict(list)
    for placing in sorted(placings):
        days[placing.day].append(placing)
    return [placed for _day, placed in sorted(days.items())]


def _sessions(courses: Sequence[Wanted], hours: Iterable[Hours]) -> Mapping[str, tuple[Vacancy, ...]]:
    placed: dict[str, list[Vacancy]] = {one.course: [] for one in courses}
    for day in hours:
        for placing, vacancy in day.items():
            if not placing.is_test:
                placed[placing.course].append(vacancy)
    return {course: tuple(sorted(vacancies)) for course, vacancies in placed.items()}


def _tests(hours: Iterable[Hours]) -> Mapping[str, Vacancy]:
    return {placing.course: vacancy for day in hours for placing, vacancy in day.items() if placing.is_test}


def _hours(courses: Sequence[Wanted], placed: Sequence[Placing]) -> Hours | None:
    """Return the vacancy of each placing of one day, no two of which meet; None if there is no such choice."""
    of = {one.course: one for one in courses}
    open_to = {
        one: [vacancy for vacancy in _places(of[one.course], one) if vacancy.member == one.member] for one in placed
    }
    return _chosen(sorted(open_to, key=lambda one: (len(open_to[one]), one)), open_to, {})


def _places(one: Wanted, placing: Placing) -> Sequence[Vacancy]:
    places = one.tests.places if placing.is_test and one.tests is not None else one.places
    return places[placing.day]


def _chosen(waiting: list[Placing], open_to: Mapping[Placing, list[Vacancy]], taken: Hours) -> Hours | None:
    if not waiting:
        return taken
    one, *rest = waiting
    for vacancy in open_to[one]:
        if not any(vacancy.overlaps(other) for other in taken.values()):
            found = _chosen(rest, open_to, taken | {one: vacancy})
            if found is not None:
                return found
    return None


def _core(courses: Sequence[Wanted], placed: list[Placing]) -> list[Placing]:
    """Return the fewest of these placings that already contradict each other: what is left when none can be spared."""
    for one in list(placed):
        fewer = [other for other in placed if other != one]
        if _hours(courses, fewer) is None:
            placed = fewer
    return placed
