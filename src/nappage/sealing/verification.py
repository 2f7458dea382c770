"""A passport verified, in whichever form it came: the signed text, the frames of its codes, or the paper that holds it.

Nothing is asked of anybody and nothing is kept: what is inside says by whose key it is signed, and whether that key is
known is asked elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from nappage.fhir.bundle import NotAPassport, read_passport
from nappage.fhir.passport import Passport
from nappage.sealing.frames import Unframed, is_framed, unframed
from nappage.sealing.seal import DAMAGED, Seal, read_any_seal
from nappage.sealing.signature import read_signature
from nappage.sealing.trouble import Trouble

# The name of the signed text inside a paper.
ATTACHED = "passport.jws"
_PDF = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying says. Without `trouble` it is intact, and `passport` is what was signed, to the last character.

    `signer` is the name in the certificate, `fingerprint` the certificate's SHA-256, `missing` the frames not there.
    """

    trouble: Trouble | None = None
    signed: str = ""
    passport: Passport | None = None
    signer: str = ""
    fingerprint: str = ""
    missing: tuple[int, ...] = ()

    @property
    def is_intact(self) -> bool:
        return self.trouble is None


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """A signer by the name under which it is known here. `trusted_by` is the clinic whose director added the key.

    Without it the signer is a clinic of this installation itself.
    """

    name: str
    trusted_by: str = ""


def verified(content: bytes) -> Verified:
    """Return what verifying a file, or what was pasted, says."""
    if content.startswith(_PDF):
        return _of_paper(content)
    try:
        text = content.decode("ascii").strip()
        return _of_text(unframed(text) if is_framed(text) else text)
    except UnicodeDecodeError:
        return Verified(Trouble.NOT_SIGNED)
    except Unframed as error:
        return Verified(error.trouble, missing=error.missing)


def _of_text(text: str) -> Verified:
    signature = read_signature(text)
    found = Verified(signature.trouble, text, None, signature.by, signature.fingerprint)
    if not signature.is_whole:
        return found
    try:
        passport = read_passport(signature.content)
    except NotAPassport:
        return replace(found, trouble=Trouble.NO_PASSPORT)
    if not signature.was_valid(passport.at):
        return replace(found, trouble=Trouble.OUT_OF_DATE)
    return replace(found, passport=passport)


def _of_paper(pdf: bytes) -> Verified:
    """Return what a paper says: its own seal has to be whole, and by the same key as the passport inside."""
    seal: Seal = read_any_seal(pdf)
    if not seal.is_whole:
        return Verified(Trouble.PAPER_CHANGED, signer=seal.by, fingerprint=seal.certificate)
    try:
        text = _attached(pdf)
    except DAMAGED:
        return Verified(Trouble.UNREADABLE)
    if not text:
        return Verified(Trouble.EMPTY_PAPER, "", None, seal.by, seal.certificate)
    found = _of_text(text)
    return found if found.fingerprint == seal.certificate else replace(found, trouble=Trouble.TWO_KEYS, passport=None)


def _attached(pdf: bytes) -> str:
    """Return the signed text that a paper holds, or nothing."""
    for attached in PdfFileReader(BytesIO(pdf), strict=False).root.get("/AF", ()):
        described: Any = attached.get_object()
        if str(described.get("/UF", "")) == ATTACHED:
            content: bytes = described["/EF"]["/F"].data
            return content.decode("ascii")
    return ""
