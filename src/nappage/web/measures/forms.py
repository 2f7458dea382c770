"""The form of scales: each scale with its own steps, once for each of those whose judgement it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.engine.edition import Edition
from nappage.engine.melasma import MelasmaLook, MelasmaRegion, masi, mmasi
from nappage.engine.scale import Scale, total
from nappage.engine.score import Score, Teller
from nappage.engine.story import CelluliteObservation
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.fault import Fault, Refused
from nappage.values.number import parse_decimal
from nappage.values.quantity import plain
from nappage.web.forms import AnswerField, Tiles, fault_error
from nappage.web.typed import decimal_mark

OF_MELASMA = ("masi", "mmasi")
MOST_TILES = 11
WHO = {Teller.PATIENT: _("told by the patient"), Teller.CLOSE: _("told by somebody close"), Teller.CLINICIAN: ""}
LOOKS = (("pinch", _("Dimples when pinched")), ("standing", _("Dimples standing")), ("lying", _("Dimples lying")))
NUMERIC = {"inputmode": "decimal", "autocomplete": "off"}


class ScoreField(forms.CharField):
    """A number that no list of steps holds, strict by the decimal mark of the page's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=12, widget=forms.TextInput(attrs=NUMERIC), **options)

    def clean(self, value: Any) -> Decimal | None:
        """Return the number, None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_decimal(text, decimal_mark())
        except Refused as refused:
            raise fault_error(refused.at(str(self.label))) from None


@dataclass(frozen=True, slots=True)
class Asked:
    """One scale asked of one teller, and the names of its fields."""

    scale: Scale
    told_by: Teller
    names: tuple[str, ...]


class ScalesForm(forms.Form):
    """Everything that can be scored of a course today; what nobody scored is not recorded as anything."""

    def __init__(self, scales: Iterable[Scale], edition: Edition, speak: Speaker, *, looks: bool, typed: Any = None):
        super().__init__(typed)
        self._edition, self._speak = edition, speak
        self._regions = tuple(edition.all(MelasmaRegion).values())
        self.asked: list[Asked] = []
        scales = tuple(scales)
        for scale in scales:
            if scale.id not in OF_MELASMA:
                self.asked += [self._ask(scale, teller) for teller in scale.told_by]
        self.melasma = tuple(self._ask_melasma()) if any(scale.id in OF_MELASMA for scale in scales) else ()
        self.looks = tuple(self._ask_looks()) if looks else ()

    def _ask(self, scale: Scale, teller: Teller) -> Asked:
        name, who = f"{scale.id}-{teller.value}", str(WHO[teller])
        label = f"{scale.name}, {who}" if who else scale.name
        if scale.items is not None:
            return Asked(scale, teller, self._ask_parts(scale, name, label))
        steps = _steps(scale)
        self.fields[name] = _tiles(label, steps) if steps else ScoreField(label=_with_unit(label, scale))
        return Asked(scale, teller, (name, *self._ask_further(scale, name)))

    def _ask_parts(self, scale: Scale, name: str, label: str) -> tuple[str, ...]:
        steps = [(str(step), str(step)) for step in range(int(scale.item_highest or 0) + 1)]
        names = tuple(f"{name}-{number}" for number in range(1, (scale.items or 0) + 1))
        for number, each in enumerate(names, 1):
            self.fields[each] = _tiles(f"{label}: {_('part')} {number}", steps)
        return names

    def _ask_further(self, scale: Scale, name: str) -> Iterator[str]:
        """Yield the fields that a number needs beside it: the system of a size, the way of counting."""
        methods = [(one.method, self._speak.term(one.method)) for one in scale.errors]
        for kind, choices in (("system", [(one, one) for one in scale.systems]), ("method", methods)):
            if choices:
                field = forms.ChoiceField(label=_KINDS[kind], required=False, choices=[("", "–"), *choices])
                self.fields[f"{name}-{kind}"] = field
                yield f"{name}-{kind}"

    def _ask_melasma(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        steps = [(str(step), str(step)) for step in range(5)]
        for region in self._regions:
            words = self._speak.term(region.id).replace("-", " ").capitalize()
            names = tuple(f"melasma-{region.id}-{what}" for what in ("percent", "darkness", "evenness"))
            self.fields[names[0]] = ScoreField(label=f"{words}: {_('percent involved')}")
            self.fields[names[1]] = _tiles(f"{words}: {_('how dark')}", steps)
            self.fields[names[2]] = _tiles(f"{words}: {_('how even')}", steps)
            yield words, names

    def _ask_looks(self) -> Iterator[str]:
        for name, label in LOOKS:
            self.fields[name] = AnswerField(label=label, required=False, declined=False)
            yield name

    def clean(self) -> dict[str, Any]:
        """Add what goes together: all parts of a total, or none; all three looks, or none."""
        told: dict[str, Any] = super().clean() or {}
        for asked in self.asked:
            if asked.scale.items is not None:
                self._whole(asked.names, asked.scale.name)
        if self.looks:
            self._whole(self.looks, str(_("Three looks at the skin")))
        if self.melasma:
            self._whole([name for _words, names in self.melasma for name in names[:2]], str(_("Melasma")))
        return told

    def _whole(self, names: Sequence[str], thing: str) -> None:
        missing = [name for name in names if self.cleaned_data.get(name) in (None, "")]
        if missing and len(missing) < len(names) and not any(name in self.errors for name in names):
            expected, found = str(_("every part, or none")), f"{len(names) - len(missing)} / {len(names)}"
            self.add_error(missing[0], fault_error(Fault(thing, expected, found, str(_("Score what is missing.")))))

    def observation(self, at: datetime) -> CelluliteObservation | None:
        """Return the three looks at the skin, None where nobody looked."""
        looks = {name: self.cleaned_data.get(name) for name in self.looks}
        if not looks or not all(looks.values()):
            return None
        return CelluliteObservation(at, **{name: _answer(said) for name, said in looks.items()})

    def scores(self, at: datetime, by: str) -> list[Score]:
        """Return every score that was given."""
        return [*self._of_scales(at, by), *self._of_melasma(at, by)]

    def _of_scales(self, at: datetime, by: str) -> Iterator[Score]:
        told = self.cleaned_data
        for asked in self.asked:
            if asked.scale.items is not None:
                parts = [_number(told.get(name)) for name in asked.names]
                whole = total(asked.scale, parts)
                if whole is not None:
                    kept = tuple(part for part in parts if part is not None)
                    yield Score(asked.scale.id, whole, at, by, asked.told_by, parts=kept)
                continue
            number = _number(told.get(asked.names[0]))
            if number is not None:
                system, method = (told.get(f"{asked.names[0]}-{kind}") or "" for kind in ("system", "method"))
                yield Score(asked.scale.id, number, at, by, asked.told_by, system, method)

    def _of_melasma(self, at: datetime, by: str) -> Iterator[Score]:
        found: dict[str, MelasmaLook] = {}
        for region, (_words, names) in zip(self._regions, self.melasma, strict=False):
            percent, dark, even = (_number(self.cleaned_data.get(name)) for name in names)
            if percent is not None and dark is not None:
                found[region.id] = MelasmaLook(percent, int(dark), None if even is None else int(even))
        parts = tuple(part for look in found.values() for part in (look.percent, Decimal(look.darkness)))
        for id, index in (("mmasi", mmasi(self._edition, found)), ("masi", masi(self._edition, found))):
            if found and index is not None:
                yield Score(id, index, at, by, parts=parts)


_KINDS = {"system": _("System on the label"), "method": _("Way of counting")}


def _tiles(label: str, steps: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=steps, widget=Tiles, required=False)


def _steps(scale: Scale) -> list[tuple[str, str]]:
    """Return the steps of a scale with the words it has for them; none for one that is typed."""
    if not scale.whole or scale.lowest is None or scale.highest is None:
        return []
    low, high = int(scale.lowest), int(scale.highest)
    if high - low >= MOST_TILES:
        return []
    words = {level.score: level.means for level in scale.levels}
    return [(str(step), f"{step} {words.get(Decimal(step), '')}".strip()) for step in range(low, high + 1)]


def _with_unit(label: str, scale: Scale) -> str:
    return f"{label} ({scale.unit})" if scale.unit else label


def _number(value: Any) -> Decimal | None:
    if isinstance(value, Decimal) or value is None:
        return value
    return Decimal(value) if value else None


def _answer(said: Any) -> Answer:
    return Answer(said) if said in ("yes", "no") else Answer.UNKNOWN


def shown_score(score: Score) -> str:
    """Return a score with the system that it is written in."""
    return " ".join(filter(None, (plain(score.score), score.system)))
