"""Visits of the days before today of which nobody said how they ended: whether somebody came is not known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from nappage.records.models import Entry, Purpose, Visit, VisitState
from nappage.values.local_time import at_local

# How far back the board asks, which is the clinic's housekeeping and no rule about a patient.
SINCE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Unended:
    """A visit of an earlier day that is still booked: whose, when, for what, and whom it was booked with."""

    person: UUID
    name: str
    start: datetime
    purpose: str
    member: str


def unended(clinic: UUID, day: date, zone: ZoneInfo) -> Iterator[Unended]:
    """Yield the visits before a local day that are booked as ever, and at which nothing was recorded, oldest first."""
    begins, today = (at_local(one, time(0), zone) for one in (day - SINCE, day))
    booked = Visit.objects.filter(
        clinic=clinic,
        start__gte=begins,
        start__lt=today,
        state=VisitState.BOOKED,
        person__identity__isnull=False,
    )
    untold = booked.exclude(Exists(Entry.objects.filter(person=OuterRef("person"), visit=OuterRef("pk"))))
    asked = ("person", "person__identity__name", "start", "purpose", "member__name")
    for person, name, start, purpose, member in untold.values_list(*asked):
        yield Unended(person, name, start, str(Purpose(purpose).label), member or "")
