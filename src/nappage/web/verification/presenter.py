"""What the page shows of a passport: the verdict first, then what it says if it is intact."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.known_signer import known_signer
from nappage.rendering.passport_sheet import passport_sheet
from nappage.rendering.passport_verdict import verdict
from nappage.rendering.wording import Speaker
from nappage.sealing.verification import Verified, verified
from nappage.web.door.presenter import reader_language

# A passport says every time by the clock of its clinic, with the offset in it; no other zone is asked for.
_ANY = ZoneInfo("UTC")


def passport_speaker(language: str = "") -> Speaker:
    """Return the speaker for passports, in the language of the page unless another is named."""
    return Speaker(edition_in_use(), _ANY, language or reader_language())


def shown(content: bytes, clinic: UUID | None = None) -> dict[str, Any]:
    """Return what verifying some bytes says; a clinic asks which keys it knows itself."""
    return shown_verified(verified(content), clinic)


def shown_verified(found: Verified, clinic: UUID | None = None) -> dict[str, Any]:
    """Return the verdict on a passport, and the passport as people read it."""
    speak = passport_speaker()
    known = known_signer(found.fingerprint, clinic) if found.is_intact else None
    return {
        "verdict": verdict(found, known, speak),
        "sheet": passport_sheet(found.passport, speak) if found.passport else None,
        "found": found,
    }
