"""Who is let in: no page of the clinic opens on a locked or stale tablet, without a clinic, or without a second factor.

Views marked `always_open` answer whatever the state: the lock itself, logging out, and emergency. A page that asks
again and again by itself says so in a header, and is no sign that somebody is there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nappage.records.models import Member
from nappage.web.accounts.second_factor import has_second_factor, needs_second_factor
from nappage.web.arrived import arrived
from nappage.web.emergency.presenter import COOKIE
from nappage.web.lock.presenter import lock_screen
from nappage.web.portal.confirming import ask as ask_for_a_code
from nappage.web.refusals import not_found
from nappage.web.ways import LOCKED, READS, behind, is_part, log_in_again, place, sent

BACKGROUND = "X-Background"
A_YEAR = 365 * 24 * 60 * 60


class EntranceMiddleware:
    """Turns away before the view is asked, and notes that somebody is there."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer; no browser keeps a page of the clinic, to be turned back to behind a lock."""
        response = self._respond(request)
        member = arrived(request).member
        if member is not None and request.COOKIES.get(COOKIE) != str(member.clinic_id):
            _remember_clinic(response, member)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Return the page instead of the one asked for, or None to let in."""
        if not request.user.is_authenticated or getattr(view, "always_open", False):
            return None
        if arrived(request).stay.opened:
            return _at_the_patient_door(request, getattr(view, "own", False))
        away = _turned_away(request, view.__module__.startswith("allauth."))
        if away is None and request.headers.get(BACKGROUND) is None:
            arrived(request).sitting.stay()
        return away


def _remember_clinic(response: HttpResponse, member: Member) -> None:
    """Let the device know where it is, so that its page of emergencies has the right number without a log-in."""
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(COOKIE, str(member.clinic_id), max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)


def _turned_away(request: HttpRequest, account_page: bool) -> HttpResponseBase | None:
    sitting = arrived(request).sitting
    member = arrived(request).member
    if not sitting.lasts or (sitting.locked and sitting.member_id is None):
        return log_in_again(request)
    if sitting.locked:
        return _ask_to_unlock(request)
    if member is None:
        return sent(request, behind("choose-clinic", place(request)))
    return _of_somebody_else(request, member) if account_page else _lacks_second_factor(request, member)


def _at_the_patient_door(request: HttpRequest, own: bool) -> HttpResponseBase | None:
    """Return the page for somebody of the portal: the clinic door's addresses are not there for them."""
    stay = arrived(request).stay
    if not own:
        return not_found(request)
    if not stay.lasts:
        typed = request.method not in READS and not is_part(request)
        keeps = typed and stay.dozes and stay.access_id is not None
        return ask_for_a_code(request) if keeps else log_in_again(request, door="my-log-in")
    if arrived(request).access is None:
        return sent(request, reverse("my-person"))
    stay.remain()
    return None


def _ask_to_unlock(request: HttpRequest) -> HttpResponseBase:
    """Return the lock: a page asked for waits behind it, what was sent is refused and stays with the sender."""
    if request.method in READS or is_part(request):
        return sent(request, behind("lock", place(request)))
    return lock_screen(request, place(request), status=LOCKED)


def _lacks_second_factor(request: HttpRequest, member: Member) -> HttpResponseBase | None:
    if not needs_second_factor(member) or has_second_factor(member):
        return None
    if member.user_id != request.user.pk:
        return log_in_again(request)
    messages.warning(request, _("Your duties need a second factor. Set up an authenticator app or a passkey to go on."))
    return sent(request, reverse("mfa_index"))


def _of_somebody_else(request: HttpRequest, member: Member) -> HttpResponseBase | None:
    """Return a refusal where the sitting was opened by somebody else: its account pages are theirs."""
    return None if member.user_id == request.user.pk else render(request, "accounts/not_yours.html", status=403)
