"""How many visits one plan may hold, over all variants."""

from __future__ import annotations

from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.values.citation import Citation
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimit(Entry):
    """The fewest and most visits of a plan; above `agreed` the sources disagree, and the plan says so.

    `lower` names the sources that stop at fewer visits than `most`; `size` those that say the number depends on the
    size of the area and give no figure.
    """

    fewest: int
    most: int
    agreed: int
    lower: tuple[Citation, ...]
    size: tuple[Citation, ...]


def session_limit(edition: Edition) -> SessionLimit:
    """Return the one limit of the edition; an edition without it, or with two, is broken."""
    return edition.derive(_only)


def size_note(edition: Edition) -> Because:
    """Return what is said beside the number of sessions of the size of an area: it bears on it, and gives no number."""
    limit = session_limit(edition)
    return Because(limit.id, say("plan.size-gives-no-number"), say("plan.record-size"), limit.size)


def _only(edition: Edition) -> SessionLimit:
    (limit,) = edition.all(SessionLimit).values()
    return limit
