"""A small edition of a few entries, for what the shipped knowledge cannot show: its faults."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from nappage.engine.edition import Edition, Entry, Review
from nappage.values.citation import Citation

E = TypeVar("E", bound=Entry)


def entry(kind: type[E], id: str, *, source: str = "J", **values: Any) -> E:
    """Return an entry of a kind with everything that every entry carries."""
    day = date(2026, 11, 22)
    head: dict[str, Any] = {"since": day, "review": Review.UNREVIEWED, "review_due": day}
    return kind(id=id, sources=(Citation(source),), **head, **values)


def small_edition(*entries: Entry) -> Edition:
    """Return the edition of these entries."""
    kinds: dict[type[Entry], dict[str, Entry]] = {}
    for each in entries:
        kinds.setdefault(type(each), {})[each.id] = each
    return Edition("small", "2026a", MappingProxyType(kinds))
