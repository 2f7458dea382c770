"""The small language in which a precaution says when it applies, over facts as they were recorded.

In TOML a predicate is a table told apart by its key: `{condition = "stroke"}`, `{medicine = ["C01"], count = 2}`,
`{all = [...]}`. There is no predicate "is contraindicated" and no box to tick: every leaf asks for a recorded fact,
and a fact that is missing answers unknown (engine/holding.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from nappage.engine.story import Sex
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event of a condition: ever, still going on (`active`), or ended or begun less than `within` ago."""

    condition: str
    active: bool = False
    within: CalendarSpan | None = None
    at_site: bool = False


@dataclass(frozen=True, slots=True)
class Takes:
    """Medicines of these ATC classes or groups: `count` distinct ingredients taken now, or one within a span.

    `unless_other_purpose` leaves out a medicine that a physician recorded as taken for something else (decision 4).
    """

    medicine: tuple[str, ...]
    count: int = 1
    within: CalendarSpan | None = None
    prescribed: bool = False
    unless_other_purpose: bool = False


@dataclass(frozen=True, slots=True)
class AllergicTo:
    """An allergy to any of these keys."""

    allergy: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllergicToPlanned:
    """An allergy to a key of any planned agent or its excipients."""

    allergy_to_planned: bool


@dataclass(frozen=True, slots=True)
class Plans:
    """Any of these agents is planned."""

    agent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlansClass:
    """An agent of any of these classes is planned."""

    agent_class: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlansModality:
    """An agent of any of these modalities is planned."""

    modality: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlansZone:
    """Any of these zones is planned."""

    zone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlansRegion:
    """A zone of any of these regions (face, neck, scalp, body) is planned."""

    region: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlansIndication:
    """The plan is for any of these indications."""

    indication: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlansTechnique:
    """The plan is to use any of these techniques."""

    technique: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YoungerThan:
    """Younger on the day of treatment than this age, or than the clinic's own minimum where that is higher."""

    age_below: int


@dataclass(frozen=True, slots=True)
class OlderThan:
    """Older on the day of treatment than this age in completed years."""

    age_over: int


@dataclass(frozen=True, slots=True)
class OfSex:
    """The recorded sex as far as it bears on a rule."""

    sex: Sex


@dataclass(frozen=True, slots=True)
class OfPhototype:
    """A Fitzpatrick phototype of at least this number."""

    phototype_from: int


@dataclass(frozen=True, slots=True)
class Reads:
    """The latest reading of a code is over or under a value; older than `within` it no longer counts.

    `only_if_measured` is for a value that nobody measures without a cause of its own (platelets): not having it is no.
    """

    reading: str
    over: Quantity | None = None
    under: Quantity | None = None
    within: CalendarSpan | None = None
    only_if_measured: bool = False


@dataclass(frozen=True, slots=True)
class Under:
    """The clinic is under any of these jurisdictions."""

    jurisdiction: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these."""

    all: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    any: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Not a single one of these."""

    none: tuple[Predicate, ...]


Predicate = (
    Recorded
    | Takes
    | AllergicTo
    | AllergicToPlanned
    | Plans
    | PlansClass
    | PlansModality
    | PlansZone
    | PlansRegion
    | PlansIndication
    | PlansTechnique
    | YoungerThan
    | OlderThan
    | OfSex
    | OfPhototype
    | Reads
    | Under
    | All
    | AnyOf
    | NoneOf
)
