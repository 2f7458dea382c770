"""The same instance for CP-SAT: a day and a person for each session, and days with room for so many."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from bench.booking import (
    BOUND,
    DAYS,
    FIRST,
    FRIDAY,
    GAP,
    HOURS,
    MEMBERS,
    OFF,
    OTHER,
    ROOMS,
    SATURDAY,
    SESSIONS,
    TOLERANCE,
    Instance,
)  # fmt: skip


def solve(given: Instance, seconds: float) -> tuple[int | None, int, str]:
    """Return the best value found in so many seconds, the bound, and what the solver says of it."""
    model = cp_model.CpModel()
    stands: dict[tuple[int, int, int, int], Any] = {}
    costs: list[Any] = []
    for course in range(given.courses):
        days = [_session(model, given, course, number, stands, costs) for number in range(SESSIONS)]
        costs.append(days[0] - given.starts[course])
        for before, day in pairwise(days):
            away = model.new_int_var(0, TOLERANCE, "")
            model.add_abs_equality(away, day - before - GAP)
            costs.append(away)
    _capacities(model, given, stands)
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    value = round(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
    return value, round(solver.best_objective_bound), solver.status_name(status)


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def _session(model: Any, given: Instance, course: int, number: int, stands: Any, costs: list[Any]) -> Any:
    choices = []
    for day in range(given.starts[course], DAYS):
        for who, name in enumerate(MEMBERS):
            if _day(day).weekday() < SATURDAY and OFF[name] != _day(day).weekday():
                chosen = stands[course, number, day, who] = model.new_bool_var("")
                choices.append((chosen, day))
                if name != given.members[course]:
                    costs.append(OTHER * chosen)
    model.add_exactly_one(chosen for chosen, _day_number in choices)
    return sum(day * chosen for chosen, day in choices)


def _capacities(model: Any, given: Instance, stands: Any) -> None:
    for day in range(DAYS):
        for who in range(len(MEMBERS)):
            model.add(sum(one for (_c, _n, on, by), one in stands.items() if (on, by) == (day, who)) <= len(HOURS))
        rooms = len(ROOMS) - (_day(day).weekday() == FRIDAY)
        model.add(sum(one for (_c, _n, on, _by), one in stands.items() if on == day) <= len(HOURS) * rooms)
        bound = sum(one for (course, _n, on, _by), one in stands.items() if on == day and course < BOUND)
        model.add(bound <= len(HOURS))
