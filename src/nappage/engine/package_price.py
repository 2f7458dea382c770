"""What a course costs, and what is given back when a package that was paid for is stopped before its end (U-11).

No text says a price or how to refund: a clinic names both, before anything is paid. That the course is judged at a
checkpoint, and stops there unless the criterion is met, is why the arithmetic is shown when the plan is signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR
from enum import Enum

from nappage.values.fault import Refused
from nappage.values.money import Money


class RefundRule(Enum):
    """How a clinic refunds a stopped package.

    By share each session given keeps its equal share of the package; at the single price each session given is
    charged as if it had been bought alone, and never more than was paid.
    """

    SHARE = "share"
    SINGLE_PRICE = "single-price"


@dataclass(frozen=True, slots=True)
class PackagePrice:
    """The price of one session bought alone and, where there is a package, of so many sessions paid for at once."""

    per_session: Money
    package: Money | None = None
    sessions: int = 0
    refund: RefundRule | None = None

    def __post_init__(self) -> None:
        if self.package is None:
            return
        if self.sessions < 1:
            raise Refused("how many sessions the package holds", self.sessions, "Write at least one.")
        if self.refund is None:
            raise Refused("how a stopped package is refunded", "nothing", "Choose before anything is paid.")
        if self.package.currency is not self.per_session.currency:
            raise Refused("one currency for session and package", str(self.package), "Write both in the same one.")

    @property
    def singly(self) -> Money:
        """Return what the sessions of the package would cost if each were bought alone."""
        return self.per_session * self.sessions


@dataclass(frozen=True, slots=True)
class Refund:
    """What stands after so many sessions were given of a package: what is kept for them, and what is given back."""

    given: int
    kept: Money
    returned: Money


def refund_after(price: PackagePrice, given: int) -> Refund | None:
    """Return the refund of a package stopped after so many sessions; None where there is no package.

    A share that does not come out in whole coins is rounded down: what cannot be divided is given back.
    """
    paid = price.package
    if paid is None:
        return None
    counted = min(given, price.sessions)
    if price.refund is RefundRule.SHARE:
        share = (paid.amount * counted / price.sessions).quantize(paid.currency.coin, ROUND_FLOOR)
        kept = Money(share, paid.currency)
    else:
        kept = min(paid, price.per_session * counted)
    return Refund(given, kept, paid - kept)


def refunds(price: PackagePrice) -> tuple[Refund, ...]:
    """Return the refund after each number of sessions of the package, none included."""
    after = (refund_after(price, given) for given in range(price.sessions + 1))
    return tuple(refund for refund in after if refund is not None)
