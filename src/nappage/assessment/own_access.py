"""Whose records an account opens at the patient door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nappage.records.models import Identity, PortalAccess


@dataclass(frozen=True, slots=True)
class OwnAccess:
    """An access that stands, and the name of the person it is about."""

    access: PortalAccess
    name: str


def accesses_of(user: UUID, at: datetime) -> tuple[OwnAccess, ...]:
    """Return the accesses of an account that stand at an instant, of oneself first; look at every clinic for it."""
    rows = PortalAccess.objects.select_related("clinic").filter(user=user, person__key__isnull=False)
    standing = sorted((row for row in rows if row.stands(at)), key=lambda row: (row.duty, row.at))
    names = dict(Identity.objects.filter(person__in=[row.person_id for row in standing]).values_list("person", "name"))
    return tuple(OwnAccess(row, names[row.person_id]) for row in standing if row.person_id in names)
