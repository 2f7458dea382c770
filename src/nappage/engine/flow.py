"""Flows: courses that are alike, as one flow through days, and what of them a day can hold, as a model for HiGHS.

Courses are alike when what follows a day is the same for all of them; where each begins, and how many sessions it has,
may differ. The last sessions of all stand in the last layer, and a course of fewer sessions joins at a later layer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple, TypeVar

from nappage.engine.series import After, Window
from nappage.engine.vacancy import Vacancy, days_between

K = TypeVar("K")
Columns = dict[date, int]


@dataclass(frozen=True, slots=True)
class WantedTests:
    """The vacancies for an allergy test by day, and for each day of a first session the days whose test counts then.

    A day is among them where the test counts whatever the hours of both: so days can be counted without their hours.
    """

    places: Mapping[date, tuple[Vacancy, ...]]
    counting: Mapping[date, tuple[date, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A course that is to be dated: how many sessions, when the first may be, and the vacancies open to it by day.

    A session with anybody else than `member` costs `other`; each day away from when one is due costs one. `tests` is
    there where an allergy test has to be booked before the first session.
    """

    course: str
    sessions: int
    first: Window
    after: After
    places: Mapping[date, tuple[Vacancy, ...]]
    member: str
    other: int
    tests: WantedTests | None = None

    def is_like(self, another: Wanted) -> bool:
        """Return whether what follows a day is the same for both, wherever they begin."""
        return (
            (self.member, self.other, self.tests) == (another.member, another.other, another.tests)
            and self.places == another.places
            and (self.after is another.after or all(self.after(day) == another.after(day) for day in self.places))
        )


class Placing(NamedTuple):
    """A course on a day, with whom, for its allergy test or for a session."""

    course: str
    day: date
    member: str
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Unsolved:
    """Nothing was found: proven not to exist, or not before the time ran out."""

    is_proven: bool


@dataclass(frozen=True, slots=True)
class Solved:
    """The cheapest placings, what they cost, and what any must cost at least."""

    cost: int
    bound: int
    placings: tuple[Placing, ...]


@dataclass
class _Flow:
    """Alike courses: columns by layer and day, between days, by day and person; `starts` for each way to begin."""

    beginnings: list[tuple[Wanted, ...]]
    stands: list[Columns]
    edges: list[dict[date, Columns]]
    starts: list[Columns]
    members: dict[date, dict[str, int]]
    links: dict[date, Columns] = field(default_factory=dict)
    testers: dict[date, dict[str, int]] = field(default_factory=dict)

    @property
    def one(self) -> Wanted:
        return self.beginnings[0][0]


class _Use(NamedTuple):
    """What a flow takes on one day: the columns by person, and the vacancies that are open to it."""

    columns: Mapping[str, int]
    vacancies: tuple[Vacancy, ...]


class Model:
    """The courses as flows through days: how many stand on each day for each session, and with whom."""

    def __init__(self, courses: Sequence[Wanted]) -> None:
        self._costs: list[float] = []
        self._most: list[float] = []
        self._whole: list[int] = []
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._flows = [self._flow(group) for group in _alike(courses)]
        self._of = {one.course: flow for flow in self._flows for begin in flow.beginnings for one in begin}
        self._capacities()

    def forbid(self, placed: Iterable[Placing]) -> None:
        """Forbid that so many of each flow stand on their day with their people, and more of them too."""
        least = Counter(self._column_of(one) for one in placed)
        if len(least) == 1:
            ((column, count),) = least.items()
            self._rows.append(({column: 1}, 0, count - 1))
            return
        fewer = []
        for column, count in least.items():
            fewer.append(self._column(0, 1))
            most = self._most[column]
            self._rows.append(({column: 1, fewer[-1]: most - count + 1}, 0, most))
        self._rows.append((dict.fromkeys(fewer, 1), 1, len(fewer)))

    def _column_of(self, one: Placing) -> int:
        flow = self._of[one.course]
        return (flow.testers if one.is_test else flow.members)[one.day][one.member]

    def solve(self, seconds: float) -> Solved | Unsolved:
        """Return the cheapest paths of all courses, or that there are none."""
        if any(not days for flow in self._flows for days in (*flow.stands, *flow.starts)):
            return Unsolved(is_proven=True)
        found = self._cheapest(seconds)
        if found.x is None:
            return Unsolved(is_proven=found.status == _INFEASIBLE)
        left = [round(value) for value in found.x]
        placings = tuple(placing for flow in self._flows for placing in _placings(flow, left))
        return Solved(round(found.fun), ceil(round(found.mip_dual_bound, _PLACES)), placings)

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

    def _column(self, cost: float, most: float, *, whole: bool = True) -> int:
        self._costs.append(cost)
        self._most.append(most)
        self._whole.append(int(whole))
        return len(self._costs) - 1

    def _balance(self, one_side: Iterable[int], other_side: Iterable[int]) -> None:
        """Let both sides be as many."""
        self._rows.append((dict.fromkeys(one_side, float(1)) | dict.fromkeys(other_side, float(-1)), 0, 0))

    def _flow(self, group: Sequence[Wanted]) -> _Flow:
        one, size = group[0], len(group)
        begins = _beginnings(group)
        layers = _layers(begins)
        # How many stand on a day follows from what arrives there: whole without being asked for.
        stands = [{day: self._column(0, size, whole=False) for day in sorted(days)} for days in layers]
        starts = [self._starts(begin, stands[len(layers) - begin[0].sessions]) for begin in begins]
        edges = [self._going_on(one, size, *pair) for pair in pairwise(stands)]
        self._arrivals(begins, stands, starts, edges)
        by_day: dict[date, list[int]] = defaultdict(list)
        for days in stands:
            for day, column in days.items():
                by_day[day].append(column)
        members = {day: self._with_whom(one, size, one.places[day], columns) for day, columns in sorted(by_day.items())}
        flow = _Flow(begins, stands, edges, starts, members)
        if one.tests is not None:
            self._tests(flow, one.tests, size)
        return flow

    def _starts(self, begin: Sequence[Wanted], stands: Columns) -> Columns:
        first, size = begin[0].first, len(begin)
        days = [day for day in stands if first.earliest <= day <= first.latest]
        starts = {day: self._column(abs((day - first.due).days), size) for day in days}
        self._rows.append((dict.fromkeys(starts.values(), 1), size, size))
        return starts

    def _going_on(self, one: Wanted, size: int, here: Columns, following: Columns) -> dict[date, Columns]:
        """Let what stands on a day go on to a day of its window."""
        edges: dict[date, Columns] = {day: {} for day in here}
        for day, column in here.items():
            window = one.after(day)
            for later in days_between(window.earliest, window.latest):
                if later in following:
                    edges[day][later] = self._column(abs((later - window.due).days), size)
            self._balance(edges[day].values(), [column])
        return edges

    def _arrivals(
        self,
        begins: Sequence[Sequence[Wanted]],
        stands: Sequence[Columns],
        starts: Sequence[Columns],
        edges: Sequence[Mapping[date, Columns]],
    ) -> None:
        """Let what stands on a day be what began there and what came from days before."""
        for layer, days in enumerate(stands):
            arriving: dict[date, list[int]] = {day: [] for day in days}
            for begin, begun in zip(begins, starts, strict=True):
                if len(stands) - begin[0].sessions == layer:
                    for day, column in begun.items():
                        arriving[day].append(column)
            for later in edges[layer - 1].values() if layer else ():
                for day, column in later.items():
                    arriving[day].append(column)
            for day, column in days.items():
                self._balance(arriving[day], [column])

    def _with_whom(self, one: Wanted, size: int, places: Sequence[Vacancy], stands: Iterable[int]) -> dict[str, int]:
        names = sorted({vacancy.member for vacancy in places})
        chosen = {name: self._column(0 if name == one.member else one.other, size) for name in names}
        self._balance(chosen.values(), stands)
        return chosen

    def _tests(self, flow: _Flow, tests: WantedTests, size: int) -> None:
        """Let each first session have a test on a day that counts, with whoever is there: no test costs anything."""
        first: dict[date, list[int]] = defaultdict(list)
        for begun in flow.starts:
            for day, column in begun.items():
                first[day].append(column)
        by_day: dict[date, list[int]] = defaultdict(list)
        for day, columns in sorted(first.items()):
            links = {test: self._column(0, size) for test in tests.counting.get(day, ()) if tests.places.get(test)}
            flow.links[day] = links
            self._balance(links.values(), columns)
            for test, column in links.items():
                by_day[test].append(column)
        for test, columns in sorted(by_day.items()):
            names = sorted({vacancy.member for vacancy in tests.places[test]})
            flow.testers[test] = {name: self._column(0, size) for name in names}
            self._balance(flow.testers[test].values(), columns)

    def _capacities(self) -> None:
        by_day: dict[date, list[_Use]] = defaultdict(list)
        for flow in self._flows:
            for day, columns in flow.members.items():
                by_day[day].append(_Use(columns, flow.one.places[day]))
            tests = flow.one.tests
            if tests is not None:
                for day, columns in flow.testers.items():
                    by_day[day].append(_Use(columns, tests.places[day]))
        for _day, uses in sorted(by_day.items()):
            for inside, most in _counts(uses):
                self._rows.append((dict.fromkeys(inside, 1), 0, most))


def _alike(courses: Iterable[Wanted]) -> list[list[Wanted]]:
    groups: list[list[Wanted]] = []
    for one in courses:
        like = next((group for group in groups if one.is_like(group[0])), None)
        if like is None:
            groups.append([one])
        else:
            like.append(one)
    return groups


def _beginnings(group: Iterable[Wanted]) -> list[tuple[Wanted, ...]]:
    """Return the courses by when they may begin and how many sessions they have, those of more sessions first."""
    found: dict[tuple[int, Window], list[Wanted]] = defaultdict(list)
    for one in group:
        found[one.sessions, one.first].append(one)
    return [tuple(begin) for begin in sorted(found.values(), key=lambda begin: -begin[0].sessions)]


def _layers(begins: Sequence[Sequence[Wanted]]) -> list[frozenset[date]]:
    """Return the days on which each session can stand at all, reached from a first and leading to the last."""
    count, one = begins[0][0].sessions, begins[0][0]
    reached: list[frozenset[date]] = []
    for layer in range(count):
        begun = (begin[0].first for begin in begins if count - begin[0].sessions == layer)
        days = {day for first in begun for day in days_between(first.earliest, first.latest) if one.places.get(day)}
        days |= {later for day in (reached[-1] if reached else ()) for later in _open_after(one, day)}
        reached.append(frozenset(days))
    leading = [reached[-1]]
    for before in reversed(reached[:-1]):
        leading.insert(0, frozenset(day for day in before if not leading[0].isdisjoint(_open_after(one, day))))
    return leading


def _open_after(one: Wanted, day: date) -> list[date]:
    window = one.after(day)
    return [later for later in days_between(window.earliest, window.latest) if one.places.get(later)]


def _counts(uses: Sequence[_Use]) -> Iterator[tuple[list[int], int]]:
    """Yield what a day can hold, for visits of every length and for the longer ones alone."""
    for length in sorted({_length(use) for use in uses}):
        longer = [use for use in uses if _length(use) >= length]
        everything = {vacancy for use in longer for vacancy in use.vacancies}
        for member in sorted({vacancy.member for vacancy in everything}):
            columns = [use.columns[member] for use in longer if member in use.columns]
            yield columns, _most(vacancy for vacancy in everything if vacancy.member == member)
        yield from _counts_of_rooms(longer, everything)


def _counts_of_rooms(uses: Sequence[_Use], everything: set[Vacancy]) -> Iterator[tuple[list[int], int]]:
    """Yield how many each set of rooms can hold that some course is bound to."""
    rooms = [frozenset(vacancy.room for vacancy in use.vacancies) for use in uses]
    for bound_to in sorted(set(rooms), key=sorted):
        inside = [use for use, own in zip(uses, rooms, strict=True) if own <= bound_to]
        each = (_most(one for one in everything if one.room == room) for room in bound_to)
        yield [column for use in inside for column in use.columns.values()], sum(each)


def _length(use: _Use) -> float:
    return min((vacancy.end - vacancy.start).total_seconds() for vacancy in use.vacancies)


def _most(vacancies: Iterable[Vacancy]) -> int:
    """Return how many of these times can be taken one after another."""
    count, until = 0, None
    for end, start in sorted({(vacancy.end, vacancy.start) for vacancy in vacancies}):
        if until is None or start >= until:
            count, until = count + 1, end
    return count


def _placings(flow: _Flow, left: list[int]) -> Iterator[Placing]:
    """Yield day and person of each course of a flow: the flow is taken apart into paths, one for each."""
    for begin, starts in zip(flow.beginnings, flow.starts, strict=True):
        for one in begin:
            day = _taken(left, starts)
            if one.tests is not None:
                test = _taken(left, flow.links[day])
                yield Placing(one.course, test, _taken(left, flow.testers[test]), is_test=True)
            yield Placing(one.course, day, _taken(left, flow.members[day]))
            for layer in flow.edges[len(flow.stands) - one.sessions :]:
                day = _taken(left, layer[day])
                yield Placing(one.course, day, _taken(left, flow.members[day]))


def _taken(left: list[int], columns: Mapping[K, int]) -> K:
    """Return what still has something left, and take one of it."""
    key, column = next((key, column) for key, column in columns.items() if left[column])
    left[column] -= 1
    return key


_INFEASIBLE = 2
_PLACES = 4
