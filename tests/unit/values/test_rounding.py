from __future__ import annotations

from decimal import Decimal

import pytest

from nappage.values.quantity import Quantity
from nappage.values.rounding import sine, to_nearest


@pytest.mark.parametrize(
    ("quantity", "step", "rounded"),
    [
        ("57.15 cm", "0.1 cm", "57.2 cm"),
        ("57.25 cm", "0.1 cm", "57.3 cm"),
        ("57.24 cm", "0.1 cm", "57.2 cm"),
        ("-0.25 cm", "0.1 cm", "-0.3 cm"),
        ("22.5 [in_i]", "0.1 cm", "57.2 cm"),
        ("7 mm", "5 mm", "5 mm"),
        ("0 mm", "0.1 mm", "0 mm"),
    ],
)
def test_a_half_goes_away_from_zero_in_the_unit_of_the_step(quantity: str, step: str, rounded: str) -> None:
    found = to_nearest(Quantity.parse(quantity), Quantity.parse(step))
    assert str(found) == rounded
    assert found.unit is Quantity.parse(step).unit


@pytest.mark.parametrize(("angle", "value"), [("0 deg", "0"), ("30 deg", "0.5"), ("90 deg", "1")])
def test_the_sine_of_plain_angles_is_exact(angle: str, value: str) -> None:
    assert sine(Quantity.parse(angle)) == Decimal(value)
    assert str(sine(Quantity.parse("45 deg"))) == "0.707106781187"
