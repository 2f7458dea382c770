"""The forms of the kept account library, in this clinic's words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class LogInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name and password; who forgot one asks the director, because accounts have no e-mail address."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs |= {"autofocus": True, "placeholder": ""}
        self.fields["password"].help_text = _("Forgotten? The director gives you a new one.")
        self.fields["password"].widget.attrs["placeholder"] = ""


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A new passkey, which by itself opens the account unless somebody wants it as a second factor only."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name")
        self.fields["passwordless"].label = _("Log in with it alone")
        self.fields["passwordless"].help_text = _("Without it, the passkey is asked for after the password.")
        self.fields["passwordless"].initial = True
