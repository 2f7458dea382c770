"""The key a clinic seals its papers with, and the certificate that names the clinic, both as bytes.

The certificate is signed by the clinic itself: it shows that a paper is as the clinic made it, not who the clinic is.
A clinic that wants the second as well puts a certificate of a trust service in its place; nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

# RSA with PKCS 1 v1.5, because its signatures are the same each time and every reader of PDF checks them.
_BITS = 3072
_EXPONENT = 65537
# Long enough that no course outlives it; papers sealed before its end stay sealed.
VALID_FOR = timedelta(days=5 * 365)
_EARLIER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ClinicKey:
    """A private key (PKCS 8 in DER, not encrypted: whoever keeps it encrypts it) and its certificate in DER."""

    key: bytes
    certificate: bytes

    def __repr__(self) -> str:
        # A key in a log is a key lost.
        return f"ClinicKey({self.fingerprint})"

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate in hexadecimal: what a clinic publishes so that others can compare."""
        return x509.load_der_x509_certificate(self.certificate).fingerprint(hashes.SHA256()).hex()

    @property
    def valid_until(self) -> datetime:
        """Return the last instant at which the certificate counts."""
        return x509.load_der_x509_certificate(self.certificate).not_valid_after_utc


def new_clinic_key(clinic: str, at: datetime, valid_for: timedelta = VALID_FOR) -> ClinicKey:
    """Return a new key with a certificate in the clinic's name that counts from an instant on."""
    key = rsa.generate_private_key(public_exponent=_EXPONENT, key_size=_BITS)
    return ClinicKey(
        key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificate=_certificate(clinic, key, at, valid_for),
    )


def _certificate(clinic: str, key: rsa.RSAPrivateKey, at: datetime, valid_for: timedelta) -> bytes:
    name = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, clinic), x509.NameAttribute(NameOID.COMMON_NAME, clinic)]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _EARLIER)
        .not_valid_after(at + valid_for)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)
