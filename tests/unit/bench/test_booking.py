"""Twenty courses of ten sessions dated together: proven, and held against the calendar by what knows no solver."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.booking import Instance, checked, instance, wanted

from nappage.engine.timetable import NoTimetable, Timetable, timetable


def dated(given: Instance) -> Timetable | NoTimetable:
    return timetable(wanted(given), 60)


@pytest.mark.parametrize("apart", [0, 4])
def test_twenty_courses_are_proven_to_stand_no_nearer_and_the_checker_agrees(apart: int) -> None:
    given = instance(20, apart=apart)
    found = dated(given)
    assert isinstance(found, Timetable)
    assert (found.is_proven, checked(given, found)) == (True, found.cost)


def test_twenty_two_are_proven_not_to_fit() -> None:
    assert dated(instance(22)) == NoTimetable(is_proven=True)
    assert dated(instance(22, apart=4)) == NoTimetable(is_proven=True)


def test_the_checker_would_notice() -> None:
    given = instance(3)
    found = dated(given)
    assert isinstance(found, Timetable)
    one, other = found.placed["c00"], found.placed["c01"]
    for broken in ({"c00": other}, {"c00": one[:-1]}, {"c00": (one[0], *one[:-1])}, {"c00": (*one[1:], one[0])}):
        with pytest.raises(AssertionError):
            checked(given, replace(found, placed={**found.placed, **broken}))
