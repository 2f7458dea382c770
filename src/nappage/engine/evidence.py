"""What was published: studies row by row, and the prior opinions proposed from them. Shown to people, never a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.values.fault import Fault


class Verdict(Enum):
    """What a study found about the question it asked; `no data` when it ended without an answer that was found."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NO_DATA = "no data"
    NOT_STATED = "not stated"


class Certainty(Enum):
    """How much a further study could change the answer; a judgement of this project, not a published rating."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    NOT_RATED = "not rated"


class Seen(Enum):
    """How far a row was seen: in a public excerpt, in the news, worked out from figures, or from general knowledge."""

    EXCERPT = "excerpt"
    NEWS = "news"
    DERIVED = "derived"
    GENERAL_KNOWLEDGE = "general knowledge, verify"


class Indication(Enum):
    """What a study was about, as the tables of the evidence file divide it."""

    LOCALISED_FAT = "localised fat"
    CELLULITE = "cellulite"
    FACE = "face and neck"
    ALOPECIA = "alopecia"
    PIGMENT = "pigmentation"
    PAIN = "musculoskeletal pain"
    ALTERNATIVE = "alternative"
    MECHANISM = "mechanism"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study(Entry):
    """One row of published evidence.

    `missing` names the figures that no public excerpt gives: they stay missing. `derived` names those that were worked
    out from published figures and not published themselves.
    """

    title: str
    indication: Indication
    design: str
    result: str
    verdict: Verdict
    certainty: Certainty
    seen: Seen
    participants: int | None = None
    missing: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior(Entry):
    """A prior opinion proposed for modelling outcomes: mean and standard deviation as written, unit and basis.

    A proposal of this project; nothing uses it until a statistician and a clinician have signed it.
    """

    parameter: str
    mean: str
    unit: str
    basis: str
    deviation: str = ""
    weak: bool = False


def check_study(study: Study, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault if a study without figures does not say what is missing."""
    if study.verdict is Verdict.NO_DATA and not study.missing:
        yield Fault(f"{thing}.missing", "what is missing", "nothing", "Name the figures that were not found.")
