"""What the five texts, their contradictions and gaps, the hazards and the scenarios ask for, and what stands unproven.

The register holds no code and no progress: a test proves an id by naming it, and only what no test proves falls back to
what is written here (`library.matrix` puts the two together).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.values.fault import Fault, Refused


class RequirementKind(Enum):
    """What an id is about; its first letter says which."""

    STATEMENT = "R"
    CONFLICT = "K"
    GAP = "U"
    HAZARD = "H"
    SCENARIO = "S"
    EDGE_CASE = "E"


class Says(Enum):
    """What a statement of the five texts is: only a safety rule may ever block, and a claim never reaches a rule."""

    SAFETY_RULE = "safety rule"
    PLAN_DEFAULT = "plan default"
    RECORD = "record"
    WORKFLOW = "workflow"
    INFORMATION = "information"
    CLAIM = "claim"


class Issue(Enum):
    """The part of the project in which something is due."""

    ENGINE = "A"
    CLINIC_DOOR = "B"
    AFTER_THE_SESSION = "C"
    PATIENT_DOOR = "D"
    LATER = "later"

    @property
    def named(self) -> str:
        return "later" if self is Issue.LATER else f"issue {self.value}"


_ID = re.compile(r"R\d{3}|K-\d{2}b?|U-\d{2}|H-\d{2}|S\d|E\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Entry):
    """One id of the register: what is asked in own words, and what stands as long as no test proves it.

    Either `issue` says where it is due, or `why` says why it is not implemented. `rest` names the issues whose screens
    and messages add to what a test of the engine proves.
    """

    statement: str
    says: Says | None = None
    issue: Issue | None = None
    rest: tuple[Issue, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise Refused("an id such as R014, K-09, U-01, H-02, S1 or E05", self.id, "Ids are permanent: see the log.")
        if (self.issue is None) == (self.why == ""):
            raise Refused("either an issue or a why", self.id, "Say where it is due, or why it is not implemented.")

    @property
    def kind(self) -> RequirementKind:
        return RequirementKind(self.id[0])

    @property
    def unproven(self) -> str:
        """Return what stands when no test proves it ("not yet: issue B")."""
        return f"not yet: {self.issue.named}" if self.issue else f"not implemented: {self.why}"


class Severity(Enum):
    """How bad the harm would be."""

    MINOR = "minor"
    SIGNIFICANT = "significant"
    CONSIDERABLE = "considerable"
    MAJOR = "major"
    CATASTROPHIC = "catastrophic"


class Likelihood(Enum):
    """How often the harm would come without any control."""

    VERY_LOW = "very low"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard(Requirement):
    """A hazard with the harm it ends in, its cause, its control, and its rating before and after the control.

    Ratings run from 1 to 5 on a matrix of severity and likelihood as used in health software assurance.
    """

    harm: str
    cause: str
    control: str
    severity: Severity
    likelihood: Likelihood
    initial: int
    target: int


def register(edition: Edition) -> Mapping[str, Requirement]:
    """Return every id of the register, hazards included, in the order of the files."""
    return {**edition.all(Requirement), **edition.all(Hazard)}


def check_requirement(requirement: Requirement, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault where the class of an entry, its `says` or its ratings do not fit its id."""
    is_hazard = requirement.kind is RequirementKind.HAZARD
    if is_hazard is not isinstance(requirement, Hazard):
        yield Fault(thing, "H ids as [[hazard]], all others as [[requirement]]", requirement.id, "Move the entry.")
    if (requirement.says is not None) is not (requirement.kind is RequirementKind.STATEMENT):
        yield Fault(f"{thing}.says", "what a statement is, on R ids only", str(requirement.says), "Add or remove it.")
    if isinstance(requirement, Hazard) and requirement.target > requirement.initial:
        found = f"{requirement.initial} to {requirement.target}"
        yield Fault(f"{thing}.target", "a rating that the control lowers or keeps", found, "Swap or mend the ratings.")


def answer_requirement(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what stands for an id without a test ("not yet: issue B")."""
    return register(edition)[about].unproven


def answer_hazard(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the ratings before and after the control, and what stands without a test."""
    hazard = edition.all(Hazard)[about]
    return f"{hazard.initial} to {hazard.target}, {hazard.unproven}"
