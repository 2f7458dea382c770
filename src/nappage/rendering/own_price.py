"""What a course costs, and what is given back where it stops now, as the person reads it at home."""

from __future__ import annotations

from dataclasses import dataclass

from nappage.engine.package_price import PackagePrice, refund_after
from nappage.rendering.consent_price import money, price_lines, refund_lines
from nappage.rendering.consenting import Price
from nappage.rendering.given import Given, home


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """The price lines, what is given back if it stops at this instant, and what after each number of sessions."""

    lines: tuple[Price, ...]
    now: str
    refunds: tuple[str, ...]


def own_price(price: PackagePrice | None, given: Given) -> OwnPrice | None:
    """Return what was agreed to be paid; None where no price was agreed."""
    if price is None:
        return None
    count = len(given.found.course.given)
    refund = refund_after(price, count)
    now = ""
    if refund is not None:
        returned = money(refund.returned, given.speak)
        now = home(given, "stop-now", done=count, sessions=price.sessions, returned=returned)
    return OwnPrice(price_lines(price, given.speak), now, refund_lines(price, given.speak))
