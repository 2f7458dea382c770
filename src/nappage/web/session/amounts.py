"""An amount typed in a unit that the form names: strict by the language's decimal mark, a fault in four parts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nappage.values.fault import Fault, Refused
from nappage.values.number import DecimalMark, parse_decimal
from nappage.values.quantity import Quantity, Unit, plain
from nappage.web.forms import fault_error


def typed(text: str, unit: Unit) -> Quantity:
    """Return what was typed, as a quantity of a unit; Refused for anything that could be read in two ways."""
    return Quantity(parse_decimal(text, decimal_mark()), unit)


def decimal_mark() -> DecimalMark:
    """Return the decimal mark of the language that the page is read in."""
    return DecimalMark.POINT if (get_language() or "en").startswith("en") else DecimalMark.COMMA


class AmountField(forms.CharField):
    """A number in one unit, shown beside it. An empty one is None where it is not required."""

    def __init__(self, unit: Unit, shown: str = "", **options: Any) -> None:
        width = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=12, widget=forms.TextInput(attrs=width), **options)
        self.unit = unit
        self.suffix = shown or unit.code

    def clean(self, value: Any) -> Quantity | None:
        """Return the quantity typed; never less than nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = typed(text, self.unit)
        except Refused as refused:
            raise self._fault(refused) from None
        if amount.amount < 0:
            raise self._fault(Refused(_("an amount that is not below nothing"), text, _("Type it again.")))
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the field: the number alone."""
        return plain(value.to(self.unit).amount) if isinstance(value, Quantity) else value

    def _fault(self, refused: Refused) -> ValidationError:
        return fault_error(Fault(str(self.label), refused.expected, refused.found, refused.remedy))
