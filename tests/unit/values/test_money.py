from __future__ import annotations

from decimal import Decimal

import pytest

from nappage.values.fault import Refused
from nappage.values.money import Currency, Money


def test_money_is_read_and_written_in_one_form() -> None:
    assert str(Money.parse("900 EUR")) == "900.00 EUR"
    assert str(Money.parse("900.50 EUR")) == "900.50 EUR"
    assert str(Money.parse("90000 JPY")) == "90000 JPY"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("900", "an amount and a currency"),
        ("900EUR", "an amount and a currency"),
        ("9,00 EUR", "an amount and a currency"),
        ("-900 EUR", "an amount and a currency"),
        ("900 XAU", "one of the currencies"),
        ("900.005 EUR", "whole coins of 0.01 EUR"),
        ("900.50 JPY", "whole coins of 1 JPY"),
    ],
)
def test_what_cannot_be_paid_is_refused(text: str, expected: str) -> None:
    with pytest.raises(Refused, match=expected):
        Money.parse(text)


def test_an_amount_below_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="not below nothing"):
        Money.parse("5 EUR") - Money.parse("6 EUR")


def test_money_adds_up_exactly() -> None:
    tenth = Money.parse("0.10 EUR")
    assert tenth + tenth + tenth == Money(Decimal("0.3"), Currency.EUR)
    assert Money.parse("120.00 EUR") * 10 == Money.parse("1200 EUR")
    assert Money.parse("119.99 EUR") < Money.parse("120 EUR") <= Money.parse("120 EUR")


def test_two_currencies_never_meet() -> None:
    with pytest.raises(TypeError, match="not in EUR"):
        Money.parse("5 EUR") + Money.parse("5 USD")
