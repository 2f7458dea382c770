"""What a person carries from clinic to clinic, by kind: passports issued here, and those taken in from others.

A passport taken in is reported history: it stands in the chart as its signer said it, and never as something that was
done here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PassportIssued:
    """A passport that was signed and handed out: the document that keeps it, and the SHA-256 of what it says."""

    document: UUID
    digest: str


@dataclass(frozen=True, slots=True)
class PassportTakenIn:
    """A passport of another clinic, whole. `signer` is the name in its certificate, `fingerprint` the certificate's.

    `is_known` says whether that key was known here on the day on which it was taken in.
    """

    signed: str
    signer: str
    fingerprint: str
    is_known: bool
    issued_at: datetime
    digest: str


class Wanted(Enum):
    """What somebody can ask of the clinic about their own record."""

    COPY = "copy"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class RecordAsked:
    """A person asked for a copy of their record, or for its erasure; in their own words, if they said any."""

    wanted: Wanted
    words: str = ""


CARRIED: Mapping[str, type] = MappingProxyType(
    {"passport": PassportIssued, "passport-taken-in": PassportTakenIn, "record-asked": RecordAsked}
)
