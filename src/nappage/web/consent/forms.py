"""The forms of a consent: a question with its answer, the signature, the withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.records.name_folding import folded
from nappage.rendering.consent_signature import Drawing, Signed
from nappage.values.fault import Fault, Refused
from nappage.web.forms import Tiles, fault_error

DRAWN, TYPED = "drawn", "typed"
LONGEST_WORDS, LONGEST_NAME = 1000, 200


class QuestionForm(forms.Form):
    """What the patient asked, and what was answered."""

    question = forms.CharField(
        label=gettext_lazy("Question, as it was asked"), max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 2})
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer, as it was given"), max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 2})
    )


class SignatureForm(forms.Form):
    """The signature: drawn, or the full name typed; the name is typed under a drawn one too."""

    explained_by = forms.ChoiceField(label=gettext_lazy("Who explained it"))
    manner = forms.ChoiceField(
        label=gettext_lazy("The patient signs by"),
        widget=Tiles,
        choices=[(DRAWN, gettext_lazy("Drawing")), (TYPED, gettext_lazy("Typing the full name"))],
    )
    strokes = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("The patient's full name, typed by the patient"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    witness = forms.CharField(
        label=gettext_lazy("Witness, if there is one"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, patient: str, members: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._patient = patient
        explains: Any = self.fields["explained_by"]
        explains.choices = [("", _("Choose one")), *members]
        self.drawing: Drawing | None = None

    def clean_name(self) -> str:
        """Return the name as it was typed; it has to be the patient's, in any case and accents."""
        typed = str(self.cleaned_data["name"]).strip()
        if folded(typed) != folded(self._patient):
            expected = _("the patient's own name as it is registered here")
            raise fault_error(Fault(str(self["name"].label), expected, f"“{typed}”", _("The patient types it again.")))
        return typed

    def clean(self) -> None:
        """Judge the drawing where one was chosen: nothing drawn is no signature."""
        if self.cleaned_data.get("manner") != DRAWN:
            return
        strokes, thing = self.cleaned_data.get("strokes") or "", _("Drawn signature")
        if not strokes:
            remedy = _("Draw in the field, or choose to type the name.")
            self.add_error("manner", fault_error(Fault(thing, _("a drawn signature"), _("nothing drawn"), remedy)))
            return
        try:
            self.drawing = Drawing(strokes=strokes)
        except Refused as refused:
            self.add_error("manner", fault_error(refused.at(thing)))

    def signed(self, digest: str, at: datetime, zone: ZoneInfo) -> Signed:
        """Return the signature under the text with this hash."""
        said = self.cleaned_data
        return Signed(digest, said["name"], at, zone, drawing=self.drawing, witness=said["witness"].strip())


class AnswerForm(forms.Form):
    """The answer to a question that came from home."""

    answer = forms.CharField(
        label=gettext_lazy("Answer, as the patient reads it"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )


class TakeForm(forms.Form):
    """Taking a consent that was signed at home: the patient is there, and was asked what is unclear."""

    identity = forms.BooleanField(label=gettext_lazy("The patient is here and said name and date of birth"))
    asked = forms.BooleanField(label=gettext_lazy("The patient was asked what is unclear, and it was answered"))
    explained_by = forms.ChoiceField(label=gettext_lazy("Who asked and answered"))

    def __init__(self, members: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        explains: Any = self.fields["explained_by"]
        explains.choices = [("", _("Choose one")), *members]


class WithdrawalForm(forms.Form):
    """A withdrawal needs no words."""

    words = forms.CharField(
        label=gettext_lazy("In the patient's words, if they wish"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 2}),
    )
