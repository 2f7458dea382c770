"""Forms as this clinic's screens show them: every fault in four parts, all at once, with what was typed still there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nappage.values.fault import Fault, Refused

NOTHING = _("nothing")
EXPECTED = {
    "required": _("an answer"),
    "incomplete": _("every part of it"),
    "invalid_choice": _("one of the choices shown"),
    "invalid_list": _("some of the choices shown"),
    "max_length": _("a shorter text"),
    "min_length": _("at least {limit} characters"),
    "max_value": _("a number of at most {limit}"),
    "min_value": _("a number of at least {limit}"),
    "invalid_image": _("a picture"),
    "empty": _("a file with something in it"),
}
REMEDY = {
    "required": _("Fill it in."),
    "incomplete": _("Fill in what is missing."),
    "invalid_choice": _("Choose again."),
    "invalid_list": _("Choose again."),
    "min_length": _("Write more."),
}
AGAIN = _("Type it again.")
CHOOSE = _("Choose one; where it is offered, “don't know” is an answer.")
A_TICK = _("a tick")
TICK = _("Tick it when it is so.")


class ClinicRenderer(DjangoTemplates):
    """Renders every form with the templates of this product: `FORM_RENDERER = "nappage.web.forms.ClinicRenderer"`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A fault and the id of the input that it is about, empty when it is about the whole form."""

    id: str
    fault: Fault


def offer(form: forms.BaseForm, name: str, choices: Any) -> None:
    """Give a field what there is to choose from at this moment."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def among(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Give a field the rows that it may name: those of this clinic."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def fault_error(fault: Fault) -> ValidationError:
    """Return the error that a form adds for a fault: `form.add_error("waist", fault_error(fault))`."""
    return ValidationError(str(fault), code="fault", params={"fault": fault})


def faults_of(form: forms.BaseForm) -> list[FieldFault]:
    """Return all faults of a form, in the order of its fields; those of the whole form first."""
    return [
        FieldFault(_input_of(form, name, fault), fault)
        for name, errors in sorted(form.errors.as_data().items(), key=lambda item: _position(form, item[0]))
        for fault in (_fault(form, name, error) for error in errors)
    ]


def blame(
    form: forms.BaseForm | None, faults: Iterable[Fault], names: Mapping[str, str] | None = None
) -> tuple[Fault, ...]:
    """Add to a form what an act refused about its fields; return the faults that are about none of them.

    `names` are the fields that stand in the form for what the act calls otherwise.
    """
    rest = []
    for fault in faults:
        name = (names or {}).get(fault.field, fault.field)
        if form is not None and name in form.fields:
            form.add_error(name, fault_error(fault))
        else:
            rest.append(fault)
    return tuple(rest)


def linked(form: forms.BaseForm | None, faults: Iterable[Fault | FieldFault] = ()) -> list[FieldFault]:
    """Return the faults of a form that was sent and those beside it, each with its input where it has one."""
    found = faults_of(form) if form is not None and form.is_bound else []
    return [*found, *(fault if isinstance(fault, FieldFault) else FieldFault("", fault) for fault in faults)]


def field_faults(field: forms.BoundField) -> list[Fault]:
    """Return the faults of one field."""
    return [_fault(field.form, field.name, error) for error in field.errors.as_data()]


def _position(form: forms.BaseForm, name: str) -> int:
    names = list(form.fields)
    return names.index(name) if name in names else -1


def _input_of(form: forms.BaseForm, name: str, fault: Fault) -> str:
    """Return the input that a fault is about: of several boxes the one that it names, else the first."""
    if name == NON_FIELD_ERRORS or name not in form.fields:
        return ""
    field = form[name]
    if isinstance(field.field.widget, forms.CheckboxSelectMultiple):
        boxes = {str(box.choice_label).casefold(): box.id_for_label for box in field}
        return boxes.get(fault.thing.casefold(), f"{field.auto_id}_0")
    if isinstance(field.field.widget, forms.MultiWidget | forms.RadioSelect):
        return f"{field.auto_id}_0"
    return field.auto_id


def _fault(form: forms.BaseForm, name: str, error: ValidationError) -> Fault:
    known = (error.params or {}).get("fault")
    if isinstance(known, Fault):
        return known
    said = " ".join(str(message) for message in error.messages)
    if name not in form.fields:
        together = str(_("entries that go together"))
        return Fault(str(_("This form")), together, f"“{said}”", str(_("Change it and send it again.")))
    code = error.code or ""
    expected, remedy = EXPECTED.get(code, said.rstrip(".")), REMEDY.get(code, AGAIN)
    field = form.fields[name]
    if code == "required" and isinstance(field, forms.BooleanField):
        expected, remedy = A_TICK, TICK
    elif code == "required" and isinstance(field, forms.ChoiceField):
        remedy = CHOOSE
    limit = (error.params or {}).get("limit_value", "")
    return Fault(str(form[name].label), str(expected).replace("{limit}", str(limit)), _typed(form[name]), str(remedy))


def _typed(field: forms.BoundField) -> str:
    typed = field.value()
    if isinstance(typed, list | tuple):
        typed = " ".join(str(part) for part in typed if part not in (None, ""))
    return f"“{typed}”" if typed not in (None, "", False) else str(NOTHING)


class Tiles(forms.RadioSelect):
    """A choice of few short words, as large targets side by side."""


class AnswerField(forms.ChoiceField):
    """Yes, no, don't know, prefer not to say; none is chosen beforehand.

    What somebody sees rather than tells has nothing to prefer: `declined=False`.
    """

    YES_NO = (("yes", _("Yes")), ("no", _("No")))
    UNKNOWN = (("unknown", _("Don't know")),)
    DECLINED = (("declined", _("Prefer not to say")),)
    widget = Tiles

    def __init__(self, *, unknown: bool = True, declined: bool = True, **options: Any) -> None:
        more = (*(self.UNKNOWN if unknown else ()), *(self.DECLINED if unknown and declined else ()))
        super().__init__(choices=[*self.YES_NO, *more], **options)


class DateParts(forms.MultiWidget):
    """Day, month and year as three inputs: a birth date is typed, not scrolled for."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput(numeric) for _part in range(3)], attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.MultiValueField):
    """A day of the calendar, typed as day, month and year."""

    widget = DateParts

    def __init__(self, **options: Any) -> None:
        super().__init__([forms.CharField() for _part in range(3)], require_all_fields=True, **options)

    def compress(self, data_list: Sequence[str]) -> date | None:
        if not data_list:
            return None
        expected = _("day, month and year in figures, as 14 5 1990")
        if all(part.isdecimal() for part in data_list):
            expected = _("a day that the calendar has, as 14 5 1990")
            with suppress(ValueError, OverflowError):
                day, month, year = (int(part) for part in data_list)
                return date(year, month, day)
        found = " ".join(data_list)
        raise fault_error(Fault(str(self.label), str(expected), f"“{found}”", str(AGAIN)))


class QuantityInput(forms.MultiWidget):
    """A number and its unit beside it: chosen where there is a choice, else only shown."""

    def __init__(self, units: Iterable[tuple[str, str]], attrs: dict[str, Any] | None = None) -> None:
        self.units = list(units)
        number = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        unit = forms.Select(choices=self.units) if len(self.units) > 1 else forms.HiddenInput()
        super().__init__([number, unit], attrs)

    def decompress(self, value: Typed | None) -> list[Any]:
        return [value.text, value.unit] if value else [None, self.units[0][0]]


@dataclass(frozen=True, slots=True)
class Typed:
    """A measure as it was typed: the keystrokes and the code of the unit chosen."""

    text: str
    unit: str


class QuantityField(forms.MultiValueField):
    """A measure with its unit, kept as typed; `units` are pairs of code and name, the first is offered first."""

    def __init__(self, *, units: Iterable[tuple[str, str]], **options: Any) -> None:
        offered = list(units)
        fields = [forms.CharField(max_length=40), forms.ChoiceField(choices=offered)]
        super().__init__(fields, widget=QuantityInput(offered), require_all_fields=False, **options)

    def clean(self, value: Any) -> Any:
        """Return what was typed. The unit alone is nothing typed: it stands there before anybody chose it."""
        is_empty = not value or not str(value[0] or "").strip()
        return super().clean(None if is_empty else value)

    def compress(self, data_list: Sequence[str]) -> Typed | None:
        return Typed(data_list[0].strip(), data_list[1]) if data_list and data_list[0] else None


def refused(field: str, form: forms.BaseForm, reason: Refused) -> None:
    """Add to a form what a value refused about one of its fields."""
    form.add_error(field, refused_error(str(form[field].label), reason))


def refused_error(label: str, reason: Refused) -> ValidationError:
    """Return the error for what a value refused, in the language of the page."""
    return fault_error(reason.at(label, translate=gettext))
