"""The ladder of reminders and the quiet hours: days of the calendar at the visit's clock time, nights of the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.reminder import QuietHours, check_quiet_hours, ladder, when_awake
from nappage.values.local_time import local

MADRID = ZoneInfo("Europe/Madrid")
VISIT = datetime(2026, 4, 2, 8, 30, tzinfo=UTC)
LONG_BEFORE = VISIT - timedelta(days=60)


def test_a_visit_has_three_reminders_at_its_own_clock_time_across_the_change_of_clocks(edition: Edition) -> None:
    rungs = ladder(edition, VISIT, MADRID, LONG_BEFORE)
    assert [f"{local(one.due, MADRID):%d %b %H:%M}" for one in rungs] == [
        "26 Mar 10:30", "31 Mar 10:30", "01 Apr 10:30",
    ]  # fmt: skip
    assert [one.due.hour for one in rungs] == [9, 8, 8]


def test_a_reminder_gives_way_to_the_next_and_the_last_one_to_the_visit(edition: Edition) -> None:
    rungs = ladder(edition, VISIT, MADRID, LONG_BEFORE)
    assert [one.until for one in rungs] == [rungs[1].due, rungs[2].due, VISIT]


@pytest.mark.parametrize(("days", "left"), [(8, 3), (7, 2), (3, 2), (2, 1), (1, 0), (0, 0)])
def test_what_would_have_been_due_before_the_booking_is_left_out(edition: Edition, days: int, left: int) -> None:
    assert len(ladder(edition, VISIT, ZoneInfo("UTC"), VISIT - timedelta(days=days))) == left


@pytest.mark.parametrize(
    ("zone", "at", "awake"),
    [
        ("Europe/Madrid", "2026-03-28T20:59+01:00", "2026-03-28T20:59+01:00"),
        ("Europe/Madrid", "2026-03-28T21:00+01:00", "2026-03-29T08:00+02:00"),
        ("Europe/Madrid", "2026-03-29T02:30+00:00", "2026-03-29T08:00+02:00"),
        ("America/Los_Angeles", "2026-04-02T12:00+02:00", "2026-04-02T17:00+02:00"),
        ("Asia/Tokyo", "2026-04-02T10:00+02:00", "2026-04-02T10:00+02:00"),
    ],
)
def test_nobody_is_written_to_in_their_own_night(edition: Edition, zone: str, at: str, awake: str) -> None:
    found = when_awake(edition, datetime.fromisoformat(at), ZoneInfo(zone))
    assert found == datetime.fromisoformat(awake)


def test_quiet_hours_that_do_not_go_over_midnight_are_refused(edition: Edition) -> None:
    (night,) = edition.all(QuietHours).values()
    assert list(check_quiet_hours(night, "quiet-hours night", edition)) == []
    (fault,) = check_quiet_hours(replace(night, begin=time(8), end=time(21)), "quiet-hours night", edition)
    assert (fault.thing, fault.expected, fault.found) == (
        "quiet-hours night.end", "before 08:00, on the next day", "21:00",
    )  # fmt: skip
