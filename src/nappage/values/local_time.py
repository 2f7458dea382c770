"""Instants and the local clock that people read. Instants are UTC; a local time is a view of one in a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
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
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        skipped = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != typed
        expected = f"a time that the clocks of {zone.key} showed {'at all' if skipped else 'only once'}"
        raise Refused(expected, typed.isoformat(" ", "minutes"), "Write it with its offset, such as 02:30+02:00.")
    return first.astimezone(UTC)
