"""What is shown when something is refused: each page says what was expected and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nappage.actions.acting import Conflict, Denied, Unconfirmed
from nappage.web.binding import Misbound
from nappage.web.confirming import ask
from nappage.web.misbound import misbound
from nappage.web.portal.confirming import ask as ask_for_a_code

PATIENT_DOOR = ("/my/", "/decide/", "/claims/", "/clinics/", "/verify/", "/emergency-numbers/")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a member who may not."""
    page = "door/403.html" if _at_the_patient_door(request) else "403.html"
    return render(request, page, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what is not there, or not in this clinic: that of the clinic door for its members alone."""
    at_the_clinic = _at_the_clinic_door(request) and not _at_the_patient_door(request)
    return render(request, "404.html" if at_the_clinic else "door/404.html", status=404)


def _misbound_at_home(request: HttpRequest) -> HttpResponse:
    """Return the page for what was sent after another person was chosen, or another sitting begun."""
    return render(request, "door/409.html", {"misbound": True}, status=409)


def _at_the_patient_door(request: HttpRequest) -> bool:
    """Return whether somebody of the portal asks, or nobody in particular for a page that is none of the clinic's."""
    stay = getattr(request, "stay", None)
    return (stay is not None and stay.opened) or request.path.startswith(PATIENT_DOOR)


def _at_the_clinic_door(request: HttpRequest) -> bool:
    """Return whether a member asks, or a device of the clinic that is locked."""
    sitting = getattr(request, "sitting", None)
    return sitting is not None and sitting.lasts


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token has run out; the browser keeps what was typed."""
    page = "door/403.html" if _at_the_patient_door(request) else "403.html"
    return render(request, page, {"expired": True}, status=403)


class RefusalMiddleware:
    """Turns refusals into pages: Denied into 403, Conflict and Misbound into 409, Unconfirmed into a question."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a refusal, None for anything else."""
        if isinstance(exception, Denied):
            return forbidden(request, exception)
        if isinstance(exception, Conflict):
            page = "door/409.html" if _at_the_patient_door(request) else "409.html"
            return render(request, page, {"conflict": exception}, status=409)
        if isinstance(exception, Misbound):
            return _misbound_at_home(request) if _at_the_patient_door(request) else misbound(request, exception)
        if isinstance(exception, Unconfirmed):
            return cast(HttpResponse, ask_for_a_code(request) if _at_the_patient_door(request) else ask(request))
        return None
