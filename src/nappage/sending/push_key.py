"""The key by which push services know this installation (VAPID, RFC 8292): made from the master key, kept nowhere.

So nobody has to keep a second secret, no backup holds it, and an installation that is restored elsewhere has it again.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_MADE_FOR = b"nappage push key 1"
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# Sixteen bytes more than the order has, so that every key is as likely as any other (FIPS 186-5, A.2.1).
_BYTES = 48


def push_key(master_key: str) -> ec.EllipticCurvePrivateKey:
    """Return the key that belongs to a master key, given in hexadecimal digits."""
    drawn = HKDF(hashes.SHA256(), _BYTES, salt=None, info=_MADE_FOR).derive(bytes.fromhex(master_key))
    return ec.derive_private_key(int.from_bytes(drawn) % (_ORDER - 1) + 1, _CURVE)


def public_push_key(master_key: str) -> str:
    """Return the public half as a browser takes it, so that nobody else can write to whoever turned it on here."""
    point = push_key(master_key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")
