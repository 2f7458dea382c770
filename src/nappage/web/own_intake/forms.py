"""The forms of intake at home: each question has an answer, of which not knowing is one, and a name stands below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.assessment.happening import Lifestyle, Note
from nappage.engine.question import Question
from nappage.engine.story import MedicineTaken
from nappage.web.forms import AnswerField
from nappage.web.intake.forms import BLANK_ROWS, AllergyForm, MedicineForm
from nappage.web.intake.questions import QuestionsForm, Resumable
from nappage.web.typed import SaidDayField

LONGEST = 2000
KNOWN = (("unknown", _("I don’t know")), ("yes", _("Yes")), ("no", _("No")))
STILL = (("now", _("I take it now")), ("stopped", _("I no longer take it")))


class HomeQuestionsForm(QuestionsForm):
    """The questions as they are asked at home: each has to be answered, and what a yes asks for stands behind it."""

    answer_field = AnswerField

    own_words = _("In your own words")

    def _asks_details(self, question: Question) -> bool:
        return bool(question.covers)


class HomeMedicineForm(MedicineForm):
    """One medicine. What the clinic knows already can be said to be over, and never be left out."""

    prescribed = forms.ChoiceField(label=_("Did a doctor prescribe it?"), choices=KNOWN, required=False)
    still = forms.ChoiceField(label=_("Do you take it?"), choices=STILL, required=False)
    last = SaidDayField(label=_("When did you last take it?"))
    purpose = forms.CharField(label=_("What is it for?"), required=False, max_length=120)

    def know(self) -> None:
        """Let stand what the clinic has written down."""
        for name in ("name", "prescribed", "purpose"):
            self.fields[name].disabled = True


class HomeAllergyForm(AllergyForm):
    """One thing that somebody reacts to."""

    to = forms.CharField(
        label=_("I react to"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    severe = forms.ChoiceField(label=_("Was the reaction bad?"), choices=KNOWN, required=False)


MedicineRows = forms.formset_factory(HomeMedicineForm, extra=BLANK_ROWS, max_num=60)
AllergyRows = forms.formset_factory(HomeAllergyForm, extra=BLANK_ROWS, max_num=40)


def know(rows: Any, known: Iterable[MedicineTaken]) -> None:
    """Let the first rows hold what the clinic has written down, whatever was sent for them."""
    for form, _known in zip(rows.forms, known, strict=False):
        form.know()


class HomeWordsForm(Resumable):
    """What somebody wants and says, and how they eat and move: kept as said."""

    wish = forms.CharField(
        label=_("What brings you here?"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    diet = forms.CharField(
        label=_("What and when do you eat?"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    activity = forms.CharField(
        label=_("How do you move, and how often?"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    said = forms.CharField(
        label=_("What else should the clinic know?"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip

    def notes(self) -> tuple[Note, ...]:
        """Return what was said, untouched."""
        sections = (("wish", "what brings them here"), ("said", "said at home"))
        return tuple(Note(title, self.cleaned_data[name]) for name, title in sections if self.cleaned_data.get(name))

    def lifestyle(self, known: Lifestyle | None) -> Lifestyle | None:
        """Return diet and activity beside the aim that was agreed, or None where nothing was written or changed."""
        known = known or Lifestyle()
        said = {name: self.cleaned_data.get(name) or getattr(known, name) for name in ("diet", "activity")}
        changed = Lifestyle(**said, goal=known.goal, on=known.on)
        return changed if changed != known else None


class SignatureForm(Resumable):
    """The name under what is sent. Whether it is the sender's own is looked at where it is recorded."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        help_text=_("With it you sign that this is what you know today."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
