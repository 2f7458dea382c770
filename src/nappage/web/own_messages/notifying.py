"""Notifications on one's own device: what the page says of them, and turning them on in this browser."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from nappage.actions.messages import turn_on_notifications
from nappage.assessment.channel import Channel
from nappage.assessment.reach import Reach
from nappage.sending.carriers import SINK, sink
from nappage.sending.push_address import PushAddress
from nappage.sending.push_key import public_push_key
from nappage.sending.push_sink import PushSink
from nappage.values.fault import Fault, Faulty
from nappage.web.screen import Asked

# By it this browser is known again, on these pages only: what was turned on here, and what to end at the log-out.
COOKIE = "notified"
_SECONDS = 365 * 24 * 60 * 60


def notifications(asked: Asked, reach: Reach) -> dict[str, Any] | None:
    """Return what the page says of notifications; None where this installation sends none and nobody agreed to any."""
    given = bool(reach.agreed.get(Channel.PUSH))
    if not settings.NAPPAGE_PUSH and not given:
        return None
    on = reach.subscription
    return {
        "given": given,
        "since": on.at if on else None,
        "is_here": on is not None and on.device == browser_of(asked.request),
        "is_offered": bool(settings.NAPPAGE_PUSH),
        "stands_in": settings.NAPPAGE_PUSH == SINK,
        "key": public_push_key(settings.NAPPAGE_MASTER_KEY),
    }


def turn_on(asked: Asked, response: HttpResponse) -> HttpResponse:
    """Return the response that this browser keeps what was turned on in it by; Faulty where nothing could be."""
    address = _address(asked.request)
    if address is None or not settings.NAPPAGE_PUSH:
        raise Faulty([_not_allowed()])
    subscription = turn_on_notifications(asked.actor, address)
    response.set_cookie(
        COOKIE, subscription.device, max_age=_SECONDS, path=reverse("my"), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def browser_of(request: HttpRequest) -> str:
    """Return by what this browser is known, "" where nothing was turned on in it."""
    return request.COOKIES.get(COOKIE, "")


def _address(request: HttpRequest) -> PushAddress | None:
    """Return what the browser told; in the demo, which has no push service outside, a browser of the sink."""
    if settings.NAPPAGE_PUSH == SINK:
        return PushSink(sink(Channel.PUSH.value)).new_browser()
    try:
        return PushAddress.read(request.POST.get("address", ""))
    except ValueError:
        return None


def _not_allowed() -> Fault:
    remedy = _("Allow notifications for this page in the settings of your browser, then press the button again.")
    return Fault(_("Notifications"), _("permission of your browser to show them"), _("none"), remedy)
