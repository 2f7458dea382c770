"""Keeps the tables of an edition that was read before, so that the next start reads only the kinds it is asked for.

The cache is plain text named by the digest of the sources: the hash of all that follows, then one line of JSON for each
kind. A changed or cut file is ignored, and nothing in it can run. Only files that were read without a fault, cases
included, are ever put there. Reading every kind anew took half of a start; most commands ask for a third of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nappage.engine.edition import Entry
from nappage.library.kinds import KINDS, Kind
from nappage.library.structure import Structure

CACHE_FORMAT = "2"

Tables = Mapping[str, Any]
Entries = Mapping[type[Entry], Mapping[str, Entry]]


class CachedEntries(Mapping[type[Entry], Mapping[str, Entry]]):
    """The entries of an edition by kind, each kind read from its line when it is first asked for."""

    def __init__(self, lines: Mapping[type[Entry], tuple[Kind, bytes]]) -> None:
        self._lines = lines
        self._read: dict[type[Entry], Mapping[str, Entry]] = {}

    def __getitem__(self, entry: type[Entry]) -> Mapping[str, Entry]:
        if entry not in self._read:
            self._read[entry] = _entries(*self._lines[entry])
        return self._read[entry]

    def __iter__(self) -> Iterator[type[Entry]]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def cached_entries(cache: Path, digest: str) -> Entries | None:
    """Return the entries kept for a digest, or None if there are none or the file is not what was written."""
    try:
        stated, _, body = _place(cache, digest).read_bytes().partition(b"\n")
    except OSError:
        return None
    if _hash(body) != stated:
        return None
    lines: dict[type[Entry], tuple[Kind, bytes]] = {}
    for line in body.splitlines():
        name, _, rows = line.partition(b" ")
        kind = KINDS[name.decode()]
        lines[kind.entry] = kind, rows
    return CachedEntries(lines)


def keep_entries(cache: Path, digest: str, files: Iterable[Tables]) -> None:
    """Write the entries of the files of an edition, each with the keys of its file's head."""
    rows: dict[str, list[Tables]] = {}
    for tables in files:
        head = tables.get("file", {})
        for name in KINDS.keys() & tables.keys():
            rows.setdefault(name, []).extend({**head, **row} for row in tables[name])
    body = b"\n".join(f"{name} {json.dumps(each, default=str)}".encode() for name, each in rows.items())
    try:
        cache.mkdir(parents=True, exist_ok=True)
        partial = _place(cache, digest).with_suffix(".partial")
        partial.write_bytes(_hash(body) + b"\n" + body)
        partial.replace(_place(cache, digest))
    except OSError:
        # A read-only home is no reason to refuse; the next start reads the sources again.
        return


def _place(cache: Path, digest: str) -> Path:
    return cache / f"{CACHE_FORMAT}-{digest}.jsonl"


def _hash(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _entries(kind: Kind, rows: bytes) -> Mapping[str, Entry]:
    structure = Structure()
    read = (structure.read(kind.entry, row, f"{kind.name} {row['id']}") for row in json.loads(rows))
    return MappingProxyType({entry.id: entry for entry in read})
