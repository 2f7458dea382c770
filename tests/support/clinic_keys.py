"""Keys of clinics, made a few times in a run: a real one takes half a second, and a hundred tests seal something."""

from __future__ import annotations

from functools import cache
from itertools import cycle

from cryptography.hazmat.primitives.asymmetric import rsa

# More than one, so that a clinic that takes a new key has another one than before.
_KEPT = 3


def make_keys_seldom() -> None:
    """Let every clinic of this run have one of a few keys, in turn; each certificate is its own."""
    make, turns = rsa.generate_private_key, cycle(range(_KEPT))

    @cache
    def made(_turn: int, exponent: int, bits: int) -> rsa.RSAPrivateKey:
        return make(exponent, bits)

    def one_of_few(public_exponent: int, key_size: int, backend: object = None) -> rsa.RSAPrivateKey:
        return made(next(turns), public_exponent, key_size)

    rsa.generate_private_key = one_of_few
