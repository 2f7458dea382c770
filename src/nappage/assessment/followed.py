"""What is recorded after a session, by kind: leaving, where somebody travels, calls, closings, nodules, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from uuid import UUID

from nappage.engine.contact import ContactMade
from nappage.engine.story import Site
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Away:
    """The time zone of the place where somebody is in the next days (IANA); empty for here."""

    zone: str = ""


@dataclass(frozen=True, slots=True)
class CheckOut:
    """One line of the list that is gone through before somebody leaves: done, not done, not known."""

    instruction: str
    done: Answer
    words: str = ""


@dataclass(frozen=True, slots=True)
class ContactTried:
    """Nobody was reached: the contact of that local day stays open."""

    day: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class TakenOn:
    """Somebody of the staff took on a contact (its local day) or a report; until then it is the injector's."""

    owner: str
    day: date | None = None
    report: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReportClosed:
    """A report was looked into and closed by a person: what was found. The report stays, and so does its level."""

    report: UUID
    found: str


@dataclass(frozen=True, slots=True)
class NoduleSeen:
    """A lump as it was seen. `report` is the symptom report that was made with it, `onset` is when it came."""

    site: Site
    size: Quantity
    report: UUID
    tender: Answer = Answer.UNKNOWN
    red: Answer = Answer.UNKNOWN
    warm: Answer = Answer.UNKNOWN
    draining: Answer = Answer.UNKNOWN
    onset: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class NoduleGone:
    """A nodule at a place was looked for and is not there any more."""

    site: Site
    words: str = ""


class Mishap(Enum):
    """What can happen to somebody of the staff."""

    NEEDLE_STICK = "needle-stick"
    SPLASH = "splash"
    FAINT = "faint"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StaffIncident:
    """Something that happened to somebody of the staff at this patient's visit: to whom, what, what was done."""

    what: Mishap
    member: str
    at: datetime
    words: str
    done: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class AdverseEventReported:
    """A report of an adverse event, signed and kept as a document."""

    document: UUID
    text_digest: str
    edition: str


FOLLOWED: Mapping[str, type] = MappingProxyType(
    {
        "away": Away,
        "check-out": CheckOut,
        "contact": ContactMade,
        "contact-tried": ContactTried,
        "taken-on": TakenOn,
        "report-closed": ReportClosed,
        "nodule": NoduleSeen,
        "nodule-gone": NoduleGone,
        "staff-incident": StaffIncident,
        "adverse-event": AdverseEventReported,
    }
)
