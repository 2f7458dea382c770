"""How many visits one plan may hold, over all variants."""

from __future__ import annotations

from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.values.citation import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimit(Entry):
    """The fewest and most visits of a plan; above `agreed` the sources disagree, and the plan says so.

    `lower` names the sources that stop at fewer visits than `most`.
    """

    fewest: int
    most: int
    agreed: int
    lower: tuple[Citation, ...]


def session_limit(edition: Edition) -> SessionLimit:
    """Return the one limit of the edition; an edition without it, or with two, is broken."""
    return edition.derive(_only)


def _only(edition: Edition) -> SessionLimit:
    (limit,) = edition.all(SessionLimit).values()
    return limit
