"""The form of a reason: a code from the rule's own list, and the words beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.acting import NotNow
from nappage.engine.edition import Edition
from nappage.engine.override import Override, ReasonCode
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault
from nappage.web.forms import fault_error, offer


class ReasonForm(forms.Form):
    """Why to go on against one rule. What does not suffice is told by the engine, and the words are still there."""

    use_required_attribute = False

    code = forms.ChoiceField(label=gettext_lazy("Reason"))
    words = forms.CharField(
        label=gettext_lazy("In your words"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, rule: str, speak: Speaker, typed: Any = None) -> None:
        # Several warnings on one page each have their own form: the rule keeps their inputs apart.
        super().__init__(typed, prefix=rule)
        self._rule, self._speak = rule, speak
        chosen = [(code.id, speak.term(code.id)) for code in codes_of(speak.edition, rule)]
        offer(self, "code", [("", "–"), *chosen])
        least = speak.edition.get(Override, rule)
        if least is not None:
            hint = _("At least {count} characters; kept with your name and counted.")
            self.fields["words"].help_text = hint.format(count=least.least_characters)

    def refuse(self, refused: NotNow) -> None:
        """Add what the engine said against the reason, in its own sentence."""
        for because in refused.because:
            remedy = self._speak(because.remedy)
            field = "code" if because.fact.code == "override.code-unknown" else "words"
            found = self._speak(because.fact).rstrip(".")
            fault = Fault(str(self.fields[field].label), "", found, remedy)
            self.add_error(field, fault_error(fault))
        for fault in refused.faults:
            self.add_error(None, fault_error(fault))


def codes_of(edition: Edition, rule: str) -> tuple[ReasonCode, ...]:
    """Return the reasons that may be chosen for a rule."""
    return tuple(code for code in edition.all(ReasonCode).values() if rule in code.rules)
