"""Plausible ranges: a measure outside of one may be a slip of the finger or of the unit. It is asked about (H-12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nappage.engine.edition import Entry
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PlausibleRange(Entry):
    """Between which values a measure is taken as typed, both ends included; any other is asked about, never refused."""

    between: Interval[Quantity]


def is_plausible(between: Interval[Quantity], typed: Quantity) -> bool:
    """Return whether a measure lies in its range."""
    return between.low <= typed <= between.high


def meant_in(between: Interval[Quantity], typed: Quantity, units: Iterable[Unit]) -> Quantity | None:
    """Return the same number in the first other unit in which it is plausible, or None."""
    others = (Quantity(typed.amount, unit) for unit in units if unit is not typed.unit)
    return next((one for one in others if is_plausible(between, one)), None)
