"""Measures that may be a slip: asked about on the form itself, with the other unit, and kept when confirmed (H-12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from nappage.engine.edition import Edition
from nappage.engine.plausible import PlausibleRange, is_plausible, meant_in
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity, Unit
from nappage.values.rounding import to_nearest
from nappage.web.forms import QuantityInput, Tiles, fault_error
from nappage.web.tape import AS_TYPED, OTHER_UNIT

NO_PART_OF_A_NAME = re.compile(r"[^a-z0-9]+")


def range_of(edition: Edition, id: str) -> Interval[Quantity]:
    """Return between which values a measure is taken as typed."""
    return edition.all(PlausibleRange)[id].between


def _shown(meant: Quantity, unit: Unit) -> Quantity:
    """Return a measure in the unit that was typed, to a tenth: it is shown beside the one meant and never recorded."""
    return to_nearest(meant.to(unit), Quantity(Decimal("0.1"), unit))


class AsksAgain(forms.Form):
    """A form that asks once whether an unlikely measure was meant; what was typed stays, with the question below it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._asked: list[str] = []

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return the questions about what was typed, those too that are answered."""
        return [self[name] for name in self._asked]

    def ask_again(self, name: str, between: Interval[Quantity], speak: Speaker) -> None:
        """Ask about the measure of a field if it lies outside a range; once answered, take what was answered."""
        typed: Quantity | None = self.cleaned_data.get(name)
        if typed is None or is_plausible(between, typed):
            return
        meant = meant_in(between, typed, self._units(name))
        other = f"{speak.quantity(meant)} = {speak.quantity(_shown(meant, typed.unit))}" if meant else ""
        expected = _("{low} to {high}").format(low=speak.quantity(between.low), high=speak.quantity(between.high))
        if self.ask_about(name, speak.quantity(typed), expected, other) == OTHER_UNIT:
            self.cleaned_data[name] = meant

    def ask_about(self, name: str, typed: str, expected: str, other: str = "") -> str:
        """Return what was answered about what was typed; while nothing is, the form holds the question and its fault.

        The question is about these very keystrokes: an answer given to others does not count for them.
        """
        question = f"{name}-{NO_PART_OF_A_NAME.sub('-', typed.lower()).strip('-')}"
        choices = [(AS_TYPED, _("{typed}, as typed").format(typed=typed))]
        if other:
            choices.insert(0, (OTHER_UNIT, other))
        label = _("Is {typed} what you meant?").format(typed=typed)
        names = list(self.fields)
        place = names.index(name) + 1
        self.fields[question] = forms.ChoiceField(label=label, choices=choices, widget=Tiles, required=False)
        self.order_fields([*names[:place], question, *names[place:]])
        self._asked.append(question)
        answer = str(self.data.get(self.add_prefix(question), ""))
        if answer not in dict(choices):
            remedy = _("Choose what you meant, or type it again.")
            self.add_error(question, fault_error(Fault(str(self.fields[name].label), expected, typed, remedy)))
        return answer

    def _units(self, name: str) -> Iterator[Unit]:
        widget = self.fields[name].widget
        yield from (Unit.of(code) for code, _name in widget.units) if isinstance(widget, QuantityInput) else ()
