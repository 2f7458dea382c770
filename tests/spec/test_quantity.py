"""What a typed number may look like, and what a strength is taken to mean."""

from __future__ import annotations

import pytest

from nappage.values.fault import Refused
from nappage.values.number import DecimalMark, parse_decimal
from nappage.values.quantity import Quantity, Unit, contained, strength
from support.spec import Row, specified_by

title = "Typed numbers and strengths"
text = """
A number is read in the stated locale and refused when two readings are possible: a tenfold or thousandfold dose hides
in one character. A strength in per cent is weight in volume, and the reading is shown back before it counts.
"""


@pytest.mark.proves("H-11")
@specified_by("""
    | typed    | decimal mark | read    |
    | 0.05     | point        | 0.05    |
    | 0,05     | point        | refused |
    | 0.05     | comma        | refused |
    | 0,05     | comma        | 0.05    |
    | 5        | point        | 5       |
    | 5        | comma        | 5       |
    | -0.5     | point        | -0.5    |
    | +0,5     | comma        | 0.5     |
    | 1,250    | point        | refused |
    | 1.250    | comma        | refused |
    | 1,250.5  | point        | refused |
    | 1 250    | point        | refused |
    | .05      | point        | refused |
    | 5.       | point        | refused |
    | 5e-2     | point        | refused |
    | 5 mg     | point        | refused |
    |          | point        | refused |
""")
def test_a_number_is_read_in_its_locale_or_refused(row: Row) -> None:
    mark = DecimalMark[row["decimal mark"].upper()]
    if row["read"] == "refused":
        with pytest.raises(Refused):
            parse_decimal(row["typed"], mark)
    else:
        assert str(parse_decimal(row["typed"], mark)) == row["read"]


@pytest.mark.proves("H-11")
@specified_by("""
    | strength       | volume | says                          | holds       |
    | 1 %            | 2 mL   | 1 % = 10 mg/mL                | 20 mg       |
    | 10 mg/mL       | 2 mL   | 10 mg/mL = 10 mg/mL           | 20 mg       |
    | 0.05 %         | 2000 uL | 0.05 % = 0.5 mg/mL           | 1 mg        |
    | 500 ug/mL      | 2 mL   | 500 ug/mL = 0.5 mg/mL         | 1 mg        |
    | 150 [iU]/mL    | 2 mL   | 150 [iU]/mL = 150 [iU]/mL     | 300 [iU]    |
""")
def test_a_strength_is_shown_back_and_gives_the_dose_of_a_volume(row: Row) -> None:
    read = strength(Quantity.parse(row["strength"]))
    assert read.says == row["says"]
    assert str(contained(Quantity.parse(row["volume"]), read.taken_as)) == row["holds"]


def test_a_tenfold_slip_of_unit_is_another_quantity() -> None:
    assert Quantity.parse("0.02 mL") == Quantity.parse("20 uL")
    assert Quantity.parse("0.02 mL") != Quantity.parse("20 mL")
    assert strength(Quantity.parse("1 %")).taken_as.unit is Unit.MG_PER_ML
