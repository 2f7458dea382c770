"""Editions made in a test: of a few entries, or the whole one with an entry changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from nappage.engine.edition import Edition, Entry, Review
from nappage.library.kinds import KINDS
from nappage.values.citation import Citation

ENTRY: Mapping[str, Any] = {
    "sources": (Citation("J"),),
    "since": date(2026, 11, 22),
    "review": Review.UNREVIEWED,
    "review_due": date(2027, 11, 22),
}


def edition_of(*entries: Entry) -> Edition:
    """Return an edition that holds these entries and nothing else."""
    kinds: dict[type[Entry], dict[str, Entry]] = {}
    for entry in entries:
        kinds.setdefault(type(entry), {})[entry.id] = entry
    return Edition("test", "test", kinds)


def with_entries(edition: Edition, *entries: Entry) -> Edition:
    """Return the edition with these entries added, or put in place of those with their ids."""
    changed = {kind: dict(rows) for kind, rows in edition.entries.items()}
    for entry in entries:
        changed.setdefault(type(entry), {})[entry.id] = entry
    frozen: dict[Any, Any] = {kind: MappingProxyType(rows) for kind, rows in changed.items()}
    return Edition("changed", edition.timezones, MappingProxyType(frozen))


def faults(kind: str, entry: Entry, edition: Edition) -> list[tuple[str, str]]:
    """Return place and finding of each fault of an entry in the edition that it is put into."""
    changed = with_entries(edition, entry)
    return [(fault.thing, fault.found) for fault in KINDS[kind].check(entry, "it", changed)]
