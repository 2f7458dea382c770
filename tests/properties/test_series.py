"""A series and a timetable against every choice there is, and against the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nappage.engine.flow import Wanted, WantedTests
from nappage.engine.series import Choice, DoesNotFit, Series, Window, series
from nappage.engine.timetable import NoTimetable, Timetable, timetable
from nappage.engine.vacancy import Vacancy
from properties.naive_series import naive_series, naive_timetable

FIRST = date(2026, 3, 2)
HALF = timedelta(minutes=30)
GAPS = st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(0, 2)).map(
    lambda gap: (gap[0], gap[0] + gap[1], gap[0] + gap[1] + gap[2])
)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def place(day: date, hour: int = 9, member: str = "m0", room: str = "r0") -> Vacancy:
    start = datetime.combine(day, time(hour), UTC)
    return Vacancy(start, start + timedelta(hours=1), member, room)


@pytest.mark.proves("H-37")
@given(st.dictionaries(st.integers(0, 14), st.integers(0, 6)), st.integers(1, 4), st.integers(0, 5), GAPS)
def test_a_series_is_the_cheapest_there_is(
    open_days: dict[int, int], count: int, begin: int, gap: tuple[int, int, int]
) -> None:
    costs = {day(number): cost for number, cost in open_days.items()}
    choices = {one: Choice(cost, 0, place(one)) for one, cost in costs.items()}
    first = Window(day(begin), day(begin), day(begin + 4))

    def after(before: date) -> Window:
        return Window(*(before + timedelta(days=each) for each in gap))

    found = series(choices, count, first, after)
    expected = naive_series(costs, count, (first.earliest, first.due, first.latest), gap)
    if expected is None:
        assert isinstance(found, DoesNotFit)
        assert 1 <= found.number <= count
        return
    assert isinstance(found, Series)
    assert (found.cost, [choice.session.start.date() for choice in found.choices]) == expected


HOURS, MEMBERS, ROOMS = (9, 10), ("m0", "m1"), ("r0", "r1")
SOME = st.tuples(st.integers(0, 4), st.sampled_from(HOURS), st.sampled_from(MEMBERS), st.sampled_from(ROOMS))
PLACES = st.sets(SOME)
COURSES = st.lists(st.tuples(PLACES, st.sampled_from(MEMBERS)), min_size=1, max_size=3)


def after_two(before: date) -> Window:
    return Window(before + timedelta(days=1), before + timedelta(days=2), before + timedelta(days=3))


def wanted(number: int, places: set[tuple[int, int, str, str]], member: str, sessions: int = 2) -> Wanted:
    by_day: dict[date, tuple[Vacancy, ...]] = {}
    for which, hour, who, room in sorted(places):
        by_day[day(which)] = (*by_day.get(day(which), ()), place(day(which), hour, who, room))
    return Wanted(f"c{number}", sessions, Window(day(0), day(0), day(2)), after_two, by_day, member, 3)


def every_plan(one: Wanted) -> list[tuple[int, frozenset[tuple[datetime, str]]]]:
    """Return each way to date a course of two sessions: what it costs, and what it takes when."""
    everything = [vacancy for vacancies in one.places.values() for vacancy in vacancies]
    found = []
    for first, second in product(everything, everything):
        begin, gap = first.start.date(), (second.start.date() - first.start.date()).days
        if day(0) <= begin <= day(2) and 1 <= gap <= 3:
            others = sum(each.member != one.member for each in (first, second))
            cost = (begin - day(0)).days + abs(gap - 2) + 3 * others
            taken = frozenset((each.start, what) for each in (first, second) for what in each.taken)
            found.append((cost, taken))
    return found


@given(COURSES)
def test_a_timetable_is_the_cheapest_there_is_or_there_is_none(
    asked: list[tuple[set[tuple[int, int, str, str]], str]],
) -> None:
    courses = [wanted(number, places, member) for number, (places, member) in enumerate(asked)]
    found = timetable(courses, 30)
    expected = naive_timetable([every_plan(one) for one in courses])
    if expected is None:
        assert found == NoTimetable(is_proven=True)
        return
    assert isinstance(found, Timetable)
    assert (found.cost, found.is_proven) == (expected, True)
    taken = [(one.start, what) for placed in found.placed.values() for one in placed for what in one.taken]
    assert len(taken) == len(set(taken))
    for placed in found.placed.values():
        assert all(1 <= (later.start.date() - one.start.date()).days <= 3 for one, later in pairwise(placed))


ALIKE = st.lists(st.tuples(st.integers(1, 2), st.integers(2, 3), st.booleans()), min_size=1, max_size=2)


def alike(number: int, base: Wanted, sessions: int, first: int, tested: bool) -> Wanted:
    """Return a course that differs from another only in when it begins, how many sessions it has, and its test."""
    counting = {day(which): (day(which - 2), day(which - 3)) for which in range(7)}
    tests = None if tested else WantedTests(base.places, counting)
    window = Window(day(first), day(first), day(3))
    return replace(base, course=f"c{number}", sessions=sessions, first=window, tests=tests)


def every_tested_plan(one: Wanted) -> list[tuple[int, frozenset[tuple[datetime, str]]]]:
    """Return each way to date one or two sessions and the test before them."""
    everything = [vacancy for vacancies in one.places.values() for vacancy in vacancies]
    found = []
    for visits in product(everything, repeat=one.sessions + (one.tests is not None)):
        days = [each.start.date() for each in visits]
        sessions = visits[1:] if one.tests else visits
        begin = sessions[0].start.date()
        if (
            one.first.earliest <= begin <= one.first.latest
            and all(1 <= (later.start.date() - each.start.date()).days <= 3 for each, later in pairwise(sessions))
            and (one.tests is None or (begin - days[0]).days in (2, 3))
        ):
            gaps = [(later.start.date() - each.start.date()).days for each, later in pairwise(sessions)]
            others = sum(each.member != one.member for each in sessions)
            cost = (begin - one.first.due).days + sum(abs(gap - 2) for gap in gaps) + 3 * others
            found.append((cost, frozenset((each.start, what) for each in visits for what in each.taken)))
    return found


@settings(max_examples=60)
@given(st.sets(SOME, min_size=6, max_size=10), ALIKE)
def test_courses_that_begin_apart_have_more_sessions_or_need_their_test_are_dated_as_cheaply_as_can_be(
    places: set[tuple[int, int, str, str]], asked: list[tuple[int, int, bool]]
) -> None:
    base = wanted(0, places, "m0")
    courses = [alike(number, base, *each) for number, each in enumerate(asked)]
    found = timetable(courses, 30)
    expected = naive_timetable([every_tested_plan(one) for one in courses])
    if expected is None:
        assert found == NoTimetable(is_proven=True)
        return
    assert isinstance(found, Timetable)
    assert (found.cost, found.is_proven) == (expected, True)
    visits = [*found.tests.values(), *(one for placed in found.placed.values() for one in placed)]
    taken = [(one.start, what) for one in visits for what in one.taken]
    assert len(taken) == len(set(taken))
    assert set(found.tests) == {one.course for one in courses if one.tests}
    for course, test in found.tests.items():
        assert (found.placed[course][0].start.date() - test.start.date()).days in (2, 3)


def test_hours_that_contradict_the_count_of_a_day_are_forbidden_and_nothing_else() -> None:
    """Each person has a place and each room too, but never the two at one time: what is counted cannot be done."""
    crossed = {(0, 9, "m0", "r0"), (0, 9, "m1", "r0"), (2, 9, "m0", "r0"), (2, 10, "m1", "r0"), (1, 9, "m0", "r0")}
    courses = [wanted(0, crossed, "m0"), wanted(1, crossed | {(3, 9, "m1", "r1")}, "m1")]
    found = timetable(courses, 30)
    assert isinstance(found, Timetable)
    assert found.cost == naive_timetable([every_plan(one) for one in courses])


def test_courses_that_are_alike_are_taken_apart_again() -> None:
    places = {(number, hour, "m0", "r0") for number in range(5) for hour in HOURS}
    found = timetable([wanted(number, places, "m0") for number in range(3)], 30)
    assert isinstance(found, Timetable)
    assert sorted(found.placed) == ["c0", "c1", "c2"]
    assert {len(placed) for placed in found.placed.values()} == {2}


@pytest.mark.parametrize("sessions", [(4, 4), (4, 3), (2, 5)])
def test_longer_courses_that_share_one_place_a_day_stand_on_every_other_day(sessions: tuple[int, ...]) -> None:
    """The second waits a day, and from then on each has its own days: that costs the one day, and nothing less does."""
    places = {(number, 9, "m0", "r0") for number in range(11)}
    courses = [wanted(number, places, "m0", count) for number, count in enumerate(sessions)]
    found = timetable(courses, 30)
    assert isinstance(found, Timetable)
    assert (found.cost, found.is_proven) == (1, True)
    dated = [[one.start.date() for one in placed] for _, placed in sorted(found.placed.items())]
    assert [len(days) for days in dated] == list(sessions)
    assert all((later - one).days == 2 for days in dated for one, later in pairwise(days))
    assert set(dated[0]).isdisjoint(dated[1])


def test_times_that_overlap_are_one_place() -> None:
    """Two courses and one person, free from nine or from half past: only one of them can come."""
    start = datetime.combine(day(0), time(9), UTC)
    free = tuple(Vacancy(start + each, start + each + timedelta(hours=1), "m0", "r0") for each in (timedelta(), HALF))
    base = replace(wanted(0, set(), "m0", 1), places={day(0): free}, first=Window(day(0), day(0), day(0)))
    assert isinstance(timetable([base], 30), Timetable)
    assert timetable([base, replace(base, course="c1")], 30) == NoTimetable(is_proven=True)
