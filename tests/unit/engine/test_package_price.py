from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as draw

from nappage.engine.package_price import PackagePrice, RefundRule, refund_after, refunds
from nappage.values.fault import Refused
from nappage.values.money import Money


def package(rule: RefundRule, paid: str = "1000.00 EUR", sessions: int = 10, single: str = "120 EUR") -> PackagePrice:
    return PackagePrice(Money.parse(single), Money.parse(paid), sessions, rule)


@pytest.mark.proves("U-11")
@pytest.mark.parametrize(
    ("rule", "given_so_far", "kept", "returned"),
    [
        (RefundRule.SHARE, 0, "0.00 EUR", "1000.00 EUR"),
        (RefundRule.SHARE, 3, "300.00 EUR", "700.00 EUR"),
        (RefundRule.SHARE, 10, "1000.00 EUR", "0.00 EUR"),
        (RefundRule.SINGLE_PRICE, 3, "360.00 EUR", "640.00 EUR"),
        (RefundRule.SINGLE_PRICE, 9, "1000.00 EUR", "0.00 EUR"),
        (RefundRule.SINGLE_PRICE, 12, "1000.00 EUR", "0.00 EUR"),
    ],
)
def test_a_package_stopped_early_is_refunded_as_agreed(
    rule: RefundRule, given_so_far: int, kept: str, returned: str
) -> None:
    found = refund_after(package(rule), given_so_far)
    assert found is not None
    assert (str(found.kept), str(found.returned)) == (kept, returned)


def test_what_cannot_be_divided_is_given_back() -> None:
    found = refund_after(package(RefundRule.SHARE, "1000.00 EUR", 3), 1)
    assert found is not None
    assert (str(found.kept), str(found.returned)) == ("333.33 EUR", "666.67 EUR")


def test_sessions_bought_alone_leave_nothing_to_refund() -> None:
    alone = PackagePrice(Money.parse("120 EUR"))
    assert refund_after(alone, 3) is None
    assert refunds(alone) == ()


def test_a_package_says_what_its_sessions_would_cost_alone() -> None:
    assert str(package(RefundRule.SHARE).singly) == "1200.00 EUR"


@pytest.mark.parametrize(
    ("sessions", "rule", "paid", "expected"),
    [
        (0, RefundRule.SHARE, "1000 EUR", "how many sessions"),
        (10, None, "1000 EUR", "how a stopped package is refunded"),
        (10, RefundRule.SHARE, "1000 USD", "one currency"),
    ],
)
def test_a_package_says_everything_before_it_is_paid(
    sessions: int, rule: RefundRule | None, paid: str, expected: str
) -> None:
    with pytest.raises(Refused, match=expected):
        PackagePrice(Money.parse("120 EUR"), Money.parse(paid), sessions, rule)


@given(
    paid=draw.integers(0, 2_000_000),
    single=draw.integers(0, 50_000),
    sessions=draw.integers(1, 40),
    rule=draw.sampled_from(RefundRule),
)
def test_nothing_is_lost_and_more_sessions_never_give_more_back(
    paid: int, single: int, sessions: int, rule: RefundRule
) -> None:
    price = PackagePrice(_cents(single), _cents(paid), sessions, rule)
    line = refunds(price)
    assert [refund.given for refund in line] == list(range(sessions + 1))
    assert all(refund.kept + refund.returned == price.package for refund in line)
    assert str(line[0].returned) == str(price.package)
    assert all(later.returned <= earlier.returned for earlier, later in pairwise(line))


def _cents(amount: int) -> Money:
    return Money.parse(f"{amount // 100}.{amount % 100:02d} EUR")
