"""From what was typed to values: a measure in the unit chosen, kept as typed; a day as far as it was said."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nappage.values.fault import Fault, Refused
from nappage.values.local_time import at_local, clock_change
from nappage.values.number import DecimalMark, parse_decimal
from nappage.values.quantity import Quantity, Unit
from nappage.values.typed_day import DayTyped
from nappage.web.forms import QuantityField, Typed, fault_error, refused_error

WITH_COMMA = ("es", "fr")


def decimal_mark() -> DecimalMark:
    """Return which mark the language of the page writes decimals with."""
    return DecimalMark.COMMA if (get_language() or "").startswith(WITH_COMMA) else DecimalMark.POINT


def instant_of(day: date, clock: time, zone: ZoneInfo, thing: str) -> datetime:
    """Return the instant of a day and a clock time; raise the fault of a time that the clocks skip or show twice."""
    change = clock_change(datetime.combine(day, clock), zone)
    if change is None:
        return at_local(day, clock, zone)
    left, there = change
    expected = _("a time that there is that night") if left < there else _("a time that comes once that night")
    remedy = _("The clocks go from {left} to {there} that night. Choose another time.")
    words = remedy.format(left=f"{left:%H:%M}", there=f"{there:%H:%M}")
    raise fault_error(Fault(thing, expected, f"{clock:%H:%M}", words))


class MeasureField(QuantityField):
    """A measure above nothing; its value is a quantity in the unit that was chosen."""

    def clean(self, value: Any) -> Quantity | None:
        """Return the quantity as typed; a number with two readings is refused."""
        typed: Typed | None = super().clean(value)
        if typed is None:
            return None
        try:
            amount = parse_decimal(typed.text, decimal_mark())
        except Refused as refused:
            raise refused_error(str(self.label), refused) from None
        if amount <= Decimal(0):
            expected, remedy = _("a number above nothing"), _("Type what was measured.")
            fault = Fault(str(self.label), expected, f"“{typed.text}”", remedy)
            raise fault_error(fault)
        return Quantity(amount, Unit.of(typed.unit))


class SaidDayField(forms.CharField):
    """A day, a month or a year as it was said: "14 5 1990", "May 1990", "1990"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=40, **options)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> DayTyped | None:
        """Return the day as far as it was said, None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return DayTyped.parse(text)
        except Refused as refused:
            raise refused_error(str(self.label), refused) from None


def not_after(said: DayTyped, today: date, label: str) -> None:
    """Raise the fault of a day that is still to come."""
    if said.first > today:
        raise fault_error(Fault(label, _("a day that has been"), f"“{said.text}”", _("Check the year.")))


def last_instant(said: DayTyped, zone: ZoneInfo, at: datetime) -> datetime:
    """Return the last instant that a day as it was said can mean: of two readings the later one keeps the longer."""
    ends = at_local(said.last + timedelta(days=1), time(0), zone) - timedelta(minutes=1)
    return min(ends, at)
