"""A label for tubes and papers: who it is, set as large as it fits, or the plain statement that it does not fit.

Nothing is ever cut off: half a name is another name. Widths are estimated on the wide side, because the face that a
printer falls back on for a script is not known here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# Millimetres of a common roll, less a margin and the line that marks a demo; a point is a 72nd of an inch.
WIDTH, HEIGHT = 58.0, 22.5
MM_PER_POINT = 25.4 / 72
SIZES = (12, 10, 8, 7)
LEADING = 1.25
_WIDE, _BROAD, _CAPITAL, _LETTER, _NARROW = 1.25, 0.95, 0.72, 0.58, 0.34
_BROAD_LETTERS = frozenset("MWmw@%&")
_NARROW_LETTERS = frozenset("ijltfr.,;:'’ |!")


@dataclass(frozen=True, slots=True)
class Label:
    """The lines of a label and their size in points; `fits` is false where even the smallest size is too large."""

    name: tuple[str, ...]
    beneath: tuple[str, ...]
    size: int
    fits: bool

    @property
    def needed(self) -> int:
        """Return how many lines it needs at this size."""
        return len(self.name) + len(self.beneath)

    @property
    def room(self) -> int:
        """Return how many lines a label has room for at this size."""
        return _room(self.size)


def label(name: str, born: date, number: str) -> Label:
    """Return the label of a person: the name as it is written, the birth date and a number to tell two apart."""
    for size in SIZES:
        beneath = tuple(_wrapped(f"{born:%-d %b %Y}  {number}", size))
        lines = tuple(_wrapped(name, size))
        if len(lines) + len(beneath) <= _room(size):
            return Label(lines, beneath, size, fits=True)
    return Label(lines, beneath, size, fits=False)


def _room(size: int) -> int:
    return int(HEIGHT / (size * MM_PER_POINT * LEADING))


def _wrapped(text: str, size: int) -> Iterator[str]:
    """Yield the lines of a text: broken between words, and inside a word that is wider than the label."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if _width(longer, size) <= WIDTH:
            line = longer
            continue
        if line:
            yield line
        *full, line = _broken(word, size)
        yield from full
    if line:
        yield line


def _broken(word: str, size: int) -> list[str]:
    parts = [""]
    for character in word:
        joins = unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf", "Sk")
        if not joins and _width(parts[-1] + character, size) > WIDTH:
            parts.append("")
        parts[-1] += character
    return parts


def _width(text: str, size: int) -> float:
    return sum(_em(character) for character in text) * size * MM_PER_POINT


def _em(character: str) -> float:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return 0.0
    if category == "So" or unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE
    if character in _NARROW_LETTERS or character in _BROAD_LETTERS:
        return _NARROW if character in _NARROW_LETTERS else _BROAD
    return _CAPITAL if character.isupper() else _LETTER
