"""The other ways, and doing nothing, side by side: published figures with their interval, certainty and source.

Figures only. No ranking is made and no adjective is used (K-18): the sources that call one way the equal of another
stand in the ledger of claims, and a figure before and after is never set against one with a control group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.engine.indication import Indication
from nappage.engine.source import check_citation
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan
from nappage.values.statement import Statement, say


class Basis(Enum):
    """What a figure was measured against. Only figures of one basis may be compared."""

    PLACEBO = "placebo"
    SHAM = "sham"
    NO_TREATMENT = "no-treatment"
    BEFORE_AFTER = "before-after"
    CONTROL_ARM = "control-arm"
    NOT_STATED = "not-stated"


_WITHOUT_CONTROL = (Basis.BEFORE_AFTER, Basis.NOT_STATED)


class Column(Enum):
    """Where an alternative stands when the ways are set side by side."""

    MESOTHERAPY = "mesotherapy"
    LIPOSUCTION = "liposuction"
    OTHER = "other"
    DIET_AND_EXERCISE = "diet-and-exercise"
    NOTHING = "nothing"


class Spread(Enum):
    """What low and high mean: a 95 % confidence interval, or the lowest and highest study."""

    CONFIDENCE = "confidence"
    STUDIES = "studies"


class Certainty(Enum):
    """How sure a reader may be, in the four steps of evidence grading; not graded where nobody did."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"
    NOT_GRADED = "not-graded"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published result; a negative length is a reduction. What the publication does not give is None.

    `estimate` is the difference from the control where `control` is None, else the treated group's own value beside
    that of `control`. `found` says in words, by language, a result whose numbers are missing.
    """

    measure: str
    basis: Basis
    sources: tuple[Citation, ...]
    certainty: Certainty = Certainty.NOT_GRADED
    estimate: Quantity | None = None
    control: Quantity | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    spread: Spread | None = None
    people: int | None = None
    studies: int | None = None
    found: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RiskFigure:
    """A harm, and how often it was counted where somebody counted; None is not "never"."""

    harm: str
    sources: tuple[Citation, ...]
    share: Quantity | None = None
    low: Quantity | None = None
    high: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Sessions:
    """Fewest and most sessions."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Cost:
    """A published price range in whole units of a currency, and what it is for where that is stated."""

    low: int
    high: int
    currency: str
    sources: tuple[Citation, ...]
    per: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative(Entry):
    """One way to go, in plain words by language, with what is published about it.

    `indications` are the purposes that its figures are about; empty means any.
    """

    name: dict[str, str]
    text: dict[str, str]
    column: Column = Column.OTHER
    figures: tuple[Figure, ...] = ()
    risks: tuple[RiskFigure, ...] = ()
    sessions: Sessions | None = None
    downtime: Interval[CalendarSpan] | None = None
    cost: Cost | None = None
    indications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every alternative in the order of the knowledge, and the notes that must stand beside the table."""

    alternatives: tuple[Alternative, ...]
    notes: tuple[Statement, ...]


def comparison(edition: Edition) -> Comparison:
    """Return the table of alternatives of an edition with its notes."""
    return edition.derive(_comparison)


def _comparison(edition: Edition) -> Comparison:
    alternatives = tuple(edition.all(Alternative).values())
    return Comparison(alternatives, tuple(_notes(alternatives)))


def side_by_side(edition: Edition) -> tuple[tuple[Column, tuple[Alternative, ...]], ...]:
    """Return the five columns in one order that ranks nothing, each with its alternatives."""
    rows = comparison(edition).alternatives
    return tuple((column, tuple(each for each in rows if each.column is column)) for column in Column)


def alternatives_for(edition: Edition, indication: str) -> tuple[Alternative, ...]:
    """Return the alternatives with something published about a purpose, in the order of the knowledge."""
    rows = comparison(edition).alternatives
    return tuple(each for each in rows if not each.indications or indication in each.indications)


def _notes(alternatives: tuple[Alternative, ...]) -> Iterator[Statement]:
    uncontrolled = _those(alternatives, uncontrolled=True)
    if uncontrolled and _those(alternatives, uncontrolled=False):
        yield say("comparison.before-after-not-comparable", alternatives=uncontrolled)
    without = tuple(each.id for each in alternatives if not each.figures)
    if without:
        yield say("comparison.no-figure-found", alternatives=without)


def _those(alternatives: Iterable[Alternative], *, uncontrolled: bool) -> tuple[str, ...]:
    return tuple(
        each.id
        for each in alternatives
        if any((figure.basis in _WITHOUT_CONTROL) is uncontrolled for figure in each.figures)
    )


def check_alternative(alternative: Alternative, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of an alternative: no English, unknown sources, figures that say nothing."""
    for name, words in (("name", alternative.name), ("text", alternative.text)):
        if "en" not in words:
            yield Fault(f"{thing}.{name}", "a text in English", ", ".join(words) or "none", "Add en.")
    for citation in _cited(alternative):
        yield from check_citation(citation, thing, edition)
    for indication in alternative.indications:
        if edition.get(Indication, indication) is None:
            yield Fault(f"{thing}.indications", "the id of an indication", repr(indication), "Correct the id.")
    for index, figure in enumerate(alternative.figures, 1):
        yield from _check_figure(figure, f"{thing}.figures[{index}]")


def _check_figure(figure: Figure, thing: str) -> Iterator[Fault]:
    missing = [end is None for end in (figure.low, figure.high, figure.spread)]
    if any(missing) and not all(missing):
        yield Fault(thing, "low, high and spread together", "only some of them", "Add the missing ones, or none.")
    if figure.low is not None and figure.high is not None and figure.low > figure.high:
        yield Fault(thing, "the lower end first", f"{figure.low} to {figure.high}", "Swap the two ends.")
    if figure.estimate is None and figure.low is None and not figure.found:
        yield Fault(thing, "an estimate, a range or words", "none", "Add what was published, or drop the figure.")


def _cited(alternative: Alternative) -> Iterator[Citation]:
    for cited in (*alternative.figures, *alternative.risks, *((alternative.cost,) if alternative.cost else ())):
        yield from cited.sources
