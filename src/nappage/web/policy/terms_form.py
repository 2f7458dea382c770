"""A form made from a class of the policy: one input for each field, written as the case file writes it.

The strict reader of the case file judges what was typed, so a form cannot accept what the engine would refuse, and a
field added to the policy has its input at once.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, replace
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from django import forms
from django.utils.translation import gettext as _

from nappage.assessment.edition_in_use import edition_in_use
from nappage.library.case_check import check_terms
from nappage.library.structure import Structure
from nappage.values.fault import Fault, Faulty
from nappage.web.forms import fault_error

# One example for each kind of value, so that nobody has to know how a span or a quantity is written.
EXAMPLES: Mapping[str, str] = {
    "Quantity": "10 mg/mL, 4 mL, 20 g",
    "CalendarSpan": "7 d, 1 mo",
    "Elapsed": "60 min",
    "Interval": "1-4 mm",
    "date": "2027-12-31",
}


class TermsForm(forms.Form):
    """The fields of one class of the policy, or some of them."""

    def __init__(self, kind: type, names: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        hints = get_type_hints(kind)
        defined = {field.name: field for field in fields(kind)}
        for name in names:
            self.fields[name] = _input(name, hints[name], _is_optional(defined[name]))

    def terms(self) -> dict[str, Any]:
        """Return what was typed in the form of the case file, without what was left empty."""
        typed = {name: _plain(self.fields[name], value) for name, value in self.cleaned_data.items()}
        return {name: value for name, value in typed.items() if value not in ("", None, [], False)}

    def judge(self, whole: Mapping[str, Any], terms: Mapping[str, Any]) -> bool:
        """Return whether the class is accepted as a whole, after placing its faults at their inputs: as the strict
        reader sees it, and as what it says stands in a policy's terms.
        """
        faults = [*self._misread(whole), *check_terms(terms, edition_in_use())]
        for fault in faults:
            self._place(fault)
        return not faults

    def _misread(self, whole: Mapping[str, Any]) -> Iterator[Fault]:
        try:
            Structure().read(self.kind, whole, "policy")
        except Faulty as faulty:
            yield from faulty.faults

    def _place(self, fault: Fault) -> None:
        name = next((part for part in fault.thing.replace("[", ".").split(".") if part in self.fields), None)
        label = str(self.fields[name].label) if name else str(_("Policy"))
        self.add_error(name, fault_error(replace(fault, thing=label)))


def initial_of(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Return the typed form of plain terms: lists as words with commas between them."""
    return {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in terms.items()}


def _is_optional(field: Any) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _input(name: str, hint: Any, optional: bool) -> forms.Field:
    label = name.replace("_", " ").capitalize()
    bare = _bare(hint)
    if bare is bool:
        return forms.BooleanField(label=label, required=False)
    if isinstance(bare, type) and issubclass(bare, Enum):
        choices = [(one.value, str(one.value)) for one in bare]
        return forms.ChoiceField(label=label, choices=choices, required=not optional)
    if bare is int:
        return forms.IntegerField(label=label, required=not optional)
    example = EXAMPLES.get(getattr(bare, "__name__", ""), "")
    listed = get_origin(bare) is tuple
    hint_text = (
        _("Several with commas between them.") if listed else _("For example {}").format(example) if example else ""
    )
    field = forms.CharField(label=label, required=not optional, help_text=hint_text)
    field.is_list = listed  # type: ignore[attr-defined]
    return field


def _bare(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        rest = [member for member in get_args(hint) if member is not type(None)]
        return rest[0] if len(rest) == 1 else hint
    origin = typing.get_origin(hint)
    return origin if origin is not None and origin is not tuple else hint


def _plain(field: forms.Field, value: Any) -> Any:
    if getattr(field, "is_list", False):
        return [part.strip() for part in str(value).split(",") if part.strip()]
    return value
