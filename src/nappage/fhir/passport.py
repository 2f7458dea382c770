"""What a passport holds: the part of a record that another clinic, or an ambulance, needs. Values only.

It is what the bundle says, no more and no less: mapping it to a bundle and reading that gives the same passport.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nappage.values.quantity import Quantity

# What ends the id of a place that is measured beside the treated ones and left alone.
UNTREATED = "/untreated"


@dataclass(frozen=True, slots=True)
class Named:
    """What something is called, with the id of this program's knowledge where it has one."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose passport it is. `sex` is a code of FHIR's administrative gender."""

    id: UUID
    name: str
    born: date
    sex: str = "unknown"


@dataclass(frozen=True, slots=True)
class Issuer:
    """The clinic that says it, with the numbers to call. `country` is that of its jurisdiction (ISO 3166-1)."""

    id: UUID
    name: str
    phone: str = ""
    emergency: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Professional:
    """Somebody of the clinic's staff who is named in the passport."""

    id: UUID
    name: str
    credential: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """One product of one lot as it was given at a session. `where` says how much of it went into which place.

    `strength` is that of the product as supplied. `dose` is a volume, or the mass of a cream; None is not known.
    """

    id: UUID
    name: Named
    at: datetime
    lot: str = ""
    strength: Quantity | None = None
    dose: Quantity | None = None
    where: str = ""
    by_cream: bool = False


@dataclass(frozen=True, slots=True)
class SessionDone:
    """One session as it was given: when, what for, how, where, by whom, with what. `end` is None while it lasts."""

    id: UUID
    start: datetime
    end: datetime | None
    technique: Named
    purpose: Named
    places: tuple[Named, ...] = ()
    by: UUID | None = None
    given: str = ""
    products: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True)
class AllergyTold:
    """An allergy as it was told, or as a positive test shows it; `criticality` is a code of FHIR, or empty."""

    id: UUID
    to: str
    at: datetime
    criticality: str = ""
    from_test: bool = False


@dataclass(frozen=True, slots=True)
class TestDone:
    """An allergy test: what was tested, and what its readings came to in the words of the engine."""

    __test__ = False  # nothing for a test runner to collect
    id: UUID
    of: str
    at: datetime
    result: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TapeMeasured:
    """One reading of the tape, in the unit in which it was typed."""

    id: UUID
    landmark: Named
    at: datetime
    value: Quantity
    by: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeJudged:
    """The change at one place since session 1, the smallest change that the tape can tell, and the judgement."""

    id: UUID
    place: Named
    at: datetime
    change: Quantity
    judged: str
    detectable: Quantity | None = None
    beside: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A consent: its version, the paper that shows it, and whether it still holds."""

    id: UUID
    at: datetime
    version: str
    paper: UUID | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class PaperKept:
    """A paper that the clinic keeps: not the paper itself, but the SHA-256 by which it is known again."""

    id: UUID
    title: str
    at: datetime
    media_type: str
    digest: str


@dataclass(frozen=True, slots=True)
class EarlierPassport:
    """A passport of another clinic that was taken into this record, whole and with its own signature."""

    id: UUID
    title: str
    at: datetime
    signed: str


@dataclass(frozen=True, slots=True)
class Passport:
    """A passport as it was issued at an instant. A `fictional` one is of the demo."""

    id: UUID
    at: datetime
    holder: Holder
    issuer: Issuer
    fictional: bool = False
    professionals: tuple[Professional, ...] = ()
    sessions: tuple[SessionDone, ...] = ()
    allergies: tuple[AllergyTold, ...] = ()
    tests: tuple[TestDone, ...] = ()
    tape: tuple[TapeMeasured, ...] = ()
    changes: tuple[ChangeJudged, ...] = ()
    consents: tuple[ConsentGiven, ...] = ()
    papers: tuple[PaperKept, ...] = ()
    earlier: tuple[EarlierPassport, ...] = ()
