"""The forms of check-ins: when something began, where, what is said of it, in own words, a photo, a pregnancy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.assessment.check_in import Began
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Feature, Symptom
from nappage.rendering.naming import capital
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.values.local_time import at_local, local_day
from nappage.web.after.forms import offer
from nappage.web.after.report_forms import SIZED, asked_of, likely, units_of
from nappage.web.asking_again import AsksAgain
from nappage.web.forms import AnswerField, Tiles, fault_error
from nappage.web.typed import MeasureField

Data = Mapping[str, Any] | None
HOUR, TODAY, YESTERDAY, EARLIER, UNKNOWN = "hour", "today", "yesterday", "earlier", "unknown"
BEGAN = {
    HOUR: _("In the last hour"),
    TODAY: _("Earlier today"),
    YESTERDAY: _("Yesterday"),
    EARLIER: _("Before that"),
    UNKNOWN: _("Don't know"),
}
ELSEWHERE = "elsewhere"
# What only the staff can know of a symptom.
NOT_ASKED_AT_HOME = ("infection-risk", "no-photo", "on-face")
PICTURES = "image/jpeg,image/png,image/webp,image/heic,image/heif"
READ = {
    "Cel": _("Temperature, if you took it"),
    "1": _("How strong, from 0 to 10"),
    "/min": _("Heartbeats in a minute, if you counted"),
}
UNITS = {"Cel": "°C", "1": _("of 10"), "/min": _("a minute")}


class SymptomForm(AsksAgain):
    """One symptom as somebody tells it from home."""

    began = forms.ChoiceField(
        label=_("When did it begin?"),
        widget=Tiles,
        choices=list(BEGAN.items()),
    )
    day = forms.DateField(
        label=_("Which day, if it was before yesterday"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    zone = forms.ChoiceField(label=_("Where?"), required=False, widget=forms.RadioSelect)
    size = MeasureField(label=_("How big across?"), units=[("mm", "mm"), ("cm", "cm")], required=False)
    features = forms.MultipleChoiceField(
        label=_("Is any of this so?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("began", "day", "zone", "size", "value", "features")

    def __init__(
        self, symptom: Symptom, zones: Iterable[str], speak: Speaker, at: datetime, zone: ZoneInfo, data: Data = None
    ) -> None:
        super().__init__(data, prefix=symptom.id)
        self.symptom, self._speak = symptom, speak
        self._at, self._zone = at, zone
        self.title = capital(speak.text(symptom.words))
        known = speak.edition.all(Feature)
        places = [(zone, capital(speak.term(zone))) for zone in zones]
        offer(self, "zone", [*places, (ELSEWHERE, _("Somewhere else"))])
        asked = [known[id] for id in asked_of(symptom) if id in known and id not in NOT_ASKED_AT_HOME]
        offer(self, "features", [(one.id, capital(speak.text(one.words))) for one in asked])
        if symptom.systemic:
            del self.fields["zone"]
        elif len(places) == 1:
            self.fields["zone"].initial = places[0][0]
        if symptom.id not in SIZED:
            del self.fields["size"]
        if not asked:
            del self.fields["features"]
        if units := [code for code, _name in units_of(symptom)]:
            named = [(code, str(UNITS.get(code, code))) for code in units]
            self.fields["value"] = MeasureField(label=READ[units[0]], units=named, required=False)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Return what was told; a day is needed for what began before yesterday, and contradicts nothing."""
        told: dict[str, Any] = super().clean() or {}
        self._judge_day(told.get("began", ""), told.get("day"))
        for name in ("size", "value"):
            if told.get(name):
                self.ask_again(name, likely(self._speak.edition, told[name]), self._speak)
        return told

    def _judge_day(self, began: str, day: date | None) -> None:
        """Refuse a day that is missing, to come, or another than the one that was chosen."""
        today, hour_ago = (local_day(at, self._zone) for at in (self._at, self._at - timedelta(hours=1)))
        meant = {HOUR: (hour_ago, today), TODAY: (today,), YESTERDAY: (today - timedelta(days=1),)}
        if day is None:
            if began == EARLIER and "day" not in self.errors:
                self._refuse_day(_("the day"), _("nothing"), _("Choose the day, or say that you don't know."))
        elif day > today:
            self._refuse_day(_("a day that has been"), self._speak.value(day), _("Choose another day."))
        elif began and not (day < today if began == EARLIER else day in meant.get(began, ())):
            expected = _("a day that fits “{began}”").format(began=BEGAN[began])
            remedy = _("Choose again when it began, or another day, or none.")
            self._refuse_day(expected, self._speak.value(day), remedy)

    def _refuse_day(self, expected: Any, found: Any, remedy: Any) -> None:
        self.add_error("day", fault_error(Fault(self.title, str(expected), str(found), str(remedy))))

    def said(self, words: str = "") -> tuple[SymptomReport, Began]:
        """Return the report, and between which instants it began by the days of where the person is."""
        return self.report(words), self.began_between()

    def report(self, words: str) -> SymptomReport:
        """Return the report as it was told, its beginning left open."""
        told = self.cleaned_data
        zone = told.get("zone", "")
        return SymptomReport(
            self.symptom.id,
            onset=None,
            at=self._at,
            zone="" if zone == ELSEWHERE else zone,
            features=tuple(told.get("features", ())),
            value=told.get("value"),
            size=told.get("size"),
            words=words,
        )

    def began_between(self) -> Began:
        """Return between which instants it began, by the days of where the person is."""
        told, at, zone = self.cleaned_data, self._at, self._zone
        today = local_day(at, zone)
        midnight = at_local(today, time(), zone)
        match told["began"]:
            case "hour":
                return Began(at - timedelta(hours=1), at)
            case "today":
                return Began(midnight, at)
            case "yesterday":
                return Began(at_local(today - timedelta(days=1), time(), zone), midnight)
            case "earlier":
                first = at_local(told["day"], time(), zone)
                return Began(min(first, at), min(at_local(told["day"] + timedelta(days=1), time(), zone), at))
        return Began()


class WordsForm(forms.Form):
    """What somebody adds in their own words; it can only make a report more urgent."""

    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("We look in it for signs that cannot wait. It never makes anything less urgent."),
    )
    sitting = forms.UUIDField(widget=forms.HiddenInput, required=False)


class PhotoForm(forms.Form):
    """A photo of what was told, with the yes that it may be kept where none stands yet."""

    photo = forms.FileField(label=_("Photo"), widget=forms.FileInput({"accept": PICTURES, "capture": "environment"}))
    agreed = forms.BooleanField(label=_("I agree that this photo is kept, sealed, in my record"), required=False)

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["agreed"]


class PregnancyForm(forms.Form):
    """What is known of a pregnancy."""

    pregnant = AnswerField(label=_("Are you pregnant, or could you be?"))
    tested = forms.BooleanField(label=_("A test said yes"), required=False)
    last_period = forms.DateField(
        label=_("First day of your last period, if you know it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    @property
    def answer(self) -> Answer:
        """Return the answer; who would rather not say has said nothing that settles it."""
        said = self.cleaned_data["pregnant"]
        return Answer.UNKNOWN if said == "declined" else Answer(said)
