"""A published figure: a value or range with the sources that state it and the people it was measured in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from nappage.engine.edition import Edition, Entry
from nappage.engine.source import check_citation
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Figure:
    """A range (one value alone is both ends), who states it, in whom it was measured, and its standard deviation."""

    value: Interval[Quantity]
    sources: tuple[Citation, ...]
    of: str = ""
    deviation: Quantity | None = None


def lowest(figures: Iterable[Figure]) -> Quantity | None:
    """Return the lowest value that any of the figures gives, or None if there is no figure."""
    return min((figure.value.low for figure in figures), default=None)


def highest(figures: Iterable[Figure]) -> Quantity | None:
    """Return the highest value that any of the figures gives, or None if there is no figure."""
    return max((figure.value.high for figure in figures), default=None)


def cited(figures: Iterable[Figure]) -> tuple[Citation, ...]:
    """Return the sources of figures, each once, in the order in which they stand."""
    return tuple(dict.fromkeys(citation for figure in figures for citation in figure.sources))


def check_figures(entry: Entry, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of the citations inside an entry: a figure is cited as strictly as the entry that holds it."""
    for field in fields(entry):
        value = getattr(entry, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            for citation in getattr(part, "sources", ()):
                yield from check_citation(citation, f"{thing}.{field.name}", edition)
