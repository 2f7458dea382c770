"""Elapsed time and calendar time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from nappage.values.fault import Refused
from nappage.values.span import CalendarSpan, Elapsed, add_months, parse_span

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("text", "minutes"), [("20 min", 20), ("24 h", 1440), ("1 h", 60), ("0 min", 0)])
def test_an_elapsed_time_is_read_in_minutes(text: str, minutes: int) -> None:
    assert Elapsed.parse(text) == Elapsed(minutes)


@pytest.mark.parametrize("text", ["7 d", "24h", "24  h", "-1 h", "1.5 h", "h", "", "24 h ", "1 hour"])
def test_an_elapsed_time_is_refused_otherwise(text: str) -> None:
    with pytest.raises(Refused, match='"20 min" or "24 h"'):
        Elapsed.parse(text)


@pytest.mark.parametrize(("minutes", "text"), [(1440, "24 h"), (20, "20 min"), (90, "90 min"), (60, "1 h"), (0, "0 h")])
def test_an_elapsed_time_is_shown_in_whole_hours_or_in_minutes(minutes: int, text: str) -> None:
    assert str(Elapsed(minutes)) == text


def test_an_elapsed_time_goes_both_ways_on_the_instant() -> None:
    assert Elapsed(90).after(NOON) == datetime(2026, 3, 28, 13, 30, tzinfo=UTC)
    assert Elapsed(90).before(NOON) == datetime(2026, 3, 28, 10, 30, tzinfo=UTC)
    assert Elapsed(20) < Elapsed(21)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("7 d", CalendarSpan(days=7)),
        ("2 wk", CalendarSpan(days=14)),
        ("3 mo", CalendarSpan(months=3)),
        ("1 a", CalendarSpan(months=12)),
        ("0 d", CalendarSpan()),
    ],
)
def test_a_calendar_time_is_read_in_days_or_months(text: str, span: CalendarSpan) -> None:
    assert CalendarSpan.parse(text) == span


@pytest.mark.parametrize("text", ["24 h", "7d", "-7 d", "1.5 mo", "d", "", "2 weeks", "7 d "])
def test_a_calendar_time_is_refused_otherwise(text: str) -> None:
    with pytest.raises(Refused, match="Hours are elapsed time"):
        CalendarSpan.parse(text)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (CalendarSpan(days=7), "7 d"),
        (CalendarSpan(months=3), "3 mo"),
        (CalendarSpan(months=1, days=2), "1 mo 2 d"),
        (CalendarSpan(), "0 d"),
    ],
)
def test_a_calendar_time_is_shown_with_its_units(span: CalendarSpan, text: str) -> None:
    assert str(span) == text


@pytest.mark.parametrize(
    ("text", "span"),
    [("24 h", Elapsed(1440)), ("20 min", Elapsed(20)), ("7 d", CalendarSpan(days=7)), ("1 mo", CalendarSpan(months=1))],
)
def test_the_unit_says_which_kind_of_time_is_meant(text: str, span: Elapsed | CalendarSpan) -> None:
    assert parse_span(text) == span


@pytest.mark.proves("E05", "E19")
@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-11-30", 6, "2027-05-30"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-12-01", 0, "2026-12-01"),
        ("2026-01-31", -1, "2025-12-31"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-05-31", 1, "2026-06-30"),
    ],
)
def test_a_month_that_lacks_the_day_ends_on_its_last_one(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_months_are_counted_before_days() -> None:
    assert CalendarSpan(months=1, days=1).after(date(2026, 1, 31)) == date(2026, 3, 1)
    assert CalendarSpan(months=1, days=1).before(date(2026, 3, 31)) == date(2026, 2, 27)


def test_a_repeated_month_stays_anchored() -> None:
    once = CalendarSpan(months=1)
    assert once.times(2).after(date(2026, 1, 31)) == date(2026, 3, 31)
    assert once.after(once.after(date(2026, 1, 31))) == date(2026, 3, 28)
    assert CalendarSpan(months=1, days=2).times(3) == CalendarSpan(months=3, days=6)
