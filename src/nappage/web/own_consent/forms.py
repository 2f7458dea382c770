"""The forms of the consent at home: a question, the signature, the withdrawal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.rendering.consent_signature import Signed
from nappage.web.consent.forms import DRAWN, LONGEST_NAME, LONGEST_WORDS, TYPED, SignatureForm
from nappage.web.forms import Tiles


class HomeQuestionForm(forms.Form):
    """What somebody asks before they sign."""

    question = forms.CharField(
        label=_("Your question"), max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )


class HomeSignatureForm(SignatureForm):
    """The signature of the person alone: nobody of the clinic and no witness is beside them."""

    manner = forms.ChoiceField(
        label=_("How do you sign?"),
        widget=Tiles,
        choices=[(TYPED, _("By typing my name")), (DRAWN, _("By drawing, and typing my name"))],
    )
    name = forms.CharField(
        label=_("Your full name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )

    def __init__(self, patient: str, *args: Any, **options: Any) -> None:
        super().__init__(patient, (), *args, **options)
        del self.fields["explained_by"], self.fields["witness"]

    def signed(self, digest: str, at: datetime, zone: ZoneInfo) -> Signed:
        """Return the signature under the text with this hash, given at home."""
        return Signed(digest, self.cleaned_data["name"], at, zone, drawing=self.drawing, at_home=True)


class HomeWithdrawalForm(forms.Form):
    """A withdrawal needs no words."""

    words = forms.CharField(
        label=_("In your words, if you wish"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )  # fmt: skip
