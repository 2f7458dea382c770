"""One immutable, content-hashed reading of `knowledge/`, and the entries it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

from nappage.values.citation import Citation


class Review(Enum):
    """Whether a clinician has reviewed an entry. Nobody clinical has yet, and every page says so."""

    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry of `knowledge/` carries: where it comes from, since when it holds, who looked at it.

    `until` closes an entry; an entry is never edited or deleted once an edition with it was released.
    """

    id: str
    sources: tuple[Citation, ...]
    since: date
    review: Review
    review_due: date
    until: date | None = None


E = TypeVar("E", bound=Entry)
D = TypeVar("D")


@dataclass(frozen=True, eq=False)
class Edition:
    """All entries by type and id, the hash of their content, and the version of the time-zone database.

    `digest` is the SHA-256 over the canonical content of every file and the time-zone database's version: two
    editions with one digest say the same.
    """

    digest: str
    timezones: str
    entries: Mapping[type[Entry], Mapping[str, Entry]] = field(repr=False)
    _derived: dict[Callable[[Edition], Any], Any] = field(default_factory=dict, repr=False)
    _asked: dict[type[Entry], Mapping[str, Any]] = field(init=False, default_factory=dict, repr=False)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show the edition by its hash in a notebook: what prints a value field by field would print four megabytes."""
        printer.text(repr(self))

    def all(self, kind: type[E]) -> Mapping[str, E]:
        """Return every entry of a kind by id, in the order of the files."""
        try:
            return self._asked[kind]
        except KeyError:
            # `entries` may read a kind only now (library/edition_cache.py); an outlook asks a hundred times.
            return self._asked.setdefault(kind, self.entries.get(kind, _NONE))

    def get(self, kind: type[E], id: str) -> E | None:
        """Return the entry of a kind with this id, or None."""
        return self.all(kind).get(id)

    def derive(self, make: Callable[[Edition], D]) -> D:
        """Return `make(self)`, computed once for this edition: an index, a compiled list of rules."""
        try:
            return self._derived[make]  # type: ignore[no-any-return]  # keyed by the function that made it
        except KeyError:
            return self._derived.setdefault(make, make(self))  # type: ignore[no-any-return]  # the same


_NONE: Mapping[str, Any] = MappingProxyType({})
