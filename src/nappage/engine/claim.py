"""The ledger of claims: what texts say of mesotherapy, who says it, who contradicts it, what can honestly be said.

A claim is shown, compared and checked. It never reaches a rule: the architecture contract forbids rules to import this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.engine.evidence import Study
from nappage.engine.lexicon import Concept
from nappage.engine.source import check_citation
from nappage.values.citation import Citation
from nappage.values.fault import Fault, Refused


class Topic(Enum):
    """What a claim is about."""

    MECHANISM = "mechanism"
    EFFICACY = "efficacy"
    DURABILITY = "durability"
    SAFETY = "safety"
    COMPARISON = "comparison"
    WEIGHT = "weight"
    ONSET = "onset"
    OTHER = "other"


class Grade(Enum):
    """What public evidence says about a claim; docs/GLOSSARY carries these sentences.

    supported: the cited evidence agrees, as far as the correction sentence goes.
    limited: small, uncontrolled, short or product-bound studies agree, or practice does; better ones may not.
    unsupported: no controlled evidence was found, neither for nor against.
    contradicted: cited evidence, a cited label, or another of the five texts says otherwise.
    marketing: praise that no study could confirm or refute.
    unknown: nobody has looked whether there is evidence.
    """

    SUPPORTED = "supported"
    LIMITED = "limited"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    MARKETING = "marketing"
    UNKNOWN = "unknown"


class Flag(Enum):
    """How a claim hurts the person who believes it: it may injure (unsafe), or it raises a false hope (misleading)."""

    UNSAFE = "unsafe"
    MISLEADING = "misleading"


class Hazard(Enum):
    """What a flagged claim leads a person to do or to overlook."""

    SYMPTOM_AS_PROOF = "symptom-as-proof"
    CALLED_HARMLESS = "called-harmless"
    MEDICINE_STOPPED = "medicine-stopped"
    CARE_REPLACED = "care-replaced"
    TEST_OVERRATED = "test-overrated"
    NUMBING_OVERDOSE = "numbing-overdose"
    EXCLUSION_IGNORED = "exclusion-ignored"
    APPROVAL_INVENTED = "approval-invented"
    RESULT_PROMISED = "result-promised"
    CARE_DELAYED = "care-delayed"
    UNTRAINED_HANDS = "untrained-hands"
    PERMANENCE = "permanence"

    @property
    def flag(self) -> Flag:
        """Return the flag of the hazard: only a promise of permanence misleads without injuring (ruling 26)."""
        return Flag.MISLEADING if self is Hazard.PERMANENCE else Flag.UNSAFE


@dataclass(frozen=True, slots=True)
class Assertion:
    """Where a claim is made, and how the text distances itself from it, in our own words ("said of practitioners")."""

    citation: Citation
    hedge: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A source that says otherwise, and what it says."""

    citation: Citation
    says: str


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a pattern: any of these concepts is said, or said and denied, or not said at all.

    With `near` one of those concepts has to be said as well, close to the first and in either order.
    """

    concepts: tuple[str, ...]
    near: tuple[str, ...] = ()
    denied: bool = False
    absent: bool = False

    @staticmethod
    def parse(text: str) -> Need:
        """Return the need written "lump|knot", "lump ~ sign", "not destroy" (denied) or "without diet" (not said)."""
        word, _, rest = text.partition(" ")
        kind = word if word in ("not", "without") else ""
        said, *near = (_alternatives(part, text) for part in (rest if kind else text).split("~"))
        if len(near) > (0 if kind else 1):
            raise Refused('at most two that are near each other, such as "lump ~ sign"', text, _SEE)
        return Need(said, near[0] if near else (), denied=kind == "not", absent=kind == "without")


_SEE = "See lexicon.toml and cues.toml."


def _alternatives(part: str, text: str) -> tuple[str, ...]:
    concepts = tuple(each.strip() for each in part.split("|"))
    if any(" " in concept or not concept for concept in concepts):
        raise Refused('concepts such as "lump|knot", "lump ~ sign", "not destroy" or "without diet"', text, _SEE)
    return concepts


@dataclass(frozen=True, slots=True)
class Pattern:
    """What must come together in one sentence for it to make the claim."""

    needs: tuple[Need, ...]

    @staticmethod
    def parse(text: str) -> Pattern:
        """Return the pattern written as needs with commas between them: "lump, shows, fat-goes"."""
        pattern = Pattern(tuple(Need.parse(part.strip()) for part in text.split(",")))
        if all(need.absent for need in pattern.needs):
            raise Refused("at least one concept that is said", text, "Name what the sentence must say.")
        return pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Entry):
    """A statement of mechanism, benefit or harmlessness, in neutral words of our own.

    `correction` is what can honestly be said instead. `requirements` are the rows of the five texts' table it answers.
    `recognised_by` are the ways to say it. A claim with a `hazard` carries `why`.
    """

    says: str
    topic: Topic
    grade: Grade
    correction: str
    recognised_by: tuple[Pattern, ...]
    requirements: tuple[str, ...] = ()
    asserted_by: tuple[Assertion, ...] = ()
    contradicted_by: tuple[Contradiction, ...] = ()
    evidence: tuple[str, ...] = ()
    hazard: Hazard | None = None
    why: str = ""

    @property
    def flag(self) -> Flag | None:
        """Return how the claim hurts the person who believes it, or None."""
        return self.hazard.flag if self.hazard else None


def check_claim(claim: Claim, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each citation, concept or study that does not exist, and for a hazard without its reason."""
    cited = [each.citation for each in claim.asserted_by] + [each.citation for each in claim.contradicted_by]
    for citation in cited:
        yield from check_citation(citation, thing, edition)
    yield from _missing(edition, Concept, _concepts(claim), f"{thing}.recognised_by")
    yield from _missing(edition, Study, claim.evidence, f"{thing}.evidence")
    if bool(claim.hazard) != bool(claim.why):
        yield Fault(f"{thing}.why", "a hazard and why, or neither", "one of them", "Add the other, or remove it.")
    if not claim.recognised_by:
        yield Fault(f"{thing}.recognised_by", "at least one pattern", "none", "Name the concepts that make the claim.")
    if claim.grade is Grade.CONTRADICTED and not claim.contradicted_by:
        yield Fault(f"{thing}.contradicted_by", "who contradicts it", "none", "Cite the source that says otherwise.")


def _concepts(claim: Claim) -> Iterator[str]:
    for pattern in claim.recognised_by:
        for need in pattern.needs:
            yield from (*need.concepts, *need.near)


def _missing(edition: Edition, kind: type[Entry], ids: Iterable[str], thing: str) -> Iterator[Fault]:
    for id in sorted(set(ids) - set(edition.all(kind))):
        yield Fault(thing, f"the id of a {kind.__name__.lower()}", repr(id), "Add the entry, or correct the id.")
