"""A line of a chart: one entry opened with the person's key and read into values, strictly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

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


def lines_of(entries: QuerySet[Entry], person: UUID) -> tuple[Line, ...]:
    """Return the lines of a query in its order. An entry never changes, so one that was opened before is not again.

    Which entries there are is asked of the database each time, and so is the key: after an erasure nothing is shown.
    """
    rows = list(entries.values_list("id", "recorded_at"))
    if not rows:
        return ()
    key = person_key(person)
    lines = {row: _OPENED[row] for row in rows if row in _OPENED}
    missing = [id for id, recorded_at in rows if (id, recorded_at) not in lines]
    wanted = entries if len(missing) > _FEW else entries.filter(id__in=missing)
    for entry in wanted if missing else ():
        lines[entry.id, entry.recorded_at] = _line(entry, key)
    _keep_open(lines)
    return tuple(lines[row] for row in rows)


def _keep_open(lines: Mapping[tuple[UUID, datetime], Line]) -> None:
    if len(_OPENED) + len(lines) > KEPT_OPEN:
        _OPENED.clear()
    _OPENED.update(lines)


KEPT_OPEN = 20_000
_FEW = 100
_OPENED: dict[tuple[UUID, datetime], Line] = {}


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
