"""The field that asks for PIN or password before something is signed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

FIELD = "secret_of_member"


class ConfirmationForm(forms.Form):
    """Asks for the PIN or the password of who is there."""

    secret_of_member = forms.CharField(
        label=_("Your PIN or password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "off", "data-secret": ""}),
    )
