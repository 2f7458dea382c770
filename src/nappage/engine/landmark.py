"""Landmarks: where a tape lies, and how far two readings of it part when nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.engine.figure import Figure, check_figures
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity


class Posture(Enum):
    """How the person stood or lay while the tape was read."""

    STANDING = "standing"
    SITTING = "sitting"
    LYING = "lying"


class Tension(Enum):
    """How the tape was held: resting on the skin, drawn snug, or by a spring that pulls the same each time."""

    RESTING = "tape-resting"
    SNUG = "tape-snug"
    SPRING = "tape-spring"


@dataclass(frozen=True, slots=True)
class TechnicalError:
    """The standard error of one trained reading, at the girth for which it is stated."""

    size: Quantity
    at: Quantity
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark(Entry):
    """One protocol for one girth. Two landmarks with the same `girth` are never compared in one patient.

    `day_to_day` is the change that two occasions of routine use need before they differ; it is told in words and
    decides nothing. A technical error that nobody publishes is absent until the clinic has its own. With a `height`
    ("above the kneecap") the place is found again by how high it is; `height_plausible` is what no slip lies within.
    """

    name: str
    girth: str
    protocol: str
    plausible: Interval[Quantity]
    third_reading_beyond: Quantity
    height: str = ""
    height_plausible: Interval[Quantity] | None = None
    error: TechnicalError | None = None
    day_to_day: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeMethod(Entry):
    """How readings become one value and when a change is one.

    `detectable_factor` times the technical error is the smallest detectable change of single readings; `own_pairs`
    duplicates make a clinic's own error count; the median of three readings counts as `median_counts_as` readings.
    """

    resolution: Quantity
    detectable_factor: Decimal
    own_pairs: int
    median_counts_as: int
    plausible_change: Quantity


def check_landmark(landmark: Landmark, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of the citations inside a landmark."""
    yield from check_figures(landmark, thing, edition)


def check_tape_method(method: TapeMethod, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault if there is more than one method: two would judge one change twice."""
    if len(edition.all(TapeMethod)) > 1:
        yield Fault(thing, "one tape method", "several", "Close the older one with a new edition.")
