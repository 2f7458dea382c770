"""Ranges that a source states ("6-8 h", "7-10 d", "1-4 mm"), kept as ranges."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from nappage.values.fault import Refused

T = TypeVar("T")
_TEXT = re.compile(r"(?P<low>\d+(?:\.\d+)?)-(?P<high>\d+(?:\.\d+)?) (?P<unit>\S+)")


@dataclass(frozen=True, slots=True)
class Interval(Generic[T]):
    """The lowest and highest value that a source gives, both included."""

    low: T
    high: T

    @staticmethod
    def parse(text: str, part: Callable[[str], T]) -> Interval[T]:
        """Return the interval written "6-8 h", each end read by `part`; one value alone is both ends."""
        match = _TEXT.fullmatch(text)
        if match is None:
            value = part(text)
            return Interval(value, value)
        low, high = part(f"{match['low']} {match['unit']}"), part(f"{match['high']} {match['unit']}")
        if float(match["low"]) > float(match["high"]):
            raise Refused("the lower end first", text, "Swap the two ends.")
        return Interval(low, high)

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        low, unit = str(self.low).split(" ", 1)
        high, other = str(self.high).split(" ", 1)
        return f"{low}-{high} {unit}" if unit == other else f"{self.low} to {self.high}"
