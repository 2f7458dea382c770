"""What one clinic's director has signed, and what that clinic holds: staff, kit, lots, hours.

Nothing in `knowledge/` drives a dose. An agent, a limit or an indication is usable only when it stands here, signed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum
from zoneinfo import ZoneInfo

from nappage.values.answer import Answer
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and on which day."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Activation:
    """An indication switched on for this jurisdiction: by which text, to be reviewed when."""

    indication: str
    citation: str
    review_due: date
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class SignedAgent:
    """An agent as this clinic may use it. A limit that is None was not signed, and the agent cannot be given.

    `by_volume` marks an agent whose limits are volumes (a plant extract), `anaesthetic_maximum` the dose that counts
    as the whole when local anaesthetics are added as fractions.
    """

    agent: str
    strength: Quantity | None = None
    session_limit: Quantity | None = None
    window_limit: Quantity | None = None
    window: CalendarSpan | None = None
    minimum_interval: CalendarSpan | None = None
    layers: tuple[str, ...] = ()
    depth: Interval[Quantity] | None = None
    by_volume: bool = False
    anaesthetic_maximum: Quantity | None = None
    anaesthetic_maximum_by_mass: Quantity | None = None
    cream_maximum: Quantity | None = None
    cream_area: Quantity | None = None
    cream_contact: Elapsed | None = None
    reduction_factors: tuple[tuple[str, str], ...] = ()
    new_lot_closes_test: bool = True
    allergy_keys: tuple[str, ...] = ()
    excipients: tuple[str, ...] = ()
    agent_class: str = ""
    modality: str = ""


@dataclass(frozen=True, slots=True)
class SignedMixture:
    """Agents that the director signed as compatible with each other in one syringe, by which text."""

    agents: tuple[str, ...]
    citation: str


class Role(Enum):
    """Who someone is in the clinic. A physician's decisions need the credential, not the role of prescriber."""

    DIRECTOR = "director"
    PHYSICIAN = "physician"
    PRESCRIBER = "prescriber"
    INJECTOR = "injector"
    ASSISTANT = "assistant"
    RECEPTION = "reception"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person of the clinic with dated credentials; `delegated_by` names who ordered what they may not do alone."""

    id: str
    role: Role
    licensed_from: date
    licensed_until: date
    delegated_by: str = ""

    def is_licensed(self, day: date) -> bool:
        """Return whether the licence covers a day."""
        return self.licensed_from <= day <= self.licensed_until


@dataclass(frozen=True, slots=True)
class EmergencyKit:
    """The kit as last checked, its earliest expiry, and who is trained to use it today."""

    checked_on: date
    expires_on: date
    trained: tuple[str, ...] = ()


class LotState(Enum):
    """In use, recalled, or set aside until someone has looked."""

    IN_USE = "in-use"
    QUARANTINED = "quarantined"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot of one agent: its expiry, when it was opened, and until when it may be used once opened."""

    agent: str
    lot: str
    expires_on: date
    state: LotState = LotState.IN_USE
    opened_on: date | None = None
    discard_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Opening hours of one weekday (0 is Monday)."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Instrument:
    """Questions that the clinic loads to ask how someone sees their body: whose they are, and each in their words.

    The program scores nothing: the answers are read by a clinician, who answers the question on appearance.
    """

    name: str
    citation: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a clinic tells of itself in the public list, once its director signed that it wants to stand there.

    `languages` are ISO 639-1 codes; `prices` are lines as the clinic writes them, what for and how much.
    """

    address: str
    languages: tuple[str, ...]
    zones: tuple[str, ...] = ()
    prices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TapeError:
    """The technical error of this clinic's own duplicate readings at one landmark, and how many pairs made it."""

    landmark: str
    error: Quantity
    pairs: int


@dataclass(frozen=True, slots=True)
class Policy:
    """One clinic's signed rules and present state, as of the instant that the outlook is asked for.

    `techniques` are those that the director approved for depths outside the bound on intradermal ones (K-12).
    `holidays_of` is the country, and the region within it, whose public holidays close the clinic: "ES" or "ES-MD".
    """

    clinic: str
    jurisdiction: str
    zone: ZoneInfo
    signed: Signature | None = None
    openings: tuple[Opening, ...] = ()
    closed_days: tuple[date, ...] = ()
    declared_open: tuple[date, ...] = ()
    holidays_of: str = ""
    indications: tuple[Activation, ...] = ()
    formulary: tuple[SignedAgent, ...] = ()
    mixtures: tuple[SignedMixture, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    kit: EmergencyKit | None = None
    lots: tuple[Lot, ...] = ()
    tape_errors: tuple[TapeError, ...] = ()
    minimum_age: int | None = None
    area_cap: int | None = None
    techniques: tuple[str, ...] = ()
    test_validity: CalendarSpan | None = None
    test_required: Answer = Answer.YES
    late_tolerance: CalendarSpan | None = None
    emergency_number: str = ""
    phone: str = ""
    fictional: bool = False
    instrument: Instrument | None = None
    listing: Listing | None = None
    agents_signed: dict[str, SignedAgent] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "agents_signed", {agent.agent: agent for agent in self.formulary})

    def __hash__(self) -> int:
        # By identity: what was worked out for one policy (values/remembered.py) must not be taken for an equal one that
        # writes "1 g" as "1000 mg", and hashing every signed value at each question would cost more than the answer.
        return object.__hash__(self)

    def member(self, id: str) -> StaffMember | None:
        """Return the member of staff with this id, if there is one."""
        return next((member for member in self.staff if member.id == id), None)

    def has_role(self, id: str, *roles: Role) -> bool:
        """Return whether this person is one of the clinic's staff in one of these roles."""
        member = self.member(id)
        return member is not None and member.role in roles

    def is_licensed_as(self, id: str, day: date, *roles: Role) -> bool:
        """Return whether this person is one of the clinic's staff in one of these roles, with a licence on a day."""
        member = self.member(id)
        return member is not None and member.role in roles and member.is_licensed(day)

    def is_open(self, day: date) -> bool:
        """Return whether the clinic is open on a day: declared open, or in its hours and not closed."""
        if day in self.declared_open:
            return True
        return day not in self.closed_days and any(opening.weekday == day.weekday() for opening in self.openings)
