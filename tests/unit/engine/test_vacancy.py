"""Vacancies: when the clinic closes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.policy import Opening
from nappage.engine.vacancy import closing_after
from nappage.values.local_time import local
from support.stories import example

CLINIC = replace(
    example("s1-thighs").policy,
    zone=ZoneInfo("Europe/Madrid"),
    openings=(Opening(0, time(9), time(13)), Opening(0, time(16), time(20)), Opening(3, time(9), time(14))),
    closed_days=(date(2026, 3, 5),),
    declared_open=(),
    holidays_of="",
)
MONDAY, THURSDAY_CLOSED = "2026-03-02", "2026-03-05"


@pytest.mark.parametrize(
    ("asked", "closes"),
    [
        (f"{MONDAY} 08:00", f"{MONDAY} 20:00"),
        (f"{MONDAY} 14:00", f"{MONDAY} 20:00"),
        (f"{MONDAY} 20:00", "2026-03-09 20:00"),
        (f"{THURSDAY_CLOSED} 10:00", "2026-03-09 20:00"),
        ("2026-03-12 10:00", "2026-03-12 14:00"),
    ],
)
def test_it_closes_at_the_end_of_its_day_or_of_the_next_one_that_is_open(asked: str, closes: str) -> None:
    found = closing_after(CLINIC, datetime.fromisoformat(asked).replace(tzinfo=CLINIC.zone))
    assert f"{local(found, CLINIC.zone):%Y-%m-%d %H:%M}" == closes


def test_a_clinic_without_hours_closes_at_once() -> None:
    asked = datetime(2026, 3, 2, 10, tzinfo=CLINIC.zone)
    assert closing_after(replace(CLINIC, openings=()), asked) == asked
