"""The seal on a paper: PAdES baseline B over the whole file, certified so that any later change shows; and its reading.

The same paper, key and instant give the same bytes: the signature scheme has no chance in it, and the file's second
identifier, which the library would draw, comes from the paper. The instant is the clinic's own word: no time stamp of
a third party is asked for, because nothing is fetched.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, keys, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from nappage.sealing.clinic_key import ClinicKey

FIELD = "ClinicSeal"
# A damaged file makes the parser stumble in many ways; each of them says the same of the seal.
DAMAGED = (
    PdfError,
    SignatureValidationError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Seal:
    """What the seal of a paper says. `is_whole` holds only when it is intact and covers every byte of the file."""

    is_whole: bool
    by: str = ""
    at: datetime | None = None
    certificate: str = ""
    trouble: str = ""


class _Addition(IncrementalPdfFileWriter):
    """Adds the seal behind the paper and leaves the rest alone: the library would draw an id and write today's date."""

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        first, second = (getattr(part, "original_bytes", part) for part in prev.trailer["/ID"])
        again = hashlib.sha256(first + second + b"sealed").digest()[:16]
        return generic.ArrayObject([generic.ByteStringObject(first), generic.ByteStringObject(again)])

    def _update_meta(self) -> None:
        pass


class _SealerAt(signers.PdfSigner):
    """Signs at an instant that it is told, instead of reading the clock."""

    def __init__(self, *given: Any, at: datetime, **named: Any) -> None:
        super().__init__(*given, **named)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._at
        return session


def sealed(pdf: bytes, kept: ClinicKey, clinic: str, at: datetime, reason: str = "") -> bytes:
    """Return a paper with the clinic's seal: any byte changed later breaks it."""
    writer = _Addition(BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=clinic,
        reason=reason or None,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    out = BytesIO()
    _SealerAt(metadata, signer=_signer(kept), at=at).sign_pdf(writer, output=out)
    return out.getvalue()


def _signer(kept: ClinicKey) -> signers.SimpleSigner:
    certificate = x509.Certificate.load(kept.certificate)
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library's own
    registry.register(certificate)
    return signers.SimpleSigner(
        signing_cert=certificate, signing_key=keys.PrivateKeyInfo.load(kept.key), cert_registry=registry
    )


def read_seal(pdf: bytes, fingerprint: str) -> Seal:
    """Return what the seal of a paper says, if it is that of the clinic whose certificate has this fingerprint.

    A paper that cannot be read, or that has no seal, is not whole; nor is one that somebody else sealed in its name.
    """
    return _of_clinic(read_any_seal(pdf), fingerprint)


def read_any_seal(pdf: bytes) -> Seal:
    """Return what the seal of a paper says, whoever sealed it."""
    try:
        found = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures
        if len(found) != 1:
            return Seal(False, trouble=f"{len(found)} seals instead of one")
        return _read(found[0], pdf)
    except DAMAGED as error:
        return Seal(False, trouble=f"The file cannot be read: {error}")


def _of_clinic(seal: Seal, fingerprint: str) -> Seal:
    if not seal.is_whole or seal.certificate == fingerprint:
        return seal
    return replace(seal, is_whole=False, trouble="It was sealed with another key than the clinic's")


def _read(signature: Any, pdf: bytes) -> Seal:
    # The certificate is judged by its fingerprint, not by a chain: nobody is asked whether it still counts.
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    covered = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    whole = status.intact and status.valid and covered and _is_as_written(signature, pdf)
    return Seal(
        is_whole=whole,
        by=signature.signer_cert.subject.native.get("common_name", ""),
        at=signature.self_reported_timestamp,
        certificate=signature.signer_cert.sha256.hex(),
        trouble="" if whole else "The file was changed after it was sealed",
    )


def _is_as_written(signature: Any, pdf: bytes) -> bool:
    """Return whether the one gap that a signature cannot cover, its own place, holds it and nothing else."""
    _, before, after, _ = signature.byte_range
    return pdf[before:after] == _container(pdf[before:after])


def _container(gap: bytes) -> bytes:
    """Return how the signature in a gap is written: in capitals, filled up with noughts."""
    content: bytes = _as_we_write(cms.ContentInfo.load(bytes.fromhex(gap.strip(b"<>").decode("ascii")))["content"])
    return b"<" + content.hex().upper().encode().ljust(len(gap) - 2, b"0") + b">"


def _as_we_write(found: Any) -> bytes:
    """Return a signature written anew from what its key covers: the rest of it, which no key covers, has one form.

    The certificate stands there twice, as the library writes it; a reader looks at one of them only.
    """
    (signer,), certificate = found["signer_infos"], found["certificates"][0].chosen
    serial = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    said = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(serial)}),
            "digest_algorithm": cms.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": signer["signed_attrs"],
            "signature_algorithm": cms.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            "signature": signer["signature"],
        }
    )
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [cms.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate, certificate],
            "signer_infos": [said],
        }
    )
    content: bytes = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump(force=True)
    return content
