"""Instants and the local clock that people read. Instants are UTC; a local time is a view of one in a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nappage.values.fault import Refused
from nappage.values.remembered import remembered


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the local wall-clock reading of an instant."""
    return instant.astimezone(zone)


@remembered
def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """Return the local calendar day of an instant. One outlook asks a hundred times about a dozen instants."""
    return instant.astimezone(zone).date()


@remembered
def at_local(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the instant of a wall-clock time on a day, the first of the two where clocks go back.

    A time that clocks skip is taken as if they had not yet been put forward, which gives the instant just after the
    gap: a session planned at 02:30 in that night is at 03:30.
    """
    return datetime.combine(day, clock, zone).astimezone(UTC)


def instant_typed(typed: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant a person means by a date and time; without an offset it is read in `zone`.

    Refused when the clock never showed that time, and when it showed it twice: a guess would move a 24 h gate by one
    hour.
    """
    if typed.tzinfo is not None:
        return typed.astimezone(UTC)
    change = clock_change(typed, zone)
    if change is not None:
        skipped = change[0] < change[1]
        expected = f"a time that the clocks of {zone.key} showed {'at all' if skipped else 'only once'}"
        raise Refused(expected, typed.isoformat(" ", "minutes"), "Write it with its offset, such as 02:30+02:00.")
    return typed.replace(tzinfo=zone, fold=0).astimezone(UTC)


def clock_change(typed: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return from when to when the clocks go where that skips a wall-clock time or shows it twice; else None.

    The first of the two is the earlier where they go forward, and the later where they go back.
    """

    def gone(at: datetime) -> timedelta:
        first, second = (at.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
        return second - first

    by = gone(typed)
    if not by:
        return None
    begins = typed.replace(second=0, microsecond=0)
    while gone(begins - _MINUTE):
        begins -= _MINUTE
    return (begins, begins + by) if by > timedelta(0) else (begins - by, begins)


_MINUTE = timedelta(minutes=1)
