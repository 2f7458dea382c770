"""A signed text as the frames of several QR codes, and the text back out of frames that were scanned in any order.

A frame is "npg:/number/of/check/digits": each letter of the text as two digits, which is the densest that every reader
of QR codes gives back unharmed. The check is the same on all frames of one text, so that two papers never mix.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from nappage.sealing.trouble import Trouble

# Letters in one frame: a code that an office printer still prints sharp and a telephone still reads.
LETTERS = 1000
MOST_FRAMES = 200
_FIRST = 45
_FRAME = re.compile(r"npg:/(\d{1,3})/(\d{1,3})/(\d{8})/(\d+)", re.ASCII)


class Unframed(ValueError):
    """The frames do not give one text: some are missing, or they are of several texts. `missing` numbers those."""

    def __init__(self, trouble: Trouble, missing: tuple[int, ...] = ()) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.missing = missing


def framed(text: str) -> tuple[str, ...]:
    """Return the frames of a text, of nearly the same length each, in order."""
    count = -(-len(text) // LETTERS)
    if count > MOST_FRAMES:
        raise ValueError(f"{count} frames are more than anybody scans")
    size, check = -(-len(text) // count), _check(text)
    parts = (text[start : start + size] for start in range(0, len(text), size))
    return tuple(f"npg:/{number}/{count}/{check}/{_digits(part)}" for number, part in enumerate(parts, 1))


def unframed(scanned: str) -> str:
    """Return the text whose frames stand in what was scanned, in any order, once or several times."""
    found = {(int(number), int(count), check): digits for number, count, check, digits in _FRAME.findall(scanned)}
    texts = {(count, check) for _number, count, check in found}
    if len(texts) != 1:
        raise Unframed(Trouble.FRAMES_MIXED if texts else Trouble.NOT_SIGNED)
    ((count, check),) = texts
    missing = tuple(number for number in range(1, count + 1) if (number, count, check) not in found)
    if missing:
        raise Unframed(Trouble.FRAMES_MISSING, missing)
    text = "".join(_letters([found[number, count, check] for number in range(1, count + 1)]))
    if _check(text) != check:
        raise Unframed(Trouble.FRAME_MISREAD)
    return text


def is_framed(text: str) -> bool:
    """Return whether there is a frame in a text."""
    return _FRAME.search(text) is not None


def _check(text: str) -> str:
    return f"{int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10**8:08}"


def _digits(part: str) -> str:
    return "".join(f"{ord(letter) - _FIRST:02}" for letter in part)


def _letters(frames: Iterable[str]) -> Iterator[str]:
    for digits in frames:
        yield from (chr(int(digits[at : at + 2]) + _FIRST) for at in range(0, len(digits), 2))
