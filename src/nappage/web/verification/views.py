"""Verifying a passport: without an account, for whoever was handed one. Nothing that is sent is kept."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nappage.values.fault import Fault
from nappage.web.forms import fault_error
from nappage.web.verification.forms import PassportForm
from nappage.web.verification.presenter import shown
from nappage.web.ways import public

UNREAD = 422


@public
def verification(request: HttpRequest) -> HttpResponse:
    """Show the form, or the verdict on what was sent."""
    if request.method != "POST":
        return render(request, "verification/verification.html", {"form": PassportForm()})
    form = PassportForm(request.POST, request.FILES)
    if ratelimit.consume(request, app="allauth.account", action="verify") is None:
        fault = Fault(_("This page"), _("fewer tries in ten minutes"), _("more than that"), _("Wait ten minutes."))
        form.add_error(None, fault_error(fault))
    if not form.is_valid():
        return render(request, "verification/verification.html", {"form": form}, status=UNREAD)
    context: dict[str, Any] = shown(form.given())
    answer = render(request, "verification/verification.html", {"form": PassportForm(), **context})
    answer["Cache-Control"] = "no-store, private"
    return answer
