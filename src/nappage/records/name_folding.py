"""How a name and a telephone number are looked for: without what habits of writing add or leave out, in any script."""

from __future__ import annotations

import unicodedata

LONGEST = 400
# Letters that Unicode takes for letters of their own, though a keyboard elsewhere has only the plain one.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ŧ": "t"})
_DROPPED = str.maketrans(dict.fromkeys("'’‘ʼʻ`´׳״"))
_APART = str.maketrans(dict.fromkeys("-‐‑–—־.,", " "))


def folded(name: str) -> str:
    """Return a name as it is searched: without case, accents, apostrophes, hyphens and doubled blanks."""
    # Apostrophes go first: taking an accent from a letter apart leaves signs behind that look like them.
    apart = unicodedata.normalize("NFKD", name.translate(_DROPPED)).casefold()
    bare = "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN).translate(_APART)
    return " ".join(bare.split())[:LONGEST]


def digits(phone: str) -> str:
    """Return the digits of a telephone number, in the figures that keyboards have."""
    return "".join(str(unicodedata.digit(c)) for c in phone if c.isdigit())
