"""The dates of a course and of several courses a second time: every choice there is, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product

Gap = tuple[int, int, int]  # earliest, due, latest: days after the session before


def naive_series(
    costs: Mapping[date, int], count: int, first: tuple[date, date, date], gap: Gap
) -> tuple[int, list[date]] | None:
    """Return the least cost and, of the series that cost it, the one with the earliest days."""
    found = sorted(
        (_cost(days, costs, first[1], gap[1]), days)
        for days in _days(sorted(costs), count, gap)
        if first[0] <= days[0] <= first[2]
    )
    return found[0] if found else None


def _days(open_days: Sequence[date], count: int, gap: Gap) -> Iterator[list[date]]:
    for day in open_days:
        if count == 1:
            yield [day]
            continue
        for rest in _days([one for one in open_days if one > day], count - 1, gap):
            if gap[0] <= (rest[0] - day).days <= gap[2]:
                yield [day, *rest]


def _cost(days: Sequence[date], costs: Mapping[date, int], due: date, usual: int) -> int:
    cost = sum(costs[day] for day in days) + abs((days[0] - due).days)
    for before, day in pairwise(days):
        cost += abs((day - before - timedelta(days=usual)).days)
    return cost


def naive_timetable(plans: Sequence[Sequence[tuple[int, frozenset[tuple[object, str]]]]]) -> int | None:
    """Return the least cost of one plan for each course such that no two take the same thing at the same time."""
    least: int | None = None
    for chosen in product(*plans):
        taken = [each for _cost, places in chosen for each in places]
        if len(taken) == len(set(taken)):
            cost = sum(cost for cost, _places in chosen)
            least = cost if least is None else min(least, cost)
    return least
