"""The other forms of intake: medicines and allergies in rows, measures, looks at the skin, diet and activity, items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.assessment.happening import InstrumentAnswers, ItemAnswer, Lifestyle, Note
from nappage.engine.plausible import is_plausible
from nappage.engine.policy import Instrument
from nappage.engine.story import Allergy, CelluliteObservation, MedicineTaken, Patient, Reading
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity, Unit, plain
from nappage.web.asking_again import AsksAgain, range_of
from nappage.web.forms import Tiles, fault_error
from nappage.web.intake.questions import OpenAnswer, Resumable
from nappage.web.patients.forms import LENGTHS, PHOTOTYPES
from nappage.web.typed import MeasureField, SaidDayField, last_instant, not_after

KNOWN = (
    ("unknown", gettext_lazy("not known")),
    ("yes", gettext_lazy("yes")),
    ("no", gettext_lazy("no")),
)
STILL = (("now", gettext_lazy("takes it")), ("stopped", gettext_lazy("no longer")))
MASSES = (("kg", "kg"), ("[lb_av]", "lb"))
# What a laboratory reports, by the codes that rules ask for: the name, and its unit.
LABORATORY = {
    "inr": ("INR", Unit.ONE),
    "hba1c": ("HbA1c", Unit.PERCENT),
    "platelets": (gettext_lazy("Platelets"), Unit.GIGA_PER_L),
    "creatinine-clearance": (gettext_lazy("Creatinine clearance"), Unit.ML_PER_MIN),
}
PRESSURE = re.compile(r"(\d{2,3})\s*/\s*(\d{2,3})")
PRESSURES = ("systolic", "diastolic")
BLANK_ROWS = 2


class MedicineForm(Resumable):
    """One medicine, as the person or the box says it."""

    name = forms.CharField(
        label=gettext_lazy("Medicine"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    prescribed = forms.ChoiceField(label=gettext_lazy("Prescribed"), choices=KNOWN, required=False)
    still = forms.ChoiceField(label=gettext_lazy("Still"), choices=STILL, required=False)
    last = SaidDayField(label=gettext_lazy("Last taken"))
    purpose = forms.CharField(label=gettext_lazy("For what"), required=False, max_length=120)

    def taken(
        self, known: Mapping[str, MedicineTaken], physician: str, zone: ZoneInfo, at: datetime
    ) -> MedicineTaken | None:
        """Return the medicine, or None for an empty row; one that the chart knows in these very words stays as it is.

        What it is for counts as recorded by a physician where one writes it, and stays so while nobody changes it.
        """
        said = self.cleaned_data
        if not said.get("name"):
            return None
        before = known.get(said["name"])
        if before is not None and all(
            self[name].value() == typed for name, typed in medicine_typed(before, zone).items()
        ):
            return before
        last, purpose = said.get("last"), said.get("purpose", "")
        return MedicineTaken(
            name=said["name"],
            prescribed=Answer(said.get("prescribed") or "unknown"),
            last_taken=last_instant(last, zone, at) if last else None,
            stopped=said.get("still") == "stopped",
            purpose=purpose,
            purpose_recorded_by=_recorded_by(before, purpose, physician),
        )

    def check_day(self, today: date) -> None:
        """Add a fault where it was last taken on a day to come."""
        last = self.cleaned_data.get("last")
        if last:
            try:
                not_after(last, today, str(_("Last taken")))
            except forms.ValidationError as error:
                self.add_error("last", error)


def _recorded_by(before: MedicineTaken | None, purpose: str, physician: str) -> str:
    """Return which physician wrote what a medicine is for, or nobody."""
    if not purpose:
        return ""
    return physician or (before.purpose_recorded_by if before and before.purpose == purpose else "")


class AllergyForm(Resumable):
    """One thing somebody reacts to, as they say it."""

    to = forms.CharField(
        label=gettext_lazy("Allergic to"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    severe = forms.ChoiceField(label=gettext_lazy("Severe"), choices=KNOWN, required=False)

    def allergy(self) -> Allergy | None:
        """Return the allergy, or None for an empty row."""
        to = self.cleaned_data.get("to")
        return Allergy(to, Answer(self.cleaned_data.get("severe") or "unknown")) if to else None


MedicineRows = forms.formset_factory(MedicineForm, extra=BLANK_ROWS, max_num=60)
AllergyRows = forms.formset_factory(AllergyForm, extra=BLANK_ROWS, max_num=40)


def medicine_typed(taken: MedicineTaken, zone: ZoneInfo) -> dict[str, str]:
    """Return a recorded medicine as it stands in a row."""
    last = local_day(taken.last_taken, zone) if taken.last_taken else None
    return {
        "name": taken.name,
        "prescribed": taken.prescribed.value,
        "still": "stopped" if taken.stopped else "now",
        "last": f"{last:%-d %-m %Y}" if last else "",
        "purpose": taken.purpose,
    }


class MeasuresForm(AsksAgain, Resumable):
    """What is measured at intake, in the person's own units; weight has a page of its own where it is hidden."""

    height = MeasureField(label=gettext_lazy("Height"), units=LENGTHS, required=False)
    weight = MeasureField(label=gettext_lazy("Weight"), units=MASSES, required=False)
    pressure = forms.CharField(
        label=gettext_lazy("Blood pressure"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("As 120/80, in mmHg"),
    )
    phototype = forms.ChoiceField(label=gettext_lazy("How the skin takes the sun"), choices=PHOTOTYPES, required=False)

    def __init__(
        self, *args: Any, patient: Patient, speak: Speaker, hide_weight: bool, needed: Iterable[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._patient, self._speak = patient, speak
        self.fields["phototype"].initial = str(patient.phototype or "")
        if hide_weight:
            del self.fields["weight"]
        for code in needed:
            if code in LABORATORY:
                label, unit = LABORATORY[code]
                self.fields[f"lab-{code}"] = MeasureField(label=label, units=((unit.code, unit.code),), required=False)

    def clean_pressure(self) -> tuple[int, int] | None:
        """Return the two pressures; the first is the higher one."""
        typed = self.cleaned_data["pressure"].strip()
        if not typed:
            return None
        match = PRESSURE.fullmatch(typed)
        if match is None or int(match[1]) <= int(match[2]):
            expected = _("two numbers, the higher one first")
            raise fault_error(Fault(_("Blood pressure"), expected, f"“{typed}”", _("Type it as 120/80.")))
        return int(match[1]), int(match[2])

    def clean(self) -> None:
        """Ask about what may be another unit's, or a slip of the finger."""
        for name in ("height", "weight"):
            self.ask_again(name, range_of(self._speak.edition, name), self._speak)
        self._ask_about_pressure()

    def _ask_about_pressure(self) -> None:
        pressures = self.cleaned_data.get("pressure")
        if pressures:
            between = [range_of(self._speak.edition, id) for id in PRESSURES]
            typed = [Quantity(Decimal(amount), Unit.MM_HG) for amount in pressures]
            if not all(map(is_plausible, between, typed)):
                low = "/".join(plain(each.low.amount) for each in between)
                high = "/".join(plain(each.high.amount) for each in between)
                expected = _("{low} to {high}").format(low=low, high=high)
                self.ask_about("pressure", "/".join(map(str, pressures)), expected)

    def readings(self, at: datetime) -> tuple[Reading, ...]:
        """Return what was measured."""
        return tuple(self._readings(at))

    def _readings(self, at: datetime) -> Iterator[Reading]:
        said = self.cleaned_data
        if said.get("weight"):
            yield Reading("weight", said["weight"], at)
        if said.get("pressure"):
            for code, amount in zip(PRESSURES, said["pressure"], strict=True):
                yield Reading(code, Quantity(Decimal(amount), Unit.MM_HG), at)
        for name, value in said.items():
            if name.startswith("lab-") and value:
                yield Reading(name.removeprefix("lab-"), value, at)

    def patient(self) -> Patient | None:
        """Return the person with a new height or phototype, or None where neither changed."""
        said, known = self.cleaned_data, self._patient
        height = said.get("height") or known.height
        phototype = int(said["phototype"]) if said.get("phototype") else known.phototype
        changed = Patient(known.born, known.sex, height, phototype)
        return changed if changed != known else None


class Look(OpenAnswer):
    """One look at the skin: seen, not seen, or not looked at."""

    UNKNOWN = (("unknown", gettext_lazy("Not looked at")),)


class LooksForm(Resumable):
    """Three looks at the skin, from which the stage follows."""

    pinch = Look(label=gettext_lazy("Dimples when the skin is pinched"), declined=False)
    standing = Look(label=gettext_lazy("Dimples standing, without pinching"), declined=False)
    lying = Look(label=gettext_lazy("Dimples lying down"), declined=False)

    def observation(self, at: datetime) -> CelluliteObservation | None:
        """Return the three looks, or None where nobody looked; what was not looked at stays unknown."""
        said = {name: self.cleaned_data.get(name) for name in self.fields}
        if not any(said.values()):
            return None
        looks = {name: Answer(value) if value in ("yes", "no") else Answer.UNKNOWN for name, value in said.items()}
        return CelluliteObservation(at, **looks)


class WordsAtIntakeForm(Resumable):
    """What the person wants and says, kept as said; and how they eat and move."""

    wish = forms.CharField(
        label=gettext_lazy("What brings the person here, in their words"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    diet = forms.CharField(
        label=gettext_lazy("What and when they eat"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    activity = forms.CharField(
        label=gettext_lazy("How they move, and how often"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    goal = forms.CharField(
        label=gettext_lazy("What was agreed to aim at, or that it was declined"), required=False, max_length=400,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    said = forms.CharField(
        label=gettext_lazy("Anything else that was said, as it was said"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    LIVING = ("diet", "activity", "goal")

    def notes(self) -> tuple[Note, ...]:
        """Return what was said, untouched."""
        sections = (("wish", "what brings them here"), ("said", "said at intake"))
        return tuple(Note(title, self.cleaned_data[name]) for name, title in sections if self.cleaned_data.get(name))

    def lifestyle(self, known: Lifestyle | None, today: date) -> Lifestyle | None:
        """Return diet and activity, or None where nothing was written or nothing changed."""
        said = {name: self.cleaned_data.get(name) or "" for name in self.LIVING}
        if not any(said.values()) or (known and all(getattr(known, name) == said[name] for name in self.LIVING)):
            return None
        return Lifestyle(**said, on=today)


class InstrumentForm(Resumable):
    """The clinic's own questions about how someone sees their body, in the words the clinic loaded."""

    def __init__(self, instrument: Instrument | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._instrument = instrument
        for number, item in enumerate(instrument.items if instrument else (), 1):
            text, *choices = item_parts(item)
            offered = [(choice, choice) for choice in choices]
            self.fields[f"item-{number}"] = (
                forms.ChoiceField(label=text, choices=offered, widget=Tiles, required=False)
                if offered
                else forms.CharField(label=text, required=False, max_length=400)
            )

    def answers(self) -> InstrumentAnswers | None:
        """Return what was answered, or None for nothing."""
        if self._instrument is None:
            return None
        said = ((field.label, self.cleaned_data.get(name)) for name, field in self.fields.items())
        given = tuple(ItemAnswer(str(label), answer) for label, answer in said if answer)
        return InstrumentAnswers(self._instrument.name, self._instrument.citation, given) if given else None


def item_parts(item: str) -> Sequence[str]:
    """Return an item's question and its choices, written "question | choice | choice"."""
    return [part.strip() for part in item.split("|") if part.strip()]
