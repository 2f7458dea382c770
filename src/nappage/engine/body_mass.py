"""Body mass index: how it is reckoned, and in which step it is shown. What a low one means is a precaution's to say."""

from __future__ import annotations

from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.values.quantity import Quantity, Unit
from nappage.values.rounding import to_nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMassIndex(Entry):
    """The step in which an index is shown; rules are asked about the exact one."""

    resolution: Quantity


def body_mass_index(height: Quantity, weight: Quantity) -> Quantity:
    """Return weight over height squared in kg/m2, not rounded."""
    metres = height.to(Unit.METRE).amount
    return Quantity(weight.to(Unit.KG).amount / (metres * metres), Unit.KG_PER_M2)


def shown_index(edition: Edition, exact: Quantity) -> Quantity:
    """Return an index as it is shown; a rounded one never decides."""
    return to_nearest(exact, next(iter(edition.all(BodyMassIndex).values())).resolution)
