"""The forms of a clinician: a decision in code and words, and the fact that settles an unknown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.actions.screening import MEANS, Settled
from nappage.assessment.questionnaire import Asked
from nappage.engine.story import HealthEvent
from nappage.rendering.wording import Speaker
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.web.forms import Tiles, fault_error, offer
from nappage.web.intake.questions import QuestionsForm

YES_NO = (("yes", _("Yes")), ("no", _("No")))
FIELD_OF = {"coded reason": "code", "words": "words", "answer": "answer", "how it is known": "means"}


class Refusable(forms.Form):
    """A form whose faults are told by the act, all at once and in four parts."""

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Add each fault to the field it is about, or to the whole."""
        for fault in faults:
            field = FIELD_OF.get(fault.thing)
            known = field if field in self.fields else None
            # What a field itself said already is not said twice.
            if known is None or known not in self.errors:
                self.add_error(known, fault_error(fault))


class DecisionForm(Refusable):
    """A coded reason and the words that go with it; the words never stand alone, nor the code."""

    use_required_attribute = False

    code = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=2000,
        help_text=_("What was found, and why it is acceptable for this visit: at least 15 characters."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, codes: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "code", list(codes))


class SettleForm(Refusable):
    """The answer that is now known, how it came to be known, and in words which result or record."""

    use_required_attribute = False

    answer = forms.ChoiceField(label=_("It is now known"), choices=YES_NO, widget=Tiles)
    means = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Which result or record, of which day, seen by whom"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, speak: Speaker, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "means", [(code, speak.term(code)) for code in MEANS])

    def settled(self, one: Asked, details: QuestionsForm, at: datetime, by: str) -> Settled:
        """Return the fact as it was given; what is missing is told by the act."""
        said = self.cleaned_data
        answer = Answer(said["answer"]) if said.get("answer") else Answer.UNKNOWN
        events = details.events(at, {}) if answer is Answer.YES else ()
        told = tuple(HealthEvent(e.condition, at, by, e.since, e.until, note=e.note) for e in events)
        return Settled(one.question.id, answer, said.get("means", ""), said.get("words", ""), told)
