"""A line of a chart: one entry opened with the person's key and read into values, strictly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from nappage.assessment.happening import KINDS
from nappage.library.plain import as_plain
from nappage.library.structure import Structure
from nappage.records.models import Entry, PersonKey
from nappage.records.sealed import SealingKey


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the clear. `values` are of the class that `kind` names in assessment/happening.py."""

    id: UUID
    kind: str
    at: datetime
    recorded_at: datetime
    by: str
    values: tuple[Any, ...]
    course: UUID | None = None
    visit: UUID | None = None
    strikes: UUID | None = None


def person_key(person: UUID) -> SealingKey:
    """Return the key of a person; PersonKey.DoesNotExist after an erasure."""
    wrapped = PersonKey.objects.values_list("wrapped", flat=True).get(person_id=person)
    return SealingKey(master_key().open(bytes(wrapped), person.bytes))


@cache
def master_key() -> SealingKey:
    """Return the clinic installation's master key, from the settings."""
    return SealingKey(bytes.fromhex(settings.NAPPAGE_MASTER_KEY))


def seal_values(key: SealingKey, entry: UUID, values: Iterable[object]) -> bytes:
    """Return values in the form of the case file, sealed and bound to their entry."""
    text = json.dumps([as_plain(value) for value in values], ensure_ascii=False, separators=(",", ":"))
    return key.seal(text.encode(), entry.bytes)


def open_lines(entries: Sequence[Entry], key: SealingKey) -> tuple[Line, ...]:
    """Return entries in the clear, in the order given. Faulty means that what is stored is not what was written."""
    return tuple(_line(entry, key) for entry in entries)


def _line(entry: Entry, key: SealingKey) -> Line:
    text = key.open(bytes(entry.sealed), entry.id.bytes)
    return Line(
        id=entry.id,
        kind=entry.kind,
        at=entry.at,
        recorded_at=entry.recorded_at,
        by=entry.by,
        values=_values(entry.kind, text),
        course=entry.course_id,
        visit=entry.visit,
        strikes=entry.strikes,
    )


def _values(kind: str, text: bytes) -> tuple[Any, ...]:
    structure, wanted = _reader(kind)
    return tuple(structure.read(wanted, raw, f"{kind}[{index}]") for index, raw in enumerate(json.loads(text), 1))


@cache
def _reader(kind: str) -> tuple[Structure, type[Any]]:
    return Structure(), KINDS[kind]
