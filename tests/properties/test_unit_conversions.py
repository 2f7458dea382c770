"""Every conversion of every unit against a general units library, which knows nothing of our table."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.values.quantity import Quantity, Unit

# Their names for our units. Units that stand alone in their dimension have nothing to be converted to.
NAMES = {
    Unit.MG: "milligram",
    Unit.UG: "microgram",
    Unit.G: "gram",
    Unit.KG: "kilogram",
    Unit.POUND: "pound",
    Unit.ML: "milliliter",
    Unit.UL: "microliter",
    Unit.MG_PER_ML: "milligram / milliliter",
    Unit.UG_PER_ML: "microgram / milliliter",
    Unit.MG_PER_KG: "milligram / kilogram",
    Unit.UG_PER_KG: "microgram / kilogram",
    Unit.MM: "millimeter",
    Unit.CM: "centimeter",
    Unit.METRE: "meter",
    Unit.INCH: "inch",
    Unit.CM2: "centimeter ** 2",
    Unit.INCH2: "inch ** 2",
    Unit.MM2: "millimeter ** 2",
}
REGISTRY: pint.UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal)
PAIRS = [(one, other) for one, other in permutations(Unit, 2) if one.dimension == other.dimension]


def test_every_unit_that_can_be_converted_has_a_judge() -> None:
    assert {unit for pair in PAIRS for unit in pair} == set(NAMES)


@pytest.mark.proves("H-11")
@given(pair=st.sampled_from(PAIRS), amount=st.decimals(min_value="0.0001", max_value="10000", places=4))
def test_a_conversion_is_that_of_the_judge(pair: tuple[Unit, Unit], amount: Decimal) -> None:
    agrees(*pair, amount)


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda unit: unit.code)
def test_every_pair_of_units_is_judged(one: Unit, other: Unit) -> None:
    for amount in ("0.0001", "1", "2.54", "10000"):
        agrees(one, other, Decimal(amount))


def agrees(one: Unit, other: Unit, amount: Decimal) -> None:
    ours = Quantity(amount, one).to(other).amount
    theirs = REGISTRY.Quantity(amount, NAMES[one]).to(NAMES[other]).magnitude
    assert abs(ours - theirs) <= abs(theirs) * Decimal("1E-20")


@pytest.mark.parametrize("unit", list(Unit), ids=lambda unit: unit.code)
def test_a_code_leads_back_to_its_unit(unit: Unit) -> None:
    assert Unit.of(unit.code) is unit
