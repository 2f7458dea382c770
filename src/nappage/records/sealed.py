"""Sealing with a person's own key: AES-GCM under a key that only the clinic's master key can open.

Erasing a person destroys their key, and with it every entry, file and free text about them, while the rows themselves
(and the chain over them) stay as they were. Each sealed text is bound to its row: moved to another, it does not open.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_KEY_BITS = 256


class Unreadable(Exception):
    """A sealed text that this key does not open: another key, another row, or a changed byte."""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A secret key of 256 bits. It never prints itself."""

    secret: bytes

    def __repr__(self) -> str:
        return "SealingKey(…)"

    @staticmethod
    def new() -> SealingKey:
        """Return a new key."""
        return SealingKey(AESGCM.generate_key(_KEY_BITS))

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """Return a text sealed and bound to the row that holds it."""
        nonce = os.urandom(_NONCE)
        return nonce + _cipher(self.secret).encrypt(nonce, plain, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Return the plain text; Unreadable where the key, the row or a byte is another."""
        try:
            return _cipher(self.secret).decrypt(bytes(sealed[:_NONCE]), bytes(sealed[_NONCE:]), bound_to)
        except InvalidTag:
            raise Unreadable("sealed under another key, for another row, or changed") from None


@lru_cache(maxsize=4096)
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(secret)
