"""A screen asks the database as often for much as for little: no question is asked once for each row."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nappage.actions.acting import acting
from nappage.actions.entries import append
from nappage.assessment import glimpse, line
from nappage.engine.story import SymptomReport, TapeReading
from nappage.records.keys import new_key
from nappage.records.models import Slot
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.course import PLAN, WrittenCourse, ready_for_first_session
from support.device import Device
from support.measured import FIRST, course_of
from support.sessions import Chair, given, under_way

Clock = Callable[[datetime], None]
START = datetime(2026, 3, 3, 7, tzinfo=UTC)
VISIT = timedelta(minutes=45)
MANY = 100


# What a screen may ask at most: who asks (3), the policy (4), the look that the trail keeps, the chart, who is called
# what, and its own.
MOST = {"/": 22, "/patients/?q=demo+patient+001": 12, "chart": 21, "pass": 36}


def queries(ask: Callable[[], object]) -> int:
    """Return how many queries it takes when this process has looked at nobody yet."""
    line._OPENED.clear()
    glimpse._GLIMPSES.clear()
    with CaptureQueriesContext(connection) as asked:
        ask()
    # PostgreSQL is told whose rows a connection sees: that is no question.
    return sum("set_config" not in one["sql"] for one in asked.captured_queries)


def opened(device: Device, path: str) -> int:
    """Return the queries of a page that was opened once before, so that what a session says of itself is there."""
    assert device.get(path).status_code == 200
    return queries(lambda: device.get(path))


def test_today_asks_as_often_for_twelve_visits_as_for_three(cast: Cast, clock: Clock) -> None:
    for number in range(3):
        ready_for_first_session(cast, START + number * VISIT)
    clock(START)
    device = cast.client("injector")
    few = opened(device, "/")
    for number in range(3, 12):
        ready_for_first_session(cast, START + number * VISIT)
    assert device.get("/").content.decode().count("Demo patient 014") >= 12
    assert opened(device, "/") == few <= MOST["/"]


def test_today_asks_as_often_again_when_something_was_recorded(cast: Cast, clock: Clock) -> None:
    courses = [ready_for_first_session(cast, START + number * VISIT) for number in range(3)]
    clock(START + timedelta(minutes=2))
    device = cast.client("injector")
    opened(device, "/")
    asked = []
    for changed in (courses[:1], courses):
        for course in changed:
            course.say("assistant", START + timedelta(minutes=1), *readings(1))
        with CaptureQueriesContext(connection) as captured:
            device.get("/")
        asked.append(len(captured))
    assert asked[0] == asked[1]


def readings(count: int) -> list[TapeReading]:
    return [TapeReading("thigh", Quantity.parse("57.0 cm"), START, "injector-1") for _ in range(count)]


def test_a_search_asks_as_often_for_many_as_for_one(cast: Cast, clock: Clock) -> None:
    cast.register("Demo patient 001", START)
    clock(START)
    device = cast.client("reception")
    one = opened(device, "/patients/?q=demo+patient+001")
    for number in range(12):
        cast.register(f"Demo patient 001 {number:02}", START)
    assert opened(device, "/patients/?q=demo+patient+001") == one <= MOST["/patients/?q=demo+patient+001"]


def test_a_chart_asks_as_often_for_many_entries_as_for_few(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START + timedelta(minutes=5))
    device, path = cast.client("injector"), f"/patients/{course.person}/"
    few = opened(device, path)
    with_many(course)
    assert opened(device, path) == few <= MOST["chart"]


def with_many(course: WrittenCourse) -> None:
    actor = course.cast.actor("injector", START)
    with acting(actor, "measure.record", course.person):
        for _ in range(MANY):
            append(actor, course.person, *readings(2), course=course.course)


def test_the_hundredth_pass_asks_as_often_as_the_first(cast: Cast) -> None:
    chair = under_way(cast)
    first = queries(lambda: chair.chart(given(punctures=1)))
    for _ in range(MANY - 2):
        chair.chart(given(punctures=1))
    assert queries(lambda: chair.chart(given(punctures=1))) == first


def test_a_pass_from_the_journal_is_one_transaction_and_asks_as_often_after_many(cast: Cast, clock: Clock) -> None:
    chair = under_way(cast)
    clock(chair.at("10:40"))
    device = cast.client("injector")
    assert saved(device, chair).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        saved(device, chair)
    assert sum(one["sql"].startswith("SAVEPOINT") for one in captured.captured_queries) == 1
    few = queries(lambda: saved(device, chair))
    for _ in range(MANY):
        chair.chart(given(punctures=1))
    assert queries(lambda: saved(device, chair)) == few <= MOST["pass"]


def saved(device: Device, chair: Chair) -> Any:
    """Return the answer to one more point, sent as the device's journal sends it."""
    said = {
        "id": str(new_key()), "ago": 0, "site": "thigh/right", "technique": "nappage", "punctures": 1,
        "volume": "0.02", "depth": "3", "layer": "superficial-subcutis", "operator": "injector-1",
    }  # fmt: skip
    path = reverse("session-passes", kwargs={"person": chair.laid.person, "visit": chair.visit.id})
    return device.post(path, json.dumps(said), content_type="application/json")


def test_the_list_of_reports_asks_as_often_for_many_reports_as_for_few(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START + timedelta(minutes=30))
    device, asked = cast.client("physician"), []
    for count in (2, 20):
        for _ in range(count):
            told_at = START + timedelta(minutes=5)
            course.say("assistant", told_at, SymptomReport("bruise", onset=told_at, at=told_at, zone="thigh"))
        asked.append(opened(device, "/follow-up/"))
    assert "Demo patient 014" in device.get("/follow-up/").content.decode()
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/follow-up/", FIRST + timedelta(days=3)),
        ("/recall/", datetime(2026, 10, 1, 9, tzinfo=UTC)),
        ("/director/", FIRST + timedelta(days=3)),
        ("/agenda/?view=week&day=2026-03-03", FIRST + timedelta(days=3)),
    ],
)
def test_a_list_of_the_clinic_asks_as_often_for_many_people_as_for_few(
    cast: Cast, clock: Clock, path: str, day: datetime
) -> None:
    device, short = cast.client("director" if path == "/director/" else "assistant"), replace(PLAN, sessions=2)
    asked = []
    for names in (("041", "042"), ("043", "044", "045")):
        for name in names:
            course_of(cast, ("56.9", "57.0"), short, f"Demo patient {name}")
            Slot.objects.all().delete()  # so that the next one may come at the same hours
        clock(day)
        asked.append(opened(device, path))
    said = device.get(path).content.decode()
    # The director's page names nobody of whom nothing holds.
    assert path == "/director/" or all(f"Demo patient 04{number}" in said for number in range(1, 6))
    assert asked[0] == asked[1]
