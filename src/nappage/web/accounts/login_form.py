"""The log-in as this clinic asks for it."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class LogInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name and password; who forgot one asks the director, because accounts have no e-mail address."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs |= {"autofocus": True, "placeholder": ""}
        self.fields["password"].help_text = _("Forgotten? The director gives you a new one.")
        self.fields["password"].widget.attrs["placeholder"] = ""
