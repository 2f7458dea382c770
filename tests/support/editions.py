"""Small editions made from entries in a test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nappage.engine.edition import Edition, Entry, Review
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
