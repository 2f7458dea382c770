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


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a member who may not."""
    return render(request, "403.html", {"permission": getattr(exception, "permission", "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what is not there, or not in this clinic."""
    return render(request, "404.html", status=404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token has run out; the browser keeps what was typed."""
    return render(request, "403.html", {"expired": True}, status=403)


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
            return render(request, "409.html", {"conflict": exception}, status=409)
        if isinstance(exception, Misbound):
            return misbound(request, exception)
        if isinstance(exception, Unconfirmed):
            return cast(HttpResponse, ask(request))
        return None
