"""The form in which a director loads the clinic's own questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.engine.policy import Instrument


class ItemsForm(forms.Form):
    """Whose questions they are, under which terms they are used, and one question on each line."""

    name = forms.CharField(label=_("Name of the questionnaire"), max_length=120)
    citation = forms.CharField(
        label=_("Whose it is, and by which permission it is used here"),
        max_length=400,
        help_text=_("For example the publication, and the licence or letter."),
    )
    items = forms.CharField(
        label=_("Questions, one on each line"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=_("Where an answer is chosen, write the choices behind the question, parted by |."),
    )

    def __init__(self, typed: Any = None, *, loaded: Instrument | None) -> None:
        initial = {"name": loaded.name, "citation": loaded.citation, "items": "\n".join(loaded.items)} if loaded else {}
        super().__init__(typed, initial=initial)

    def instrument(self) -> Instrument:
        """Return the questions, without empty lines."""
        said = self.cleaned_data
        items = tuple(line.strip() for line in said["items"].splitlines() if line.strip())
        return Instrument(said["name"], said["citation"], items)
