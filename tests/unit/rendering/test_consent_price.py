from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.package_price import PackagePrice, RefundRule
from nappage.rendering.consent_price import price_lines, refund_lines
from nappage.rendering.consenting import Price
from nappage.rendering.wording import Speaker
from nappage.values.money import Money

MADRID = ZoneInfo("Europe/Madrid")
ALONE = PackagePrice(Money.parse("120 EUR"))
PACKAGE = PackagePrice(Money.parse("120 EUR"), Money.parse("333.50 EUR"), 3, RefundRule.SINGLE_PRICE)


def test_a_package_is_said_beside_what_its_sessions_cost_alone(edition: Edition) -> None:
    speak = Speaker(edition, MADRID)
    assert price_lines(PACKAGE, speak) == (
        Price("One session", "120.00 EUR"),
        Price("3 sessions, paid at once", "333.50 EUR"),
        Price("3 sessions, if each were paid for alone", "360.00 EUR"),
    )
    assert price_lines(ALONE, speak) == (Price("One session", "120.00 EUR"),)
    assert price_lines(None, speak) == ()


@pytest.mark.proves("U-11")
def test_the_refund_is_said_for_every_number_of_sessions_before_the_last(edition: Edition) -> None:
    rule, *after = refund_lines(PACKAGE, Speaker(edition, MADRID))
    assert "charged at the price of one session" in rule
    assert after == [
        "Stopped after 0 of 3: 333.50 EUR are paid back.",
        "Stopped after 1 of 3: 213.50 EUR are paid back.",
        "Stopped after 2 of 3: 93.50 EUR are paid back.",
    ]
    assert refund_lines(ALONE, Speaker(edition, MADRID)) == ()
    assert refund_lines(None, Speaker(edition, MADRID)) == ()


@pytest.mark.parametrize(("language", "returned"), [("fr", "213,50 EUR"), ("es", "213,50 EUR")])
def test_amounts_are_written_as_the_language_writes_them(language: str, returned: str, edition: Edition) -> None:
    assert returned in refund_lines(PACKAGE, Speaker(edition, MADRID, language))[2]
