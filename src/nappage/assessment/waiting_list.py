"""The waiting list of a clinic: who waits, and whom a freed time would fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.records.models import Identity, Waiting
from nappage.values.local_time import local_day


def waiting(clinic: UUID) -> list[Waiting]:
    """Return every wish of a clinic that still stands, the oldest first."""
    return list(Waiting.objects.filter(clinic=clinic, ended_at=None).order_by("at", "id"))


def fitting(clinic: UUID, start: datetime, end: datetime, zone: ZoneInfo) -> list[Waiting]:
    """Return the wishes that a freed time is long enough for, on a day that they named.

    Whether somebody may have that time is the engine's question when it is booked.
    """
    day = local_day(start, zone)
    length = (end - start) // timedelta(minutes=1)
    found = Waiting.objects.filter(clinic=clinic, ended_at=None, first__lte=day, last__gte=day, minutes__lte=length)
    return list(found.order_by("at", "id"))


def names_of(waiting: list[Waiting]) -> Mapping[UUID, str]:
    """Return the names of who waits, by person."""
    persons = {wish.person_id for wish in waiting}
    return dict(Identity.objects.filter(person__in=persons).values_list("person", "name"))
