"""By when a clinic answers what somebody asks, and from when it calls a message late. No rules about a patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition, Entry
from nappage.values.fault import Fault
from nappage.values.local_time import at_local, local
from nappage.values.span import CalendarSpan, Elapsed

COPY_OR_ERASURE, QUESTION, MESSAGE = "copy-or-erasure", "question-from-home", "message-on-its-way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Entry):
    """How long something may take, in time that passes or by the calendar at the same clock time."""

    within: CalendarSpan | Elapsed


def deadline(edition: Edition, id: str, since: datetime, zone: ZoneInfo) -> datetime:
    """Return by when something that began at an instant is to be done."""
    within = edition.all(Deadline)[id].within
    if isinstance(within, Elapsed):
        return within.after(since)
    began = local(since, zone)
    return at_local(within.after(began.date()), began.time(), zone)


def check_deadline(entry: Deadline, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for a message that would be late by the calendar: half a day is no time to notice one."""
    if entry.id == MESSAGE and not isinstance(entry.within, Elapsed):
        yield Fault(f"{thing}.within", 'minutes or hours, such as "30 min"', str(entry.within), "Write min or h.")
