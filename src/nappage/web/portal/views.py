"""The way into the portal and out of it, and the choice about whom it is."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth import login, logout
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nappage.actions.login_codes import ask_for_code, try_code
from nappage.actions.portal_accesses import note_entry
from nappage.actions.push_subscriptions import forget_browser
from nappage.assessment.own_access import OwnAccess, accesses_of
from nappage.records.models import User
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.values.fault import Fault, Faulty
from nappage.web.arrived import arrived
from nappage.web.forms import fault_error
from nappage.web.own_messages.notifying import browser_of
from nappage.web.portal.forms import AddressForm, CodeForm
from nappage.web.stay import open_stay
from nappage.web.ways import READS, always_open, log_in_again, path_of, public

UNPROCESSABLE = 422
OWN_PAGES = "/my/"
_ASKED, _WAITS = "code asked for", "page that waits"


@public
@never_cache
@sensitive_post_parameters()
def log_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for the address, send a code there if it opens a record, and answer the same if it does not."""
    stay = arrived(request).stay
    if request.method in READS:
        if stay.lasts:
            return redirect("my-person")
        return render(request, "portal/log_in.html", {"form": AddressForm(), "next": request.GET.get("next", "")})
    form = AddressForm(request.POST)
    if form.is_valid() and may_try(request, "portal_ask", form):
        try:
            code = ask_for_code(form.cleaned_data["address"], stay.at)
        except Faulty as faulty:
            form.add_error("address", fault_error(faulty.faults[0]))
        else:
            waits = request.POST.get("next", "")
            request.session[_ASKED] = {"code": str(code), "to": form.cleaned_data["address"], "next": waits}
            return redirect("my-code")
    context = {"form": form, "next": request.POST.get("next", "")}
    return render(request, "portal/log_in.html", context, status=UNPROCESSABLE)


@public
@never_cache
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code, and log in with it."""
    stay = arrived(request).stay
    asked = request.session.get(_ASKED)
    if asked is None:
        return redirect("my-log-in")
    form = CodeForm(request.POST or None)
    if request.method not in READS and form.is_valid() and may_try(request, "portal_try", form):
        try:
            user = try_code(UUID(asked["code"]), form.cleaned_data["code"], stay.at)
        except Faulty as faulty:
            form.add_error("code", fault_error(faulty.faults[0]))
        else:
            return let_in(request, user, asked["next"])
    context = {"form": form, "to": asked["to"]}
    return render(request, "portal/code.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def let_in(request: HttpRequest, user: User, waits: str = "") -> HttpResponseBase:
    """Log somebody in who has just proved who they are; about whom it is they say next, if there are several."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    stay = arrived(request).stay
    request.session.pop(_ASKED, None)
    record_authentication(request, user, method="code")
    open_stay(stay, user.id)
    request.session[_WAITS] = waits
    return redirect("my-person")


def may_try(request: HttpRequest, action: str, form: forms.Form) -> bool:
    """Return whether one more try from this address of the network is within the limit; the form says so if not."""
    if ratelimit.consume(request, app="allauth.account", action=action) is not None:
        return True
    fault = Fault(_("This page"), _("fewer tries in a minute"), _("more than that"), _("Wait ten minutes."))
    form.add_error(None, fault_error(fault))
    return False


@always_open
@never_cache
def person(request: HttpRequest) -> HttpResponseBase:
    """Ask about whom it is, where an account has several accesses, and say so where it has none any more."""
    stay = arrived(request).stay
    if not stay.lasts:
        return log_in_again(request, door="my-log-in")
    with seeing(connection, EVERY_CLINIC):
        found = accesses_of(cast(UUID, request.user.pk), stay.at)
    chosen = next((each for each in found if str(each.access.id) == request.POST.get("access")), None)
    if chosen is None and len(found) == 1 and arrived(request).access is None:
        chosen = found[0]
    if chosen is not None:
        return enter(request, chosen)
    return render(request, "portal/person.html", {"found": found}, status=UNPROCESSABLE if request.POST else 200)


person.login_url = "my-log-in"  # type: ignore[attr-defined]


def enter(request: HttpRequest, chosen: OwnAccess) -> HttpResponseBase:
    """Let the stay be about a person from now on, leave that on the trail, and go to the page that waited."""
    stay = arrived(request).stay
    with seeing(connection, str(chosen.access.clinic_id)):
        note_entry(chosen.access, stay.at)
    stay.choose(chosen.access)
    waits = path_of(request, request.session.pop(_WAITS, "") or "/")
    return redirect(waits if waits.startswith(OWN_PAGES) else reverse("my-course"))


@public
def home(request: HttpRequest) -> HttpResponseBase:
    """Lead to one's own course, which asks to log in."""
    return redirect("my-course")


@public
@never_cache
@require_POST
def log_out(request: HttpRequest) -> HttpResponseBase:
    """Log out at the patient door. What was turned on in this browser is off then: it may be in other hands next."""
    if request.user.is_authenticated and (browser := browser_of(request)):
        forget_browser(request.user.pk, browser, arrived(request).at)
    logout(request)
    return redirect("my-log-in")
