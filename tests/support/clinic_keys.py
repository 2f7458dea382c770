"""Keys of clinics, made a few times in a run: a real one takes half a second, and a hundred tests seal something."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

# More than one, so that a clinic that takes a new key has another one than before.
_KEPT = 3


def make_keys_seldom() -> None:
    """Let every clinic of this run have one of a few keys, in turn; each certificate is its own."""
    make = rsa.generate_private_key
    kept = cycle(range(_KEPT))
    made: dict[Any, rsa.RSAPrivateKey] = {}

    def one_of_few(**asked: Any) -> rsa.RSAPrivateKey:
        which = (next(kept), *sorted(asked.items()))
        if which not in made:
            made[which] = make(**asked)
        return made[which]

    rsa.generate_private_key = one_of_few  # type: ignore[assignment]  # it is called by name alone
