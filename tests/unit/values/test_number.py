from __future__ import annotations

from decimal import Decimal

import pytest

from nappage.values.fault import Refused
from nappage.values.number import DecimalMark, parse_decimal


def test_each_mark_knows_the_other() -> None:
    assert DecimalMark.POINT.other is DecimalMark.COMMA
    assert DecimalMark.COMMA.other is DecimalMark.POINT


def test_blanks_around_a_number_are_ignored() -> None:
    assert parse_decimal(" 2.5 ", DecimalMark.POINT) == Decimal("2.5")


def test_the_other_mark_is_refused_with_an_example_in_this_one() -> None:
    with pytest.raises(Refused) as refused:
        parse_decimal("0,05", DecimalMark.POINT)
    assert refused.value.expected == 'a number with "." as decimal mark'
    assert refused.value.remedy == "Write 0.05."
    with pytest.raises(Refused) as refused:
        parse_decimal("0.05", DecimalMark.COMMA)
    assert refused.value.expected == 'a number with "," as decimal mark'
    assert refused.value.remedy == "Write 0,05."


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(
    ("typed", "mark", "remedy"),
    [
        ("56,4", DecimalMark.POINT, "Write 56.4."),
        ("-1.25", DecimalMark.COMMA, "Write -1,25."),
        ("1,250", DecimalMark.POINT, "Write 0.05."),
        ("1.250", DecimalMark.COMMA, "Write 0,05."),
        ("1,250.5", DecimalMark.POINT, "Write 0.05."),
    ],
)
def test_the_remedy_shows_what_was_typed_with_the_right_mark_but_never_where_it_may_be_thousands(
    typed: str, mark: DecimalMark, remedy: str
) -> None:
    with pytest.raises(Refused) as refused:
        parse_decimal(typed, mark)
    assert refused.value.remedy == remedy


def test_anything_else_is_refused_as_no_plain_number() -> None:
    with pytest.raises(Refused) as refused:
        parse_decimal("five", DecimalMark.POINT)
    assert (refused.value.expected, refused.value.found) == ("a plain number", "'five'")
    assert refused.value.remedy == "Write digits only, without grouping, unit or exponent."
