"""What changed between two editions: entries that came, went or say something else, and since when that holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.library.kinds import KINDS
from nappage.library.plain import as_plain


class How(Enum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field of an entry before and after; an absent one is an empty text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """One entry that differs between two editions, and the day from which the later one holds."""

    kind: str
    id: str
    how: How
    effective: date
    fields: tuple[ChangedField, ...] = ()


def changes(before: Edition, after: Edition) -> tuple[ChangedEntry, ...]:
    """Return every entry that differs, by kind and id; nothing for two editions that say the same."""
    return tuple(found for kind in KINDS.values() for found in _changes(kind.name, kind.entry, before, after))


def _changes(name: str, kind: type[Entry], before: Edition, after: Edition) -> Iterator[ChangedEntry]:
    old, new = before.all(kind), after.all(kind)
    for id in sorted({*old, *new}):
        if id not in new:
            yield ChangedEntry(name, id, How.REMOVED, old[id].until or old[id].since)
        elif id not in old:
            yield ChangedEntry(name, id, How.ADDED, new[id].since)
        elif old[id] != new[id]:
            yield ChangedEntry(name, id, How.CHANGED, new[id].since, tuple(_changed_fields(old[id], new[id])))


def _changed_fields(old: Entry, new: Entry) -> Iterator[ChangedField]:
    for each in fields(new):
        was, is_now = getattr(old, each.name), getattr(new, each.name)
        if was != is_now:
            yield ChangedField(each.name, _shown(was), _shown(is_now))


def _shown(value: object) -> str:
    """Return a value as a knowledge file would say it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_shown(item) for item in value)
    plain = as_plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
