"""The clinic that is measured adds up, books nobody twice, and its rows are those that the acts would leave."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from bench.clinic.calendar import Calendar, days_of, lay_all
from bench.clinic.chairs import seated
from bench.clinic.client import Load
from bench.clinic.counting import cpu_seconds
from bench.clinic.filling import Filling, Rested, in_time
from bench.clinic.home import Home, make_home
from bench.clinic.patient import PatientCourses
from bench.clinic.size import Size, shared

from nappage.actions.audit import broken_at
from nappage.assessment.chart import chart_of
from nappage.assessment.happening import PassGiven, Signed
from nappage.records.models import AuditEvent, Course, Identity, LotUse, Slot

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
SMALL = Size(patients=6, sessions=60, punctures=7200)


@pytest.mark.parametrize(("total", "parts"), [(100, 10), (12_000_001, 1000), (3, 7)])
def test_parts_add_up_to_their_total(total: int, parts: int) -> None:
    found = shared(total, parts, (10, 2, 12))
    assert sum(found) == total
    assert len(found) == parts


def test_no_place_of_the_calendar_is_given_twice() -> None:
    laid = lay_all(Size().scaled(0.01), NOW.date(), 5, 10, Random(1))
    places = Counter(
        place
        for courses in laid
        for dates in courses
        for place in (dates.consultation, dates.test, *dates.sessions, *filter(None, [dates.booked]))
    )
    assert set(places.values()) == {1}
    assert sum(len(dates.sessions) for courses in laid for dates in courses) == 1000


def test_a_full_day_goes_on_to_the_next() -> None:
    calendar = Calendar()
    days = [calendar.take(NOW.date()).start.date() for _ in range(65)]
    assert days[63] == NOW.date()
    assert days[64] == NOW.date() + timedelta(days=1)


def patients_of(home: Home) -> list[PatientCourses]:
    laid, given, found = lay_all(SMALL, NOW.date(), 1, 4, Random(7)), 0, []
    for number, (courses, sessions) in enumerate(zip(laid, SMALL.sessions_of, strict=True)):
        counts = SMALL.punctures_of[given : given + sessions]
        found.append(PatientCourses(home, number, courses, counts, NOW, Random(f"7/{number}")))
        given += sessions
    return found


@pytest.fixture
def home(db: None) -> Home:
    """Return the clinic, filled."""
    home = make_home(NOW.date() - timedelta(days=days_of(SMALL) + 60), NOW)
    patients = patients_of(home)
    filling = Filling(home, Rested("edition", "2026a", ["H-01"], 1), {one.person: one for one in patients})
    signed = sum(act.act == "sign session" for act in filling.fill(in_time(patients)))
    assert signed == SMALL.sessions
    return home


def test_the_rows_are_those_that_the_acts_would_leave(home: Home) -> None:
    assert broken_at(home.clinic.id) is None
    whole = {course.id: chart_of(course.person_id, course.id, NOW) for course in Course.objects.all()}
    passes = [given.given for chart in whole.values() for _, given in chart.of(PassGiven)]
    assert sum(one.punctures for one in passes) == SMALL.punctures
    assert sum(value.punctures for chart in whole.values() for _, value in chart.of(Signed)) == SMALL.punctures
    assert LotUse.objects.count() == 2 * (len(whole) + SMALL.sessions)
    assert Slot.objects.values("taken", "start").distinct().count() == Slot.objects.count()
    events = list(AuditEvent.objects.filter(person__isnull=False).order_by("number").values_list("at", flat=True))
    assert events == sorted(events)


def test_equal_seeds_tell_equal_stories(home: Home) -> None:
    one, other = (list(in_time(patients_of(home))) for _ in range(2))
    assert one == other


def test_a_session_that_is_due_can_be_started(home: Home) -> None:
    members = [home.injector(0)]
    chairs = list(seated(range(1, 5), members, NOW))
    assert len({chair.person for chair in chairs}) == 4
    assert Identity.objects.get(person=chairs[0].person).name == "Demo patient 00001"


def test_a_load_says_its_quantiles_by_nearest_rank() -> None:
    load = Load(took=[number / 1000 for number in range(1, 101)], seconds=2.0, cpu=1.0)
    assert (load.quantile(0.5), load.quantile(0.99)) == (0.05, 0.099)
    assert load.per_second == 50
    assert load.cpu_each == 0.01
    load.statuses.update({200: 99, 503: 1})
    assert load.refused == 1


def test_cpu_time_counts_this_process() -> None:
    before = cpu_seconds(os.getpid())
    sum(number * number for number in range(400_000))
    assert cpu_seconds(os.getpid()) > before >= 0
