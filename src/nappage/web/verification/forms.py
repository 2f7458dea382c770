"""What is given to be verified: a file, or the text of it or of its codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.photography.clean import LARGEST_FILE
from nappage.values.fault import Fault
from nappage.web.forms import fault_error


class PassportForm(forms.Form):
    """A passport as it was handed over."""

    file = forms.FileField(
        label=_("The file or the paper"),
        required=False,
        help_text=_("The passport as it was sent: its paper in PDF, or its file."),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Scan each code on the paper and put the text of all of them here, in any order."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a form with nothing in it, and a file that is longer than any passport."""
        given = super().clean() or {}
        file = given.get("file")
        if file and file.size > LARGEST_FILE:
            fault = Fault(
                str(_("The file")),
                str(_("a passport")),
                str(_("a file that is far too long")),
                str(_("Choose another.")),
            )
            self.add_error("file", fault_error(fault))
        elif not file and not given.get("text", "").strip() and not self.errors:
            fault = Fault(
                str(_("A passport")),
                str(_("a file or a text")),
                str(_("nothing")),
                str(_("Choose the file, or paste the text.")),
            )
            self.add_error("file", fault_error(fault))
        return given

    def given(self) -> bytes:
        """Return what was given: the file, if there is one."""
        file = self.cleaned_data.get("file")
        content: bytes = file.read() if file else self.cleaned_data["text"].encode("utf-8")
        return content
