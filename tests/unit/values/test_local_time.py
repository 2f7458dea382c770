"""Instants and the clock that people read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from nappage.values.fault import Refused
from nappage.values.local_time import at_local, clock_change, instant_typed, local, local_day

MADRID = ZoneInfo("Europe/Madrid")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_instant_is_read_on_the_local_clock() -> None:
    read = local(utc("2026-10-05 21:20"), MADRID)
    assert (read.date(), read.time()) == (date(2026, 10, 5), time(23, 20))
    assert read.tzinfo is MADRID


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-03-02 22:59", MADRID, date(2026, 3, 2)),
        ("2026-03-02 23:00", MADRID, date(2026, 3, 3)),
        ("2026-03-03 04:59", NEW_YORK, date(2026, 3, 2)),
        ("2026-03-03 05:00", NEW_YORK, date(2026, 3, 3)),
    ],
)
def test_the_local_day_turns_at_local_midnight(instant: str, zone: ZoneInfo, day: date) -> None:
    assert local_day(utc(instant), zone) == day


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2026, 3, 28), time(10, 0), MADRID, "2026-03-28 09:00"),
        (date(2026, 3, 29), time(10, 0), MADRID, "2026-03-29 08:00"),
        (date(2026, 3, 29), time(2, 30), MADRID, "2026-03-29 01:30"),
        (date(2026, 10, 25), time(2, 30), MADRID, "2026-10-25 00:30"),
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, "2026-10-03 15:45"),
    ],
)
def test_a_clock_time_on_a_day_is_one_instant(day: date, clock: time, zone: ZoneInfo, expected: str) -> None:
    assert at_local(day, clock, zone) == utc(expected)
    assert at_local(day, clock, zone).tzinfo is UTC


def test_a_clock_time_that_is_skipped_is_shown_after_the_gap() -> None:
    assert local(at_local(date(2026, 3, 29), time(2, 30), MADRID), MADRID).time() == time(3, 30)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-03-03 10:30", "2026-03-03 09:30"),
        ("2026-03-29 01:59", "2026-03-29 00:59"),
        ("2026-03-29 03:00", "2026-03-29 01:00"),
        ("2026-10-25 01:59", "2026-10-24 23:59"),
        ("2026-10-25 03:00", "2026-10-25 02:00"),
        ("2026-03-29 02:30+02:00", "2026-03-29 00:30"),
        ("2026-10-25 02:30+01:00", "2026-10-25 01:30"),
    ],
)
def test_a_typed_time_is_read_in_the_zone_unless_it_says_its_offset(typed: str, expected: str) -> None:
    read = instant_typed(datetime.fromisoformat(typed), MADRID)
    assert read == utc(expected)
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("typed", "zone", "change"),
    [
        ("2026-03-29 02:00", MADRID, ("2026-03-29 02:00", "2026-03-29 03:00")),
        ("2026-03-29 02:59:59", MADRID, ("2026-03-29 02:00", "2026-03-29 03:00")),
        ("2026-10-25 02:30", MADRID, ("2026-10-25 03:00", "2026-10-25 02:00")),
        ("2026-10-04 02:10", LORD_HOWE, ("2026-10-04 02:00", "2026-10-04 02:30")),
        ("2026-03-29 01:59", MADRID, None),
        ("2026-03-29 03:00", MADRID, None),
        ("2026-10-25 03:00", MADRID, None),
    ],
)
def test_it_says_from_when_to_when_the_clocks_go_past_a_time(
    typed: str, zone: ZoneInfo, change: tuple[str, str] | None
) -> None:
    expected = tuple(map(datetime.fromisoformat, change)) if change else None
    assert clock_change(datetime.fromisoformat(typed), zone) == expected


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2026-03-29 02:00", "a time that the clocks of Europe/Madrid showed at all"),
        ("2026-03-29 02:59", "a time that the clocks of Europe/Madrid showed at all"),
        ("2026-10-25 02:00", "a time that the clocks of Europe/Madrid showed only once"),
        ("2026-10-25 02:59", "a time that the clocks of Europe/Madrid showed only once"),
    ],
)
def test_a_typed_time_that_was_never_or_twice_on_the_clock_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        instant_typed(datetime.fromisoformat(typed), MADRID)
    assert refused.value.expected == why
    assert refused.value.found == repr(typed)
    assert refused.value.remedy == "Write it with its offset, such as 02:30+02:00."
