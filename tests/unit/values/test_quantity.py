from __future__ import annotations

from decimal import Decimal

import pytest

from nappage.values.fault import Refused
from nappage.values.quantity import Quantity, Unit, contained, plain, strength


def test_an_unknown_unit_is_refused_with_the_near_miss() -> None:
    with pytest.raises(Refused) as refused:
        Quantity.parse("5 ml")
    assert refused.value.remedy == "Write mL: UCUM codes are case-sensitive."
    with pytest.raises(Refused) as refused:
        Unit.of("drops")
    assert refused.value.remedy == "Write the UCUM code."
    assert "mg/mL" in refused.value.expected


@pytest.mark.parametrize("text", ["5", "5mg", "five mg", "5  mg", "5,0 mg", " 5 mg", "5 mg "])
def test_a_quantity_is_number_space_unit(text: str) -> None:
    with pytest.raises(Refused):
        Quantity.parse(text)


def test_arithmetic_keeps_the_unit_of_the_left() -> None:
    half, twenty = Quantity.parse("0.5 mL"), Quantity.parse("20 uL")
    assert str(half + twenty) == "0.52 mL"
    assert str(half - twenty) == "0.48 mL"
    assert str(half * 3) == "1.5 mL"
    assert str(-half) == "-0.5 mL"
    assert str(abs(-half)) == "0.5 mL"
    assert half / twenty == Decimal(25)


def test_order_and_equality_look_through_units() -> None:
    gram, thousand = Quantity.parse("1 g"), Quantity.parse("1000 mg")
    assert gram == thousand
    assert hash(gram) == hash(thousand)
    assert gram <= thousand
    assert gram >= thousand
    assert not gram < thousand
    assert not gram > thousand
    assert Quantity.parse("999 mg") < gram
    assert gram > Quantity.parse("999 mg")


def test_dimensions_never_mix() -> None:
    gram, volume = Quantity.parse("1 g"), Quantity.parse("1 mL")
    assert gram != volume
    assert gram != "1 g"
    with pytest.raises(TypeError, match="1 mL is a volume, not a mass"):
        gram + volume
    with pytest.raises(TypeError):
        gram.to(Unit.IU)


def test_the_same_unit_is_returned_untouched() -> None:
    gram = Quantity.parse("1.50 g")
    assert gram.to(Unit.G) is gram


def test_an_amount_is_written_without_exponent_or_trailing_noughts() -> None:
    assert plain(Decimal("4E+1")) == "40"
    assert plain(Decimal("0.0500")) == "0.05"
    assert str(Quantity(Decimal("1E-7"), Unit.MG)) == "0.0000001 mg"


def test_a_strength_that_is_no_concentration_is_a_slip_of_code() -> None:
    with pytest.raises(TypeError):
        strength(Quantity.parse("5 mg"))


def test_contents_follow_the_kind_of_concentration() -> None:
    assert contained(Quantity.parse("500 uL"), Quantity.parse("150 [iU]/mL")) == Quantity.parse("75 [iU]")
    assert contained(Quantity.parse("500 uL"), Quantity.parse("200 ug/mL")) == Quantity.parse("0.1 mg")
