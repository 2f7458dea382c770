"""Numbers as people type them: strict by the stated locale, refused when two readings are possible."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum

from nappage.values.fault import Refused

THOUSANDS = 3


class DecimalMark(Enum):
    """Which character separates whole from part in what a person types."""

    POINT = "."
    COMMA = ","

    @property
    def other(self) -> DecimalMark:
        return DecimalMark.COMMA if self is DecimalMark.POINT else DecimalMark.POINT


def parse_decimal(text: str, mark: DecimalMark) -> Decimal:
    """Return the number typed in a locale with this decimal mark.

    No grouping of thousands is accepted: "1,250" is 1.25 to one reader and 1250 to another, and the difference is a
    thousandfold dose. "0,05" in a point locale is refused for the same reason, not repaired.
    """
    typed = text.strip()
    if re.fullmatch(rf"[+-]?\d+(?:\{mark.value}\d+)?", typed):
        return Decimal(typed.replace(",", "."))
    if mark.other.value in typed:
        as_meant = _as_meant(typed, mark)
        raise Refused('a number with "{mark}" as decimal mark', text, "Write {meant}.", mark=mark.value, meant=as_meant)
    raise Refused("a plain number", text, "Write digits only, without grouping, unit or exponent.")


def _as_meant(typed: str, mark: DecimalMark) -> str:
    """Return what was typed with the right mark; three figures behind the wrong one may be thousands: an example."""
    part = re.fullmatch(rf"[+-]?\d+\{mark.other.value}(\d+)", typed)
    is_plain = part is not None and len(part[1]) != THOUSANDS
    return typed.replace(mark.other.value, mark.value) if is_plain else f"0{mark.value}05"
