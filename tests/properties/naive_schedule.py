"""The forecast and its judgements a second time: day by day, with lists, slow and obvious."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STEPS: dict[str, dict[str, tuple[int, str, int | None]]] = {
    "001-body": {"two-weekly": (14, "d", None)},
    "003-adaptive": {"start": (7, "d", 10), "two-weekly": (14, "d", None), "monthly": (1, "mo", None)},
}
MINIMUM_DAYS = 7
CAP = 15
Line = tuple[int, datetime | None, datetime | None, datetime | None]


def later(day: date, count: int, unit: str) -> date:
    if unit == "d":
        for _ in range(count):
            day = day + timedelta(days=1)
        return day
    wanted, year, month = day.day, day.year, day.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while wanted > calendar.monthrange(year, month)[1]:
        wanted = wanted - 1
    return date(year, month, wanted)


def utc(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime(
        day.year, day.month, day.day, clock.hour, clock.minute, clock.second, clock.microsecond, tzinfo=zone
    ).astimezone(UTC)


def opening_of(day: date, clock: time) -> time:
    if day.weekday() == 6 or time(9) <= clock < (time(14) if day.weekday() == 5 else time(18)):
        return clock
    return time(9)


def first_day(before: date, lytic: bool, signed: int) -> date:
    """Return the first day on which a week, four weeks and a month of deoxycholate, and a signed span have passed."""
    days = [later(before, MINIMUM_DAYS, "d"), later(before, signed, "d")]
    if lytic:
        days += [later(before, 28, "d"), later(before, 1, "mo")]
    return max(days)


def naive_forecast(
    variant: str,
    sessions: int,
    given: Sequence[datetime],
    booked: Sequence[datetime],
    step: str,
    closed: set[date],
    zone: ZoneInfo,
    at: datetime,
    tolerance: int,
    lytic: bool,
    signed: int,
) -> list[Line]:
    """Return number, earliest, proposed and latest of each proposal after the given and booked sessions."""
    count, unit, upper = STEPS[variant][step]
    visits = sorted(given) + sorted(start for start in booked if not given or start > max(given))
    if not visits:
        return [(number, None, None, None) for number in range(1, min(sessions, CAP) + 1)]
    last = visits[-1].astimezone(zone)
    base, done = last.date(), 0
    first = later(base, count, unit)
    if utc(first, opening_of(first, last.time()), zone) < at:
        base, done = at.astimezone(zone).date() + timedelta(days=1), -1
    previous = last.date()
    lines: list[Line] = []
    for number in range(len(visits) + 1, min(sessions, CAP) + 1):
        done = done + 1
        day = later(base, count * done, unit)
        earliest = first_day(previous, lytic, signed)
        while day < earliest:
            day = day + timedelta(days=1)
        while day.weekday() == 6 or day in closed:
            day = day + timedelta(days=1)
        until = later(previous, upper, "d") if upper else later(later(previous, count, unit), tolerance, "d")
        lines.append(
            (
                number,
                utc(earliest, time(0), zone),
                utc(day, opening_of(day, last.time()), zone),
                utc(until, time.max, zone),
            )
        )
        previous = day
    return lines


def naive_standings(
    variant: str, starts: Sequence[datetime], sessions: int, step: str, zone: ZoneInfo, lytic: bool, signed: int
) -> list[str]:
    """Return how each session given stands, in the order of time, with a tolerance of three days and no reasons."""
    count, unit, upper = STEPS[variant][step]
    days = [start.astimezone(zone).date() for start in sorted(starts)]
    standings = []
    for index, day in enumerate(days):
        last_good = date.max
        if index:
            before = days[index - 1]
            last_good = later(before, upper, "d") if upper else later(later(before, count, unit), 3, "d")
        if index + 1 > min(sessions, CAP):
            standings.append("over-limit")
        elif index and day < first_day(days[index - 1], lytic, signed):
            standings.append("early")
        else:
            standings.append("late" if day > last_good else "valid")
    return standings
