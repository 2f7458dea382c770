"""A timetable: several courses dated together, each a path through days that have room for so many.

The model is solved by HiGHS, which proves that nothing is cheaper, or that the courses do not fit. It counts what a day
can hold; which hour and room each one gets is then worked out day by day. Where the hours of a day contradict its
count, exactly that combination is forbidden and the model solved again, so what is proven stays proven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Any, TypeVar

from nappage.engine.series import After, Window
from nappage.engine.vacancy import Vacancy, days_between

K = TypeVar("K")
Placing = tuple[str, date, str]  # a course, a day, and with whom


@dataclass(frozen=True, slots=True)
class Wanted:
    """A course that is to be dated: how many sessions, when the first may be, and the vacancies open to it by day.

    A session with anybody else than `member` costs `other`; each day away from when one is due costs one.
    """

    course: str
    sessions: int
    first: Window
    after: After
    places: Mapping[date, tuple[Vacancy, ...]]
    member: str
    other: int

    def is_like(self, another: Wanted) -> bool:
        """Return whether any dates of one would do as well for the other."""
        return (
            (self.sessions, self.first, self.member, self.other)
            == (another.sessions, another.first, another.member, another.other)
            and self.after is another.after
            and self.places == another.places
        )


@dataclass(frozen=True, slots=True)
class Timetable:
    """The vacancies of each course in order, what all of it costs, and what it must cost at least."""

    cost: int
    bound: int
    placed: Mapping[str, tuple[Vacancy, ...]]

    @property
    def is_proven(self) -> bool:
        """Return whether nothing is cheaper."""
        return self.bound >= self.cost


@dataclass(frozen=True, slots=True)
class NoTimetable:
    """Nothing was found: proven not to exist, or not before the time ran out."""

    is_proven: bool


def timetable(courses: Sequence[Wanted], seconds: float) -> Timetable | NoTimetable:
    """Return the cheapest timetable of the courses, worked out in at most so many seconds a model.

    Courses that are alike are one flow, which is many times less to solve. Where the hours of a day contradict its
    count, each becomes a flow of its own, so that what contradicts can be named.
    """
    model, apart = _Model(_alike(courses)), False
    while True:
        solved = model.solve(seconds)
        if isinstance(solved, NoTimetable):
            return solved
        cost, bound, placings = solved
        hours = {day: _hours(courses, placed) for day, placed in _by_day(placings)}
        refused = [placed for day, placed in _by_day(placings) if hours[day] is None]
        if not refused:
            return Timetable(cost, bound, _in_order(courses, hours))
        if not apart:
            model, apart = _Model([(one,) for one in courses]), True
            continue
        for placed in refused:
            model.forbid(_core(courses, placed))


def _alike(courses: Iterable[Wanted]) -> list[tuple[Wanted, ...]]:
    groups: list[list[Wanted]] = []
    for one in courses:
        like = next((group for group in groups if one.is_like(group[0])), None)
        if like is None:
            groups.append([one])
        else:
            like.append(one)
    return [tuple(group) for group in groups]


def _by_day(placings: Iterable[Placing]) -> list[tuple[date, list[Placing]]]:
    days: dict[date, list[Placing]] = defaultdict(list)
    for placing in sorted(placings):
        days[placing[1]].append(placing)
    return sorted(days.items())


def _in_order(
    courses: Sequence[Wanted], hours: Mapping[date, dict[str, Vacancy] | None]
) -> Mapping[str, tuple[Vacancy, ...]]:
    days = [placed for placed in hours.values() if placed is not None]
    return {one.course: tuple(sorted(placed[one.course] for placed in days if one.course in placed)) for one in courses}


def _hours(courses: Sequence[Wanted], placed: Sequence[Placing]) -> dict[str, Vacancy] | None:
    """Return the vacancy of each course on one day, no two of which meet; None if there is no such choice."""
    of = {one.course: one for one in courses}
    open_to = {
        course: [vacancy for vacancy in of[course].places[day] if vacancy.member == member]
        for course, day, member in placed
    }
    return _chosen(sorted(open_to, key=lambda course: (len(open_to[course]), course)), open_to, {})


def _chosen(
    waiting: list[str], open_to: Mapping[str, list[Vacancy]], taken: dict[str, Vacancy]
) -> dict[str, Vacancy] | None:
    if not waiting:
        return taken
    course, *rest = waiting
    for vacancy in open_to[course]:
        if not any(vacancy.overlaps(other) for other in taken.values()):
            found = _chosen(rest, open_to, taken | {course: vacancy})
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


@dataclass
class _Flow:
    """Courses that are alike, as one flow: its columns by session and day, between days, and by day and person."""

    courses: tuple[Wanted, ...]
    stands: list[dict[date, int]]
    edges: list[dict[date, dict[date, int]]]
    members: dict[date, dict[str, int]]

    @property
    def one(self) -> Wanted:
        return self.courses[0]


class _Model:
    """The courses as flows through days: how many stand on each day for each session, and with whom."""

    def __init__(self, groups: Sequence[tuple[Wanted, ...]]) -> None:
        self._costs: list[float] = []
        self._most: list[int] = []
        self._whole: list[int] = []
        self._rows: list[tuple[dict[int, int], float, float]] = []
        self._flows = [self._flow(group) for group in groups]
        self._capacities()

    def forbid(self, placed: Sequence[Placing]) -> None:
        """Forbid that all of these stand together."""
        column = {(flow.one.course, day): flow.members[day] for flow in self._flows for day in flow.members}
        self._rows.append(({column[course, day][member]: 1 for course, day, member in placed}, 0, len(placed) - 1))

    def solve(self, seconds: float) -> tuple[int, int, list[Placing]] | NoTimetable:
        """Return cost, bound and placings of the cheapest paths, or that there are none."""
        if any(not days for flow in self._flows for days in flow.stands):
            return NoTimetable(is_proven=True)
        found = self._cheapest(seconds)
        if found.x is None:
            return NoTimetable(is_proven=found.status == _INFEASIBLE)
        counts = [round(value) for value in found.x]
        placings = [placing for flow in self._flows for placing in _placings(flow, counts)]
        return round(found.fun), _whole(found.mip_dual_bound), placings

    def _cheapest(self, seconds: float) -> Any:
        """Return what HiGHS found of the model: scipy's OptimizeResult."""
        # Half a second to import, and asked for only here.
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        at = [(number, column, value) for number, (row, _, _) in enumerate(self._rows) for column, value in row.items()]
        numbers, columns, values = zip(*at, strict=True)
        matrix = csr_array((values, (numbers, columns)), shape=(len(self._rows), len(self._costs)))
        least, most = [row[1] for row in self._rows], [row[2] for row in self._rows]
        return milp(
            np.array(self._costs),
            integrality=np.array(self._whole),
            bounds=Bounds(0, np.array(self._most)),
            constraints=LinearConstraint(matrix, least, most),
            options={"time_limit": seconds, "mip_rel_gap": 0},
        )

    def _column(self, cost: float, most: int, *, whole: bool = True) -> int:
        self._costs.append(cost)
        self._most.append(most)
        self._whole.append(int(whole))
        return len(self._costs) - 1

    def _flow(self, group: tuple[Wanted, ...]) -> _Flow:
        one, size = group[0], len(group)
        stands = [{day: self._column(0, size) for day in sorted(days)} for days in _layers(one)]
        for day, column in stands[0].items():
            self._costs[column] += abs((day - one.first.due).days)
        self._rows.append((dict.fromkeys(stands[0].values(), 1), size, size))
        edges = [self._going_on(one, size, *pair) for pair in pairwise(stands)]
        by_day: dict[date, list[int]] = defaultdict(list)
        for days in stands:
            for day, column in days.items():
                by_day[day].append(column)
        members = {day: self._with_whom(one, size, day, columns) for day, columns in sorted(by_day.items())}
        return _Flow(group, stands, edges, members)

    def _with_whom(self, one: Wanted, size: int, day: date, stands: list[int]) -> dict[str, int]:
        names = sorted({vacancy.member for vacancy in one.places[day]})
        chosen = {name: self._column(0 if name == one.member else one.other, size) for name in names}
        self._rows.append((dict.fromkeys(chosen.values(), 1) | dict.fromkeys(stands, -1), 0, 0))
        return chosen

    def _going_on(
        self, one: Wanted, size: int, here: Mapping[date, int], following: Mapping[date, int]
    ) -> dict[date, dict[date, int]]:
        """Let what stands on a day go on to a day of its window: as much leaves as stood, as much arrives as stands."""
        arriving: dict[date, dict[int, int]] = {day: {column: -1} for day, column in following.items()}
        edges: dict[date, dict[date, int]] = {day: {} for day in here}
        for day, column in here.items():
            window = one.after(day)
            leaving = {column: -1}
            for later in days_between(window.earliest, window.latest):
                if later in following:
                    # What one course does between two days follows from the days; of several, it is chosen.
                    edge = self._column(abs((later - window.due).days), size, whole=size > 1)
                    leaving[edge] = arriving[later][edge] = 1
                    edges[day][later] = edge
            self._rows.append((leaving, 0, 0))
        self._rows += [(row, 0, 0) for row in arriving.values()]
        return edges

    def _capacities(self) -> None:
        by_day: dict[date, list[_Flow]] = defaultdict(list)
        for flow in self._flows:
            for day in flow.members:
                by_day[day].append(flow)
        for day, flows in sorted(by_day.items()):
            for columns, most in _counts(day, flows):
                self._rows.append((dict.fromkeys(columns, 1), 0, most))


def _placings(flow: _Flow, counts: Sequence[int]) -> Iterator[Placing]:
    """Yield day and person of each course of a flow: the flow is taken apart into paths, one for each."""
    left = list(counts)
    firsts = [day for day, column in flow.stands[0].items() for _ in range(counts[column])]
    for one, day in zip(flow.courses, firsts, strict=True):
        yield one.course, day, _taken(left, flow.members[day])
        for layer in flow.edges:
            day = _taken(left, layer[day])
            yield one.course, day, _taken(left, flow.members[day])


def _taken(left: list[int], columns: Mapping[K, int]) -> K:
    """Return what still has something left, and take one of it."""
    key, column = next((key, column) for key, column in columns.items() if left[column])
    left[column] -= 1
    return key


def _counts(day: date, flows: Sequence[_Flow]) -> Iterator[tuple[list[int], int]]:
    """Yield what a day can hold: for each person, and for each set of rooms that some course is bound to."""
    open_that_day = {vacancy for flow in flows for vacancy in flow.one.places[day]}
    for member in sorted({vacancy.member for vacancy in open_that_day}):
        columns = [flow.members[day][member] for flow in flows if member in flow.members[day]]
        yield columns, _most(vacancy for vacancy in open_that_day if vacancy.member == member)
    yield from _counts_of_rooms(day, flows, open_that_day)


def _counts_of_rooms(day: date, flows: Sequence[_Flow], open_that_day: set[Vacancy]) -> Iterator[tuple[list[int], int]]:
    rooms = [frozenset(vacancy.room for vacancy in flow.one.places[day]) for flow in flows]
    for bound_to in sorted(set(rooms), key=sorted):
        inside = [flow for flow, own in zip(flows, rooms, strict=True) if own <= bound_to]
        each = (_most(one for one in open_that_day if one.room == room) for room in bound_to)
        yield [column for flow in inside for column in flow.members[day].values()], sum(each)


def _most(vacancies: Iterable[Vacancy]) -> int:
    """Return how many of these times can be taken one after another."""
    count, until = 0, None
    for end, start in sorted({(vacancy.end, vacancy.start) for vacancy in vacancies}):
        if until is None or start >= until:
            count, until = count + 1, end
    return count


def _layers(one: Wanted) -> list[frozenset[date]]:
    """Return the days on which each session can stand at all, reached from the first and leading to the last."""
    reached = [frozenset(day for day in days_between(one.first.earliest, one.first.latest) if one.places.get(day))]
    for _ in range(one.sessions - 1):
        reached.append(frozenset(later for day in reached[-1] for later in _open_after(one, day)))
    leading = [reached[-1]]
    for days in reversed(reached[:-1]):
        leading.insert(0, frozenset(day for day in days if not leading[0].isdisjoint(_open_after(one, day))))
    return leading


def _open_after(one: Wanted, day: date) -> list[date]:
    window = one.after(day)
    return [later for later in days_between(window.earliest, window.latest) if one.places.get(later)]


def _whole(bound: float) -> int:
    """Return the least whole cost that is not below a bound, which the solver gives to its own precision."""
    return ceil(round(bound, _PLACES))


_INFEASIBLE = 2
_PLACES = 4
