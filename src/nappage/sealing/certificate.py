"""A certificate as a file: read in either form, and known by its fingerprint."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from nappage.values.fault import Fault, Faulty

_PEM = b"-----BEGIN"


def read_certificate(content: bytes) -> x509.Certificate:
    """Return the certificate that a file holds, in PEM or DER; Faulty if it holds none."""
    try:
        is_pem = content.lstrip().startswith(_PEM)
        return x509.load_pem_x509_certificate(content) if is_pem else x509.load_der_x509_certificate(content)
    except ValueError:
        remedy = "Ask for the certificate that the other clinic's page of keys gives."
        raise Faulty([Fault("Certificate", "a certificate in PEM or DER", "something else", remedy)]) from None


def fingerprint_of(content: bytes) -> str:
    """Return the SHA-256 of a certificate in hexadecimal."""
    return read_certificate(content).fingerprint(hashes.SHA256()).hex()


def as_pem(certificate: bytes) -> bytes:
    """Return a certificate as text."""
    return read_certificate(certificate).public_bytes(Encoding.PEM)
