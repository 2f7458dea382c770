"""What a director states before an erasure: whether now, on which grounds something is kept, and until when."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from nappage.values.fault import Faulty
from nappage.web.forms import fault_error

NOW, LATER = "now", "later"


class GroundsForm(forms.Form):
    """Whether to erase now, why something is kept, and until which day."""

    when = forms.ChoiceField(
        label=gettext_lazy("What is done"),
        choices=(
            (NOW, gettext_lazy("Erase now; only what a recall needs is kept, under a pseudonym")),
            (LATER, gettext_lazy("Not yet: the record has to be kept until the day below")),
        ),
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(
        label=gettext_lazy("Legal basis of what is kept"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The law or duty, with its article. Name nobody: these words stay."),
    )
    until = forms.DateField(
        label=gettext_lazy("Kept until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day on which the duty to keep it ends."),
    )

    def refuse(self, faulty: Faulty) -> None:
        """Show each fault at its field."""
        for fault in faulty.faults:
            self.add_error("until" if fault.thing == "kept until" else "basis", fault_error(fault))
