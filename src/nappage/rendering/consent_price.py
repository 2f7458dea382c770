"""The price lines of a plan and the refund of a stopped package, as the paper of a consent says them."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.package_price import PackagePrice, RefundRule, refunds
from nappage.rendering.consenting import Price
from nappage.rendering.wording import Speaker, catalogue
from nappage.values.money import Money
from nappage.values.statement import say

_RULES = {
    RefundRule.SHARE: say("consent.refund-share"),
    RefundRule.SINGLE_PRICE: say("consent.refund-single-price"),
}


def price_lines(price: PackagePrice | None, speak: Speaker) -> tuple[Price, ...]:
    """Return what is to be paid, line by line; nothing where no price was agreed."""
    if price is None:
        return ()
    single = Price(speak(say("consent.price-session")), money(price.per_session, speak))
    if price.package is None:
        return (single,)
    package = Price(speak(say("consent.price-package", count=price.sessions)), money(price.package, speak))
    alone = Price(speak(say("consent.price-alone", count=price.sessions)), money(price.singly, speak))
    return (single, package, alone)


def refund_lines(price: PackagePrice | None, speak: Speaker) -> tuple[str, ...]:
    """Return how a stopped package is refunded, and what that comes to after each number of sessions."""
    return tuple(_refunds(price, speak)) if price is not None and price.refund is not None else ()


def _refunds(price: PackagePrice, speak: Speaker) -> Iterator[str]:
    assert price.refund is not None, "a package says how it is refunded"
    yield speak(_RULES[price.refund])
    for refund in refunds(price)[:-1]:
        returned = money(refund.returned, speak)
        yield speak(say("consent.refund-after", given=refund.given, sessions=price.sessions, returned=returned))


def money(amount: Money, speak: Speaker) -> str:
    """Return an amount as it is written in a language."""
    number, _space, code = str(amount).partition(" ")
    return f"{number.replace('.', catalogue(speak.language)['number.point'])} {code}"
