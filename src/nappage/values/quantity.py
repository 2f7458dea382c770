"""Quantities: an exact decimal and a UCUM unit that cannot be separated.

The list of units is closed: it holds what a course of mesotherapy measures, so that a slip such as ml for mL, or a
dose in an unknown unit, is refused when it is read. A general units library was weighed and kept as the judge in the
tests instead (docs/adr/0003): its values cost a hundred times ours and its start-up breaks the command line's budget.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from nappage.values.fault import Refused


class Unit(Enum):
    """A UCUM code with the dimension it measures and its size in the dimension's first unit."""

    MG = ("mg", "mass", "1")
    UG = ("ug", "mass", "0.001")
    G = ("g", "mass", "1000")
    KG = ("kg", "mass", "1000000")
    POUND = ("[lb_av]", "mass", "453592.37")
    ML = ("mL", "volume", "1")
    UL = ("uL", "volume", "0.001")
    MG_PER_ML = ("mg/mL", "mass concentration", "1")
    UG_PER_ML = ("ug/mL", "mass concentration", "0.001")
    IU = ("[iU]", "biological activity", "1")
    IU_PER_ML = ("[iU]/mL", "activity concentration", "1")
    MG_PER_KG = ("mg/kg", "dose by body mass", "1")
    UG_PER_KG = ("ug/kg", "dose by body mass", "0.001")
    ML_PER_KG = ("mL/kg", "volume by body mass", "1")
    ML_PER_PUNCTURE = ("mL/{puncture}", "volume by puncture", "1")
    MM = ("mm", "length", "1")
    CM = ("cm", "length", "10")
    METRE = ("m", "length", "1000")
    INCH = ("[in_i]", "length", "25.4")
    CM2 = ("cm2", "area", "1")
    INCH2 = ("[sin_i]", "area", "6.4516")
    MM2 = ("mm2", "area", "0.01")
    MG_PER_CM2 = ("mg/cm2", "mass by area", "1")
    PER_CM2 = ("/cm2", "count by area", "1")
    PERCENT = ("%", "fraction", "1")
    DEGREE = ("deg", "plane angle", "1")
    KG_PER_M2 = ("kg/m2", "body mass index", "1")
    MM_HG = ("mm[Hg]", "pressure", "1")
    PER_MIN = ("/min", "rate", "1")
    GIGA_PER_L = ("10*9/L", "cell count", "1")
    ML_PER_MIN = ("mL/min", "clearance", "1")
    CELSIUS = ("Cel", "temperature", "1")
    ONE = ("1", "number", "1")

    def __init__(self, code: str, dimension: str, size: str) -> None:
        self.code = code
        self.dimension = dimension
        self.size = Decimal(size)

    @staticmethod
    def of(code: str) -> Unit:
        """Return the unit of a UCUM code; Refused names the known codes, and the near miss if there is one."""
        unit = _UNITS.get(code)
        if unit is None:
            near = next((known for known in _UNITS if known.lower() == code.lower()), None)
            remedy = f"Write {near}: UCUM codes are case-sensitive." if near else "Write the UCUM code."
            raise Refused(f"one of the units {', '.join(_UNITS)}", code, remedy)
        return unit


_UNITS = {unit.code: unit for unit in Unit}
_TEXT = re.compile(r"(?P<amount>[+-]?\d+(?:\.\d+)?) (?P<unit>\S+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount of one unit. Arithmetic between dimensions is a TypeError, never a number."""

    amount: Decimal
    unit: Unit

    @staticmethod
    def parse(text: str) -> Quantity:
        """Return the quantity written as amount, one space, UCUM code ("0.05 mL"); Refused says what is amiss."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise Refused('an amount and a UCUM unit, such as "0.05 mL"', text, "Write number, one space, unit.")
        return Quantity(Decimal(match["amount"]), Unit.of(match["unit"]))

    def to(self, unit: Unit) -> Quantity:
        """Return the same quantity in another unit of its dimension."""
        if unit is self.unit:
            return self
        self._must_share_dimension(unit)
        return Quantity(self.amount * self.unit.size / unit.size, unit)

    def _must_share_dimension(self, unit: Unit) -> None:
        if unit.dimension != self.unit.dimension:
            raise TypeError(f"{self} is a {self.unit.dimension}, not a {unit.dimension} ({unit.code})")

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.amount + other.to(self.unit).amount, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.amount - other.to(self.unit).amount, self.unit)

    def __mul__(self, factor: Decimal | int) -> Quantity:
        return Quantity(self.amount * factor, self.unit)

    def __neg__(self) -> Quantity:
        return Quantity(-self.amount, self.unit)

    def __abs__(self) -> Quantity:
        return Quantity(abs(self.amount), self.unit)

    def __truediv__(self, other: Quantity) -> Decimal:
        """Return the plain ratio of two quantities of one dimension."""
        return self.amount / other.to(self.unit).amount

    def __lt__(self, other: Quantity) -> bool:
        if self.unit is other.unit:
            return self.amount < other.amount
        return self.amount < other.to(self.unit).amount

    def __le__(self, other: Quantity) -> bool:
        if self.unit is other.unit:
            return self.amount <= other.amount
        return self.amount <= other.to(self.unit).amount

    def __gt__(self, other: Quantity) -> bool:
        return other < self

    def __ge__(self, other: Quantity) -> bool:
        return other <= self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity) or other.unit.dimension != self.unit.dimension:
            return NotImplemented
        return self.amount == other.to(self.unit).amount

    def __hash__(self) -> int:
        return hash((self.amount * self.unit.size, self.unit.dimension))

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.unit.code}"


def plain(amount: Decimal) -> str:
    """Return a decimal without exponent and without trailing zeros that no one typed ("1E+1" never reaches a page)."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Conversion:
    """A change of meaning that needs saying, with the sentence that says it ("1 % = 10 mg/mL")."""

    given: Quantity
    taken_as: Quantity

    @property
    def says(self) -> str:
        return f"{self.given} = {self.taken_as}"


def strength(given: Quantity) -> Conversion:
    """Return a strength as mg/mL (or [iU]/mL); a percentage is read as weight in volume, and the result says so.

    By definition of a weight-in-volume percentage, 1 % is 1 g in 100 mL, that is 10 mg/mL.
    """
    if given.unit is Unit.PERCENT:
        taken = Quantity(given.amount * _MG_PER_ML_IN_ONE_PERCENT, Unit.MG_PER_ML)
        return Conversion(given, taken)
    unit = Unit.IU_PER_ML if given.unit is Unit.IU_PER_ML else Unit.MG_PER_ML
    return Conversion(given, given.to(unit))


_MG_PER_ML_IN_ONE_PERCENT = 10


def contained(volume: Quantity, concentration: Quantity) -> Quantity:
    """Return what a volume holds at a concentration: mL x mg/mL is mg, mL x [iU]/mL is [iU]."""
    unit = Unit.IU if concentration.unit is Unit.IU_PER_ML else Unit.MG
    per_ml = concentration if unit is Unit.IU else concentration.to(Unit.MG_PER_ML)
    return Quantity(volume.to(Unit.ML).amount * per_ml.amount, unit)
