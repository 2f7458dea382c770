"""The pages of the patient door that are open to everybody: the emergency numbers, and the language."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from nappage.web.door.presenter import numbers_page
from nappage.web.ways import public, waiting

A_YEAR = 365 * 24 * 60 * 60


@public
@require_safe
def emergency_numbers(request: HttpRequest) -> HttpResponse:
    """Show whom to call: where the reader is, at the clinic, and in every country that is known."""
    return render(request, "door/emergency_numbers.html", numbers_page(request))


@public
@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember on this device in which language somebody reads, and go back to the page; nothing else is kept."""
    if code not in dict(settings.LANGUAGES):
        raise Http404("no such language")
    response = redirect(waiting(request))
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure
    )
    return response
