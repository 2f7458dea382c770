"""The audit trail: appending an event to a clinic's chain of hashes, and checking that the chain is whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from nappage.records.models import AuditEvent
from nappage.records.standing_query import StandingQuery

BEGINNING = "0" * 64
_LAST = StandingQuery(
    lambda clinic: AuditEvent.objects.filter(clinic=clinic).order_by("-number").values_list("number", "digest")[:1]
)


def append_event(
    clinic: UUID,
    at: datetime,
    member: UUID | None,
    act: str,
    person: UUID | None = None,
    thing: UUID | None = None,
    detail: dict[str, Any] | None = None,
    after: AuditEvent | None = None,
) -> AuditEvent:
    """Return the event appended to the clinic's chain; call it inside a transaction.

    SQLite lets one writer in at a time (IMMEDIATE); PostgreSQL is told to by a lock on the clinic's chain. `after` is
    the event that this transaction appended just before: nobody else has appended one since.
    """
    number, before = (after.number, after.digest) if after else _last(clinic)
    event = AuditEvent(
        clinic=clinic, number=number + 1, at=at, member=member, act=act, person=person, thing=thing, detail=detail or {}
    )
    event.digest = digest_of(event, before)
    event.save(force_insert=True)
    return event


def digest_of(event: AuditEvent, before: str) -> str:
    """Return the SHA-256 that chains an event to the one before it."""
    said = [
        before, str(event.id), str(event.clinic), event.number, event.at.astimezone(UTC).isoformat(),
        str(event.member), event.act, str(event.person), str(event.thing), event.detail,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far a chain was followed: whole to a number, whose digest is the last link, or broken at the next."""

    whole_to: int
    digest: str
    broken: bool = False

    @property
    def broken_at(self) -> int | None:
        return self.whole_to + 1 if self.broken else None


UNCHECKED = ChainState(0, BEGINNING)


def follow_chain(clinic: UUID, start: ChainState = UNCHECKED, most: int | None = None) -> ChainState:
    """Return how far the chain is whole, followed from a state known to be whole over at most so many events."""
    number, digest = start.whole_to, start.digest
    events = AuditEvent.objects.filter(clinic=clinic, number__gt=number).order_by("number")
    for event in events[:most].iterator(chunk_size=1000):
        if event.number != number + 1 or event.digest != digest_of(event, digest):
            return ChainState(number, digest, broken=True)
        number, digest = event.number, event.digest
    return ChainState(number, digest)


def broken_at(clinic: UUID) -> int | None:
    """Return the number of the first event that does not follow from the one before it, or None if all do."""
    return follow_chain(clinic).broken_at


def _last(clinic: UUID) -> tuple[int, str]:
    """Return number and digest of the last event, once nobody else appends one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [clinic.int >> 65])
    return _LAST.first(clinic) or (0, BEGINNING)
