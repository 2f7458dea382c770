"""Money: an exact amount and its currency, which cannot be separated. Nothing here changes one into another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from nappage.values.fault import Refused


class Currency(Enum):
    """An ISO 4217 code with how many decimals its smallest coin has."""

    EUR = ("EUR", 2)
    USD = ("USD", 2)
    GBP = ("GBP", 2)
    ILS = ("ILS", 2)
    CHF = ("CHF", 2)
    NOK = ("NOK", 2)
    AUD = ("AUD", 2)
    CAD = ("CAD", 2)
    BRL = ("BRL", 2)
    PHP = ("PHP", 2)
    KRW = ("KRW", 0)
    JPY = ("JPY", 0)

    def __init__(self, code: str, decimals: int) -> None:
        self.code = code
        self.coin = Decimal(1).scaleb(-decimals)

    @staticmethod
    def of(code: str) -> Currency:
        """Return the currency of an ISO 4217 code; Refused names the known ones."""
        known = {currency.code: currency for currency in Currency}
        if code not in known:
            raise Refused(f"one of the currencies {', '.join(known)}", code, "Write the three letters.")
        return known[code]


_TEXT = re.compile(r"(?P<amount>\d+(?:\.\d+)?) (?P<code>[A-Z]{3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that can be paid: never below nothing, never part of the smallest coin."""

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise Refused("an amount that is not below nothing", str(self.amount), "Write it without a minus.")
        if self.amount != self.amount.quantize(self.currency.coin):
            expected = f"an amount in whole coins of {self.currency.coin} {self.currency.code}"
            raise Refused(expected, str(self.amount), "Round it.")

    @staticmethod
    def parse(text: str) -> Money:
        """Return the money written as amount, one space, currency ("900.00 EUR"); Refused says what is amiss."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise Refused('an amount and a currency, such as "900.00 EUR"', text, "Write number, one space, code.")
        return Money(Decimal(match["amount"]), Currency.of(match["code"]))

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + other._of(self.currency), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - other._of(self.currency), self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.amount * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < other._of(self.currency)

    def __le__(self, other: Money) -> bool:
        return self.amount <= other._of(self.currency)

    def _of(self, currency: Currency) -> Decimal:
        if self.currency is not currency:
            raise TypeError(f"{self} is not in {currency.code}")
        return self.amount

    def __str__(self) -> str:
        return f"{self.amount.quantize(self.currency.coin):f} {self.currency.code}"
