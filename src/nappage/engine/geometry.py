"""Geometry of an injection: how deep a tip lies, how wide a papule is, how many points an area holds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from nappage.engine.edition import Edition, Entry
from nappage.values.quantity import Quantity, Unit
from nappage.values.rounding import sine, to_nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheal(Entry):
    """The papule that a volume raises in the skin, as one measured anchor, and how far papules must lie apart."""

    volume: Quantity
    diameter: Quantity
    resolution: Quantity
    apart: Decimal


def tip_depth(length: Quantity, angle: Quantity) -> Quantity:
    """Return how deep under the surface the tip lies, in mm: inserted length times the sine of the angle to the skin.

    Micheels 2016.
    """
    return Quantity(length.to(Unit.MM).amount * sine(angle), Unit.MM)


def wheal_diameter(edition: Edition, volume: Quantity) -> Quantity:
    """Return the diameter of the papule of a volume, in mm to its rule's resolution.

    The diameter grows with the cube root of the volume, anchored at a measured one: d = 5 mm (V / 0.02 mL)^(1/3),
    derived, and in agreement with the 8-10 mm published for 0.1 mL.
    """
    rule = _wheal(edition)
    return to_nearest(_diameter(rule, volume), rule.resolution)


def least_spacing(edition: Edition, volume: Quantity) -> tuple[Wheal, Quantity]:
    """Return the rule and the spacing, in mm, under which papules of this volume run into each other."""
    rule = _wheal(edition)
    return rule, to_nearest(_diameter(rule, volume) * rule.apart, rule.resolution)


def points(area: Quantity, spacing: Quantity) -> int:
    """Return how many whole points a square lattice of this spacing puts on an area: area / spacing squared.

    Square, not hexagonal: a hexagonal lattice of the same spacing puts 15 % more on the same skin, and a label that
    speaks of a grid means squares.
    """
    one_point = spacing.to(Unit.MM).amount ** 2
    return int(area.to(Unit.MM2).amount / one_point)


def _wheal(edition: Edition) -> Wheal:
    return next(iter(edition.all(Wheal).values()))


def _diameter(rule: Wheal, volume: Quantity) -> Quantity:
    return rule.diameter * (volume / rule.volume) ** (Decimal(1) / 3)
