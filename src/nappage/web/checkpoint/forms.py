"""The forms of the checkpoint: how the response is judged, why a course rests, what lets it go on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.engine.pause import PauseReason
from nappage.engine.story import Verdict
from nappage.web.forms import Tiles

VERDICTS = (
    (Verdict.IMPROVED.value, _("Improved")),
    (Verdict.BETWEEN.value, _("In between")),
    (Verdict.NOT_IMPROVED.value, _("Not improved")),
)
REASONS = (
    (PauseReason.TRAVEL.value, _("Travel")),
    (PauseReason.REACTION.value, _("A reaction")),
    (PauseReason.LOT.value, _("A lot in question")),
    (PauseReason.ILLNESS.value, _("An illness")),
    (PauseReason.WISH.value, _("The patient's wish")),
)
COUNT = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class ResponseForm(forms.Form):
    """A judgement of the response since the last session, and how many masked raters shared it."""

    use_required_attribute = False

    verdict = forms.ChoiceField(label=_("Since the last judgement"), choices=VERDICTS, widget=Tiles)
    raters = forms.IntegerField(
        label=_("Masked raters"), help_text=_("How many rated the photographs without knowing which came first."),
        min_value=0, max_value=9, required=False, widget=COUNT,
    )  # fmt: skip
    agreeing = forms.IntegerField(
        label=_("Of them agree"), min_value=0, max_value=9, required=False, widget=forms.TextInput(COUNT.attrs)
    )

    def __init__(self, *args: Any, rated: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rated:
            # What raters said stands in the record: nobody types it again.
            for name in ("raters", "agreeing"):
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        """Return the judgement as the act takes it."""
        told = self.cleaned_data
        return {
            "verdict": Verdict(told["verdict"]),
            "raters": told.get("raters") or 0,
            "agreeing": told.get("agreeing") or 0,
        }


class PauseForm(forms.Form):
    """Why a course rests, in which words, and until about when."""

    use_required_attribute = False

    why = forms.ChoiceField(label=_("Why the course rests"), choices=REASONS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"), max_length=400, required=False, widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )
    until = forms.DateField(
        label=_("Until about"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A thought, not a date: somebody resumes the course, the day does not."),
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return the pause as the act takes it."""
        told = self.cleaned_data
        return {"why": PauseReason(told["why"]), "words": told["words"], "until": told["until"]}


class ResumeForm(forms.Form):
    """What was found that lets the course go on."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("What was found"), max_length=400, widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )
