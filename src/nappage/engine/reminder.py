"""When somebody is reminded of a visit, and when nobody is written to: a ladder of days, and the hours of the night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition, Entry
from nappage.values.fault import Fault
from nappage.values.local_time import at_local, local
from nappage.values.span import CalendarSpan

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Entry):
    """One rung of the ladder: how many days of the calendar before a visit."""

    before: CalendarSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours(Entry):
    """The hours of the clock, where the person is, in which nothing is sent that can wait; they go over midnight."""

    begin: time
    end: time


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of one visit: from when it is sent, and until when it is worth sending."""

    reminder: Reminder
    due: datetime
    until: datetime


def ladder(edition: Edition, start: datetime, zone: ZoneInfo, booked_at: datetime) -> tuple[Rung, ...]:
    """Return the reminders of a visit that are still to come when it is booked, in order of time.

    Each is at the visit's own clock time so many local days before, and gives way to the next: whoever was not reached
    for days is told once. The last one is worth sending until the visit.
    """
    visit = local(start, zone)
    dues = sorted(
        (at_local(one.before.before(visit.date()), visit.time(), zone), one.id, one)
        for one in edition.all(Reminder).values()
    )
    ends = [*(due for due, _, _ in dues[1:]), start]
    return tuple(Rung(one, due, until) for (due, _, one), until in zip(dues, ends, strict=True) if due > booked_at)


def when_awake(edition: Edition, at: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant itself, or where it is in the quiet hours of a place, that at which they end."""
    return next((end for begin, end in _nights(edition, at, zone) if begin <= at < end), at)


def _nights(edition: Edition, at: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield the quiet hours that began on the local day of an instant, or the evening before."""
    today = local(at, zone).date()
    for hours in edition.all(QuietHours).values():
        for evening in (today - _DAY, today):
            yield at_local(evening, hours.begin, zone), at_local(evening + _DAY, hours.end, zone)


def check_quiet_hours(entry: QuietHours, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for quiet hours that do not go over midnight: a whole day would be quiet, or none of the night."""
    if entry.end >= entry.begin:
        remedy = "Write when the night begins and when it ends, such as 21:00 and 08:00."
        yield Fault(f"{thing}.end", f"before {entry.begin:%H:%M}, on the next day", f"{entry.end:%H:%M}", remedy)
