"""What a formula is made of: its fingerprint, which decides whether a test covers it, and what a volume of it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nappage.engine.story import Component
from nappage.values.quantity import Quantity, Unit, contained, strength

# Shares such as one third never end as decimals. A femtogram is far below any scale and far above the rounding.
_KEPT = Decimal("1E-12")
_CONCENTRATIONS = (Unit.MG_PER_ML.dimension, Unit.IU_PER_ML.dimension, Unit.PERCENT.dimension)


@dataclass(frozen=True, slots=True)
class Ingredient:
    """An agent at the strength it is supplied in; None where the product states none (a plant extract)."""

    agent: str
    strength: Quantity | None = None

    def __str__(self) -> str:
        return f"{self.agent} {self.strength}" if self.strength else self.agent


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The agents of a mixture with their strengths, whatever their order and proportions (decision 12, K-25)."""

    ingredients: frozenset[Ingredient]

    def covers(self, other: Fingerprint) -> bool:
        """Return whether everything in the other mixture is in this one: a subset, never a superset."""
        return other.ingredients <= self.ingredients

    def __str__(self) -> str:
        return " + ".join(sorted(str(ingredient) for ingredient in self.ingredients))


@dataclass(frozen=True, slots=True)
class Content:
    """How much of one agent a volume of a formula holds; `amount` is None where the strength is not stated."""

    agent: str
    volume: Quantity
    amount: Quantity | None


def fingerprint(components: Iterable[Component]) -> Fingerprint:
    """Return the fingerprint of a mixture: every component counts, diluents and other excipients too."""
    return Fingerprint(frozenset(ingredient(component) for component in components))


def ingredient(component: Component) -> Ingredient:
    """Return a component without its volume and lot."""
    return Ingredient(component.agent, concentration(component))


def concentration(component: Component) -> Quantity | None:
    """Return the strength as mg/mL or [iU]/mL (1 % is 10 mg/mL), or None where none is stated or it is not one."""
    stated = component.strength
    if stated is None or stated.unit.dimension not in _CONCENTRATIONS:
        return None
    return stated if stated.unit is Unit.MG_PER_ML else strength(stated).taken_as


def total_volume(components: Iterable[Component]) -> Quantity:
    """Return the volume of all components together, in mL."""
    return Quantity(sum((component.volume.to(Unit.ML).amount for component in components), Decimal(0)), Unit.ML)


def composition(components: tuple[Component, ...], given: Quantity) -> tuple[Content, ...]:
    """Return what a given volume of a mixture holds, one line for each component.

    A component's share is its volume over the volume of all; its amount is that share of the volume given times its
    strength. A mixture without volume has no shares, so nothing is returned for it.
    """
    total = total_volume(components).amount
    if not total:
        return ()
    volume = given.to(Unit.ML).amount
    return tuple(_content(component, volume * component.volume.to(Unit.ML).amount / total) for component in components)


def _content(component: Component, volume: Decimal) -> Content:
    share = Quantity(kept(volume), Unit.ML)
    stated = concentration(component)
    if stated is None:
        return Content(component.agent, share, None)
    amount = contained(Quantity(volume, Unit.ML), stated)
    return Content(component.agent, share, Quantity(kept(amount.amount), amount.unit))


def kept(amount: Decimal) -> Decimal:
    """Return an amount rounded to what is kept of it, without trailing noughts."""
    return amount.quantize(_KEPT).normalize()
