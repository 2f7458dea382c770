"""A clinic's signature on a text: JWS (RFC 7515) in its compact form, with the certificate inside; and its reading.

The scheme is RS256, so that the same text, key and instant give the same bytes; the text is deflated first, as the zip
header says, which is how health cards on paper are signed too. Every character of a signed text is covered: the first
two parts by the signature, the third by having one way to be written.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from jwt.api_jws import PyJWS

from nappage.sealing.clinic_key import ClinicKey
from nappage.sealing.trouble import Trouble

ALGORITHM = "RS256"
# Far above any record; a text that would unfold to more was not made by a clinic.
MOST_BYTES = 8 * 1024 * 1024
_LEAST_BITS = 2048
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    zlib.error,
    x509.InvalidVersion,
    UnsupportedAlgorithm,
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signed text says of itself. `content` is there only when it is whole.

    `by` is the name in the certificate: the signer's own word, as good as the certificate is known.
    """

    is_whole: bool
    content: bytes = b""
    by: str = ""
    certificate: bytes = b""
    trouble: Trouble | None = None

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate in hexadecimal, or nothing where there is none to name."""
        if not self.certificate:
            return ""
        return x509.load_der_x509_certificate(self.certificate).fingerprint(hashes.SHA256()).hex()

    def was_valid(self, at: datetime) -> bool:
        """Return whether the certificate counted at an instant."""
        certificate = x509.load_der_x509_certificate(self.certificate)
        return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def signed(content: bytes, kept: ClinicKey) -> str:
    """Return a text signed with a clinic's key, as one line of letters that fits everywhere."""
    key = serialization.load_der_private_key(kept.key, None)
    assert isinstance(key, rsa.RSAPrivateKey), "a clinic's key is an RSA key"
    packed = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    headers = {
        "typ": "JOSE",
        "cty": "application/fhir+json",
        "zip": "DEF",
        "x5c": [base64.b64encode(kept.certificate).decode("ascii")],
    }
    return PyJWS([ALGORITHM]).encode(packed.compress(content) + packed.flush(), key, ALGORITHM, headers)


def read_signature(text: str) -> Signature:
    """Return what a signed text says. It is whole only if nothing in it was changed since its signer signed it."""
    if not _COMPACT.fullmatch(text):
        return Signature(False, trouble=Trouble.NOT_SIGNED)
    try:
        header, packed, _signature = map(_strictly, text.split("."))
        certificate, key = _certificate(json.loads(header))
        PyJWS([ALGORITHM]).decode_complete(text, key, [ALGORITHM])
        return Signature(True, _unpacked(packed), _named(certificate), certificate.public_bytes(Encoding.DER))
    except jwt.InvalidTokenError:
        return Signature(False, trouble=Trouble.CHANGED)
    except _UNREADABLE:
        return Signature(False, trouble=Trouble.UNREADABLE)


def _named(certificate: x509.Certificate) -> str:
    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else ""


def _certificate(header: Any) -> tuple[x509.Certificate, rsa.RSAPublicKey]:
    """Return the certificate and key of a header that asks for nothing else than what is done here."""
    if (header["alg"], header["zip"]) != (ALGORITHM, "DEF") or "crit" in header:
        raise ValueError("it is signed in a way that is not read here")
    (only,) = header["x5c"]
    certificate = x509.load_der_x509_certificate(base64.b64decode(only, validate=True))
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < _LEAST_BITS:
        raise ValueError("its certificate holds no RSA key that is long enough")
    if certificate.not_valid_after_utc < certificate.not_valid_before_utc:
        raise ValueError("its certificate ended before it began")
    return certificate, key


def _strictly(part: str) -> bytes:
    """Return the bytes of a part; ValueError if the same bytes could be written otherwise (bits that say nothing)."""
    content = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if base64.urlsafe_b64encode(content).decode("ascii").rstrip("=") != part:
        raise ValueError("a part has bits that say nothing")
    return content


def _unpacked(packed: bytes) -> bytes:
    unfolding = zlib.decompressobj(-zlib.MAX_WBITS)
    content = unfolding.decompress(packed, MOST_BYTES)
    if not unfolding.eof or unfolding.unused_data:
        raise ValueError("it unfolds to more than a record, or has something behind it")
    return content
