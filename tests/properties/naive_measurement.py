"""A second way to read a tape: fractions of millimetres in plain lists, slow and obvious."""

from __future__ import annotations

import math
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from nappage.engine.story import TapeReading
from nappage.values.quantity import Unit


def half_up(tenths: Fraction) -> int:
    return math.floor(tenths + Fraction(1, 2))


def value_in_mm(readings: list[TapeReading]) -> int:
    """Return the value of one visit in whole millimetres."""
    mm = sorted(
        Fraction(one.value.amount) * (10 if one.value.unit is Unit.CM else Fraction(254, 10)) for one in readings
    )
    while len(mm) > 2:
        mm = mm[1:-1]
    return half_up(sum(mm, Fraction(0)) / len(mm))


def visits_in_mm(readings: list[TapeReading], at: datetime, zone: ZoneInfo) -> dict[tuple[str, str, bool, str], int]:
    """Return the value of every landmark, side, kind and local day that was measured up to an instant."""
    found: dict[tuple[str, str, bool, str], list[TapeReading]] = {}
    for one in readings:
        if one.at > at:
            continue
        day = one.at.astimezone(zone).strftime("%Y-%m-%d")
        key = (one.landmark, one.side.value, one.sentinel, day)
        found[key] = [*found.get(key, []), one]
    return {key: value_in_mm(several) for key, several in found.items()}


def detectable_in_mm(error_mm: float, first: int, second: int) -> float:
    """Return 1.96 standard errors of the difference of two means, in millimetres."""
    return 1.96 * math.sqrt(error_mm**2 / first + error_mm**2 / second)
