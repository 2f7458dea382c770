"""A line of a chart: one entry opened with the person's key and read into values, strictly."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from nappage.assessment.happening import KINDS
from nappage.library.plain import as_plain
from nappage.library.structure import Structure
from nappage.records.models import Entry, PersonKey
from nappage.records.sealed import SealingKey
from nappage.records.standing_query import Given, StandingQuery


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
    return _keys((person,))[person]


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
    return tuple(_line(_as_stored(entry), key) for entry in entries)


def _as_stored(entry: Entry) -> Sealed:
    return Sealed(
        entry.id, entry.kind, entry.at, entry.recorded_at, entry.by, entry.course_id, entry.visit, entry.strikes,
        bytes(entry.sealed),
    )  # fmt: skip


class EntriesAsked:
    """Which entries make a chart: a query by some values, of which the persons it is asked for come first."""

    def __init__(self, ask: Callable[..., QuerySet[Entry]]) -> None:
        self.whole = StandingQuery(
            lambda persons, *given: ask(*given).filter(person__in=persons).values_list("person", *_COLUMNS)
        )
        self.named = StandingQuery(lambda persons, *given: ask(*given).filter(person__in=persons).values_list(*_NAME))


def lines_by_person(entries: EntriesAsked, persons: Collection[UUID], *given: Given) -> Mapping[UUID, tuple[Line, ...]]:
    """Return the lines of several persons, each in the order of the query, in a number of queries that is fixed.

    An entry never changes, so one that was opened before is not again. Which entries there are is asked of the database
    each time, and so is the key: after an erasure nothing is shown.
    """
    opened = {person: _OPENED.get(person, {}) for person in persons}
    known = [person for person, lines in opened.items() if lines]
    whole = _whole(entries.whole, [person for person, lines in opened.items() if not lines], *given)
    named = entries.named.rows(known, *given) if known else []
    _open(opened, whole, named)
    found: dict[UUID, list[Line]] = {person: [] for person in persons}
    for person, id, recorded_at in (*whole, *named):
        found[person].append(opened[person][id, recorded_at])
    _keep_open(opened)
    return {person: tuple(lines) for person, lines in found.items()}


def _open(opened: _Opened, whole: Mapping[_Name, Sealed], named: Sequence[_Name]) -> None:
    """Open what was not open yet, with keys that are there now."""
    keys = _keys({person for person, _id, _at in (*whole, *named)})
    missing = [row for row in named if row[1:] not in opened[row[0]]]
    for (person, id, recorded_at), sealed in (*whole.items(), *_missing(missing).items()):
        opened[person][id, recorded_at] = _line(sealed, keys[person])


# Whose, which, and since when it stands there.
_Name = tuple[UUID, UUID, datetime]
_NAME = ("person", "id", "recorded_at")
_Opened = Mapping[UUID, dict[tuple[UUID, datetime], Line]]


@dataclass(frozen=True, slots=True)
class Sealed:
    """One row of the table of entries, as it is stored."""

    id: UUID
    kind: str
    at: datetime
    recorded_at: datetime
    by: str
    course: UUID | None
    visit: UUID | None
    strikes: UUID | None
    sealed: bytes


_COLUMNS = ("id", "kind", "at", "recorded_at", "by", "course", "visit", "strikes", "sealed")
_BY_NAME = StandingQuery(lambda ids: Entry.objects.filter(id__in=ids).values_list("person", *_COLUMNS))
_KEYS = StandingQuery(lambda persons: PersonKey.objects.filter(person__in=persons).values_list("person", "wrapped"))


def _whole(entries: StandingQuery[Any], asked: Sequence[UUID], *given: Given) -> dict[_Name, Sealed]:
    rows = entries.rows(asked, *given) if asked else ()
    found = ((person, Sealed(*columns)) for person, *columns in rows)
    return {(person, sealed.id, sealed.recorded_at): sealed for person, sealed in found}


def _missing(missing: Sequence[_Name]) -> dict[_Name, Sealed]:
    """Return rows by their names: at once, or as few times as a database takes so many values."""
    found: dict[_Name, Sealed] = {}
    for begin in range(0, len(missing), _TOGETHER):
        found |= _whole(_BY_NAME, [id for _person, id, _at in missing[begin : begin + _TOGETHER]])
    return {name: found[name] for name in missing}


def _keys(persons: Collection[UUID]) -> Mapping[UUID, SealingKey]:
    """Return the keys of persons; PersonKey.DoesNotExist where one was erased."""
    found = dict(_KEYS.rows(tuple(persons))) if persons else {}
    for person in persons:
        if person not in found:
            raise PersonKey.DoesNotExist("this person was erased")
    return {person: _unwrapped(bytes(wrapped), person.bytes) for person, wrapped in found.items()}


@lru_cache(maxsize=4096)
def _unwrapped(wrapped: bytes, person: bytes) -> SealingKey:
    return SealingKey(master_key().open(wrapped, person))


def _keep_open(opened: Mapping[UUID, dict[tuple[UUID, datetime], Line]]) -> None:
    """Keep what was opened last; who was not looked at for longest is forgotten first.

    Other threads read meanwhile: what one of them holds is never taken from it, at worst a line is opened twice.
    """
    with _KEEPING:
        for person, lines in opened.items():
            _OPENED.pop(person, None)
            _OPENED[person] = lines
        while len(_OPENED) > KEPT_OPEN:
            del _OPENED[next(iter(_OPENED))]


# Of how many persons the lines are kept open.
KEPT_OPEN = 400
# How many values one query may carry: fewer than either database takes at most.
_TOGETHER = 1000
_OPENED: dict[UUID, dict[tuple[UUID, datetime], Line]] = {}
_KEEPING = Lock()


def _line(row: Sealed, key: SealingKey) -> Line:
    text = key.open(bytes(row.sealed), row.id.bytes)
    return Line(
        id=row.id,
        kind=row.kind,
        at=row.at,
        recorded_at=row.recorded_at,
        by=row.by,
        values=_values(row.kind, text),
        course=row.course,
        visit=row.visit,
        strikes=row.strikes,
    )


def _values(kind: str, text: bytes) -> tuple[Any, ...]:
    structure, wanted = _reader(kind)
    return tuple(structure.read(wanted, raw, f"{kind}[{index}]") for index, raw in enumerate(json.loads(text), 1))


@cache
def _reader(kind: str) -> tuple[Structure, type[Any]]:
    return Structure(), KINDS[kind]
