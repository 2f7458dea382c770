"""The key of another clinic: its file, and the fingerprint as the clinic told it by another way."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from nappage.values.fault import Faulty
from nappage.web.forms import fault_error


class KeyForm(forms.Form):
    """A certificate, who it is of, and how it was compared."""

    name = forms.CharField(label=_("Clinic"), max_length=200)
    certificate = forms.FileField(label=_("Certificate"), help_text=_("The file from that clinic's page of keys."))
    fingerprint = forms.CharField(
        label=_("Fingerprint"),
        max_length=200,
        help_text=_("As the clinic told it by another way, not copied from the file: 64 letters and digits."),
    )
    words = forms.CharField(
        label=_("How it was compared"), max_length=400, help_text=_("By telephone with whom, or in person.")
    )

    def refuse(self, faulty: Faulty) -> None:
        """Show each fault at its field."""
        for fault in faulty.faults:
            self.add_error("certificate" if "ertificat" in fault.thing else "fingerprint", fault_error(fault))
