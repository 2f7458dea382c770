"""What is typed into a plan: numbers read strictly by the language of the page, and places with their side."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from nappage.engine.story import Side, Site
from nappage.values.fault import Refused
from nappage.values.number import parse_decimal
from nappage.values.quantity import Quantity, plain
from nappage.web.forms import Typed, fault_error
from nappage.web.typed import decimal_mark

Posted = Mapping[str, Any] | None


def shown_number(amount: Decimal) -> str:
    """Return a number as it would be typed on this page."""
    return plain(amount).replace(".", decimal_mark().value)


class NumberField(forms.CharField):
    """An exact number. What was typed is shown again as it was typed; it is never repaired, because "0,05" is 0.05 to
    one reader and five to another (H-11).
    """

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=40, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        """Return the number, or None where nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_decimal(typed, decimal_mark())
        except Refused as refused:
            raise fault_error(refused.at(str(self.label))) from None

    def prepare_value(self, value: Any) -> Any:
        """Return a known number as it would be typed."""
        return shown_number(value) if isinstance(value, Decimal) else value


def as_typed(quantity: Quantity | None) -> Typed | None:
    """Return a quantity as it would be typed on this page."""
    return Typed(shown_number(quantity.amount), quantity.unit.code) if quantity else None


def key_of(site: Site) -> str:
    """Return how a place with its side is written in a form: "thigh/right"."""
    return f"{site.zone}/{site.side.value}"


def site_of(key: str) -> Site:
    """Return the place with its side that a form wrote."""
    zone, _, side = key.rpartition("/")
    return Site(zone, Side(side))
