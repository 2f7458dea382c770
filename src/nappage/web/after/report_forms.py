"""The forms of a report: one symptom with what is said of it, and a lump as it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.actions.reports import Lump
from nappage.engine.edition import Edition
from nappage.engine.story import Site, SymptomReport
from nappage.engine.symptom import UNRECOGNISED, Feature, Symptom
from nappage.rendering.naming import capital
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity, Unit
from nappage.web.after.forms import MomentForm, offer
from nappage.web.asking_again import AsksAgain, range_of
from nappage.web.forms import AnswerField
from nappage.web.plan.typed import key_of, site_of
from nappage.web.typed import MeasureField

# By what a measure is of: between which values it is taken as typed.
LIKELY = {
    "length": "size-of-finding",
    "temperature": "body-temperature",
    "rate": "heart-rate",
    "number": "strength-of-complaint",
}
SIZED = ("lump", "bruise", "swelling", "redness")


def likely(edition: Edition, told: Quantity) -> Interval[Quantity]:
    """Return between which values such a measure is taken as typed."""
    return range_of(edition, LIKELY[told.unit.dimension])


def asked_of(symptom: Symptom) -> tuple[str, ...]:
    """Return the features that the row of a symptom asks about, each once."""
    return tuple(dict.fromkeys(id for cell in symptom.cells for id in (*cell.features, *cell.together)))


def others_of(edition: Edition, symptom: Symptom) -> Iterator[Feature]:
    """Yield the features that any symptom may have: those with a level of their own, and what only describes."""
    own = asked_of(symptom)
    for feature in edition.all(Feature).values():
        if feature.id not in own and feature.id != UNRECOGNISED and not feature.by_text:
            yield feature


class ReportForm(AsksAgain, MomentForm):
    """One symptom as it is told: when it began, where, what else is said of it."""

    features = forms.MultipleChoiceField(
        label=_("Is any of this so?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.MultipleChoiceField(label=_("Other signs"), required=False, widget=forms.CheckboxSelectMultiple)
    zone = forms.ChoiceField(label=_("Where"), required=False)
    size = MeasureField(label=_("Size"), units=[("mm", "mm"), ("cm", "cm")], required=False)
    field_order = ("day", "clock", "zone", "size", "value", "features", "more")

    def __init__(self, symptom: Symptom, sites: Iterable[Site], speak: Speaker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.symptom, self._speak = symptom, speak
        all_features = speak.edition.all(Feature)
        self.fields["day"].help_text = _("When it began. Leave it open if nobody knows: the more urgent reading holds.")
        zones = dict.fromkeys(site.zone for site in sites)
        offer(self, "zone", [("", _("Nowhere in particular")), *((one, capital(speak.term(one))) for one in zones)])
        own = [(id, capital(speak.text(all_features[id].words))) for id in asked_of(symptom) if id in all_features]
        offer(self, "features", own)
        offer(self, "more", [(one.id, capital(speak.text(one.words))) for one in others_of(speak.edition, symptom)])
        if not own:
            del self.fields["features"]
        if symptom.systemic:
            del self.fields["zone"]
        if symptom.id not in SIZED:
            del self.fields["size"]
        if units := units_of(symptom):
            self.fields["value"] = MeasureField(label=_("Measured"), units=units, required=False)
        self.order_fields(self.field_order)

    def clean(self) -> None:
        """Ask about a measure that hardly anybody has."""
        for name in ("size", "value"):
            if told := self.cleaned_data.get(name):
                self.ask_again(name, likely(self._speak.edition, told), self._speak)

    def report(self, onset: datetime | None, at: datetime) -> SymptomReport:
        """Return what was told."""
        told = self.cleaned_data
        return SymptomReport(
            self.symptom.id,
            onset=onset,
            at=at,
            zone=told.get("zone", ""),
            features=(*told.get("features", ()), *told["more"]),
            value=told.get("value"),
            size=told.get("size"),
        )


def units_of(symptom: Symptom) -> list[tuple[str, str]]:
    """Return the units in which the row of a symptom asks for a reading."""
    asked = (limit for cell in symptom.cells for limit in (cell.over, cell.at_least, cell.unless_below))
    units = dict.fromkeys(limit.unit for limit in asked if limit is not None)
    return [(unit.code, "°C" if unit is Unit.of("Cel") else unit.code) for unit in units]


class NoduleForm(AsksAgain, MomentForm):
    """A lump as it is seen or told: site, size, what it feels and looks like, since when."""

    site = forms.ChoiceField(label=_("Where"))
    size = MeasureField(label=_("Size across"), units=[("mm", "mm"), ("cm", "cm")])
    tender = AnswerField(label=_("Hurts, or hurts when touched"), declined=False)
    red = AnswerField(label=_("Red"), declined=False)
    warm = AnswerField(label=_("Hot to the touch"), declined=False)
    draining = AnswerField(label=_("Fluid or pus comes out"), declined=False)
    words = forms.CharField(
        label=_("Anything else"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("site", "size", "tender", "red", "warm", "draining", "day", "clock", "words")

    def __init__(self, sites: Iterable[Site], speak: Speaker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._speak = speak
        offer(self, "site", [(key_of(site), capital(speak.term(key_of(site)))) for site in sites])
        self.fields["day"].help_text = _("When it was first felt or seen. Leave it open if nobody knows.")

    def clean(self) -> None:
        """Ask about a size that no lump has."""
        if told := self.cleaned_data.get("size"):
            self.ask_again("size", likely(self._speak.edition, told), self._speak)

    def lump(self, onset: datetime | None) -> Lump:
        """Return the lump as it was seen."""
        told = self.cleaned_data
        return Lump(
            site=site_of(told["site"]),
            size=told["size"],
            tender=Answer(told["tender"]),
            red=Answer(told["red"]),
            warm=Answer(told["warm"]),
            draining=Answer(told["draining"]),
            onset=onset,
            words=told["words"],
        )


class GoneForm(forms.Form):
    """A nodule was looked for and is not there."""

    site = forms.CharField(widget=forms.HiddenInput, max_length=80)
    words = forms.CharField(label=_("How it was looked for"), max_length=400)
