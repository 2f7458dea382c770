"""The forms of the way into the portal: an address, and the code that was sent to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """To which address the code goes."""

    address = forms.CharField(
        label=_("Your e-mail or mobile number"),
        help_text=_("The one that you gave to your clinic. Begin a number with its country, such as +34."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("6 digits. It is good for 10 minutes, once."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ConfirmForm(CodeForm):
    """The code beside a form that waits: its field has a name of its own."""

    prefix = "confirm"
