"""What the engine says: a code and its values. Words are made from it in `rendering`, in whatever language is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from nappage.values.citation import Citation
from nappage.values.quantity import Quantity
from nappage.values.span import Span

Said = str | int | Decimal | date | datetime | Quantity | Span | Enum | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence not yet in words: its code ("test.opens") and the values it is about, in the order they were given."""

    code: str
    values: tuple[tuple[str, Said], ...] = ()

    def __getitem__(self, name: str) -> Said:
        return dict(self.values)[name]


def say(code: str, **values: Said) -> Statement:
    """Return the statement of this code about these values."""
    return Statement(code, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Because:
    """Why a line of an outlook stands there: the rule, the fact that matched, what would change it, and the sources."""

    rule: str
    fact: Statement
    remedy: Statement
    sources: tuple[Citation, ...] = ()
