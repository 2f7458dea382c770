"""Agents and their classes as the reference catalogue lists them: shown, compared and cross-checked, never dosed from.

No strength, ceiling or indication here makes an agent usable. That takes the director's signature (policy.formulary).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from nappage.engine.allergen import Allergen, recognise_allergen
from nappage.engine.edition import Edition, Entry
from nappage.engine.policy import Policy, SignedAgent
from nappage.engine.source import check_citation
from nappage.engine.typed_name import fold, folded_names
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.remembered import remembered


class Modality(Enum):
    """Which act an agent belongs to: depth, spacing, interval, windows of triage and legality hang on it."""

    INTRADERMAL = "intradermal"
    LIPOLYTIC = "lipolytic-stimulator"
    ABLATIVE = "ablative-detergent"
    FILLER = "filler"
    PAIN = "pain"
    CARRIER = "carrier"
    UNKNOWN = "unknown"


class MechanismClass(Enum):
    """What an agent is said to do to a fat cell (K-01): destroy it, empty it, neither, or nobody knows."""

    ABLATIVE = "ablative"
    LIPOLYTIC = "lipolytic"
    OTHER = "other"
    UNKNOWN = "unknown"


class Ph(Enum):
    """Reaction in solution, as far as it decides what falls out of a mixture."""

    ACID = "acid"
    NEUTRAL = "neutral"
    ALKALINE = "alkaline"
    UNKNOWN = "unknown"


class Evidence(Enum):
    """Grade of the evidence on this route: A trial, B small trial, C series, D opinion, X negative or blocked."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    X = "X"


class Goal(Enum):
    """The two goals that text 001 gives to different classes of agents (R086)."""

    TIGHTEN = "tighten"
    REMOVE_FAT = "remove-fat"


class Per(Enum):
    """What a ceiling is counted over."""

    SESSION = "session"
    DAY = "day"
    AREA = "area"
    PUNCTURE = "puncture"
    CM2 = "cm2"


class Status(Enum):
    """Where an agent stands in law or with a regulator, as of a date."""

    AUTHORISED = "authorised"
    NARROW = "authorised for narrow indications"
    REGISTERED = "registered"
    DEVICE = "device"
    PRESCRIPTION = "prescription only"
    OFF_LABEL = "off-label"
    COMPOUNDED = "compounded"
    RESTRICTED = "restricted"
    WITHDRAWN = "withdrawn"
    COSMETIC = "cosmetic, not for injection"
    UNAUTHORISED = "not authorised"
    SUSPENDED = "suspended"
    BANNED = "banned"

    @property
    def forbids(self) -> bool:
        """Return whether this status alone rules the injection out."""
        return self in (Status.COSMETIC, Status.UNAUTHORISED, Status.SUSPENDED, Status.BANNED)


@dataclass(frozen=True, slots=True)
class StatedStrength:
    """A strength seen in a pack or paper: a fact about a text, not a recommendation."""

    says: Interval[Quantity]
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that a source allows, counted over what, and where or when it applies. Unsigned: it only warns."""

    most: Quantity
    per: Per
    sources: tuple[Citation, ...]
    jurisdiction: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class RegulatoryRow:
    """One status, dated. Who or what it is about: agents, classes, indications; empty means any of them."""

    status: Status
    as_of: date
    note: str
    sources: tuple[Citation, ...]
    jurisdiction: str = ""
    agents: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contained:
    """Another agent that each mL of a product holds, by its label."""

    agent: str
    strength: Quantity
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentClass(Entry):
    """A class of agents that the texts name. `allergy_family` counts for an agent that states no key of its own.

    Every agent of the class `contains` what is listed, and its own amount `counts_as` that of the agent named there.
    """

    name: str
    anaesthetic: bool = False
    detergent: bool = False
    carrier: bool = False
    prescription: bool = False
    needs_director: bool = False
    needs_words: bool = False
    sole: bool = False
    blocked: str = ""
    goals: tuple[Goal, ...] = ()
    allergy_keys: tuple[str, ...] = ()
    allergy_family: tuple[str, ...] = ()
    contains: tuple[Contained, ...] = ()
    counts_as: str = ""
    ceilings: tuple[Ceiling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent(Entry):
    """One agent of the catalogue. What no source says is left out, and an agent left out is unknown, not harmless."""

    name: str
    agent_class: str
    modality: Modality
    mechanism: MechanismClass
    evidence: Evidence | None = None
    names: tuple[str, ...] = ()
    ph: Ph = Ph.UNKNOWN
    layers: tuple[str, ...] = ()
    layers_forbidden: tuple[str, ...] = ()
    strengths: tuple[StatedStrength, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    goals: tuple[Goal, ...] = ()
    indications: tuple[str, ...] = ()
    sole: bool = False
    never_with: tuple[str, ...] = ()
    allergy_keys: tuple[str, ...] = ()
    excipients: tuple[str, ...] = ()
    regulatory: tuple[RegulatoryRow, ...] = ()
    caffeine_equivalent: Decimal | None = None
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """What is known of one agent: the director's signature, the catalogue's entry, and the class; any may be missing.

    Where signature and catalogue both speak, both hold: a clinic can add an allergen, never remove one.
    `meant` are the allergens and medicines that its names mean, and those of what its product contains.
    """

    id: str
    signed: SignedAgent | None
    listed: Agent | None
    classes: tuple[AgentClass, ...]
    meant: frozenset[str] = frozenset()

    @property
    def is_described(self) -> bool:
        """Return whether anyone says what the agent is."""
        return self.signed is not None or self.listed is not None

    @property
    def is_anaesthetic(self) -> bool:
        return any(kind.anaesthetic for kind in self.classes)

    @property
    def is_carrier(self) -> bool:
        return bool(self.classes) and all(kind.carrier for kind in self.classes)

    @property
    def is_sole(self) -> bool:
        return any(kind.sole for kind in self.classes) or (self.listed is not None and self.listed.sole)

    @property
    def is_detergent(self) -> bool:
        """Return whether the agent is a detergent or its product contains one: such a product is never tested."""
        return any(kind.detergent or kind.contains for kind in self.classes)

    @property
    def holds(self) -> frozenset[str]:
        """Return the agents whose rules this one falls under: itself, what it counts as, what it contains."""
        inside = {contained.agent for kind in self.classes for contained in kind.contains}
        return frozenset({self.id, *inside, *(kind.counts_as for kind in self.classes if kind.counts_as)})

    @property
    def ph(self) -> Ph:
        return self.listed.ph if self.listed else Ph.UNKNOWN

    @property
    def goals(self) -> frozenset[Goal]:
        own = self.listed.goals if self.listed else ()
        return frozenset(own) | {goal for kind in self.classes for goal in kind.goals}

    @property
    def excipients(self) -> frozenset[str]:
        signed = self.signed.excipients if self.signed else ()
        return frozenset(signed) | frozenset(self.listed.excipients if self.listed else ())

    @property
    def never_with(self) -> frozenset[str]:
        return frozenset(self.listed.never_with) if self.listed else frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Return every key an allergy could match: the agent by each of its names, its keys, excipients and class's."""
        own = frozenset(self.signed.allergy_keys if self.signed else ())
        own |= frozenset(self.listed.allergy_keys if self.listed else ())
        by_class = {key for kind in self.classes for key in kind.allergy_keys}
        family = frozenset() if own else {key for kind in self.classes for key in kind.allergy_family}
        return own | by_class | family | self.excipients | self.meant | {self.id}

    @property
    def marks(self) -> frozenset[str]:
        """Return the words by which another agent's entry may name this one as incompatible."""
        return frozenset({self.id, *(kind.id for kind in self.classes)}) | self.excipients


@remembered
def known_agent(id: str, policy: Policy, edition: Edition) -> KnownAgent:
    """Return what is known of an agent, by the policy's formulary and the edition's catalogue."""
    signed, listed = policy.agents_signed.get(id), edition.get(Agent, id)
    named = dict.fromkeys(([signed.agent_class] if signed else []) + ([listed.agent_class] if listed else []))
    classes = tuple(kind for name in named if (kind := edition.get(AgentClass, name)))
    inside = (edition.get(Agent, contained.agent) for kind in classes for contained in kind.contains)
    return KnownAgent(id, signed, listed, classes, _meant((id,), (listed, *inside), edition))


def _meant(ids: tuple[str, ...], agents: Iterable[Agent | None], edition: Edition) -> frozenset[str]:
    """Return the allergens and medicines that these names mean, without what an allergy to one reaches across to."""
    names = (*ids, *(name for agent in agents if agent for name in (agent.id, agent.name, *agent.names)))
    touched = (recognise_allergen(edition, name) for name in names)
    return frozenset().union(*(found.entries for found in touched if found))


def agents_named(typed: str, policy: Policy, edition: Edition) -> frozenset[str]:
    """Return the ids of the agents that a typed name means, as the director signed them or the catalogue lists them."""
    name = fold(typed)
    signed = {id for id in policy.agents_signed if fold(id) == name}
    return edition.derive(_agents_by_name).get(name, frozenset()) | signed


def _agents_by_name(edition: Edition) -> Mapping[str, frozenset[str]]:
    by_name: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for agent in edition.all(Agent).values():
        for name in folded_names(agent) | {fold(agent.id)}:
            by_name[name] |= {agent.id}
    return dict(by_name)


def check_agent_class(entry: AgentClass, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each contained agent or citation of a class that does not exist."""
    yield from _check_rows((*entry.contains, *entry.ceilings), thing, edition)
    yield from _check_keys((*entry.allergy_keys, *entry.allergy_family), thing, edition)
    for agent in (*(contained.agent for contained in entry.contains), *filter(None, [entry.counts_as])):
        if edition.get(Agent, agent) is None:
            yield Fault(f"{thing}.contains", "the id of an agent", agent, "Write the id of an agent.")


def check_agent(entry: Agent, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each class or citation of an agent that does not exist."""
    if edition.get(AgentClass, entry.agent_class) is None:
        known = ", ".join(edition.all(AgentClass))
        yield Fault(f"{thing}.agent_class", f"one of {known}", entry.agent_class, "Write the id of a class.")
    yield from _check_rows((*entry.strengths, *entry.ceilings, *entry.regulatory), thing, edition)
    yield from _check_keys((*entry.allergy_keys, *entry.excipients), thing, edition)


def _check_keys(keys: Iterable[str], thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each key that no typed allergy could ever meet: neither an allergen's nor an agent's id."""
    for key in keys:
        if edition.get(Allergen, key) is None and edition.get(Agent, key) is None:
            expected, remedy = "the id of an allergen or of an agent", "Add the allergen, or correct the key."
            yield Fault(f"{thing}.allergy_keys", expected, repr(key), remedy)


Row = StatedStrength | Ceiling | RegulatoryRow | Contained


def _check_rows(rows: Iterable[Row], thing: str, edition: Edition) -> Iterator[Fault]:
    for row in rows:
        if not row.sources:
            yield Fault(thing, "a citation of its own for each row", "none", "Cite where the row comes from.")
        for citation in row.sources:
            yield from check_citation(citation, thing, edition)


def answer_agent_class(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what a case asks of a class: its ceilings, or the value of one of its fields."""
    return _shown(getattr(edition.all(AgentClass)[about], given["ask"]))


def answer_agent(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what a case asks of an agent: its ceilings, strengths, or the value of one of its fields."""
    return _shown(getattr(edition.all(Agent)[about], given["ask"]))


def _shown(value: object) -> str:
    match value:
        case Ceiling():
            return " ".join(filter(None, (str(value.most), "per", value.per.value, value.jurisdiction, value.when)))
        case StatedStrength():
            return str(value.says)
        case RegulatoryRow():
            return " ".join(filter(None, (value.jurisdiction, value.status.value)))
        case Contained():
            return f"{value.agent} {value.strength}"
        case Enum():
            return str(value.value)
        case tuple():
            return "; ".join(_shown(item) for item in value) or "none"
        case _:
            return str(value)
