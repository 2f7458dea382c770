"""A passkey of one's own: with it somebody logs in at the patient door without waiting for a code."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.web.accounts.library_forms import PasskeyForm
from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked

UNPROCESSABLE = 422


class OwnPasskeyForm(PasskeyForm):
    """A new passkey, which by itself opens the account: there is no password that it could stand beside."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget = forms.HiddenInput()


@own_screen("own.keep")
def passkey(asked: Asked) -> HttpResponse:
    """Add a passkey; whoever logged in longer than minutes ago proves again who they are."""
    asked.confirm()
    user = asked.request.user
    form = OwnPasskeyForm(asked.request.POST or None, user=user)
    if asked.request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        auth.WebAuthn.add(user, said["name"], said["credential"])
        messages.success(asked.request, _("Your passkey is kept. Next time you log in with it alone."))
        return redirect("my-settings")
    context = {
        "form": form,
        "person": asked.person,
        "js_data": {"creation_options": auth.begin_registration(user, True)},
        "has_one": Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.WEBAUTHN).exists(),
    }
    return render(asked.request, "portal/passkey.html", context, status=UNPROCESSABLE if form.is_bound else 200)
