"""What every page of the patient door shows around its own: about whom it is, where one can go, in which language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nappage.records.models import PortalAccess
from nappage.web.arrived import arrived
from nappage.web.ways import READS

# Label, address and permission of what somebody comes to the portal for, in the order of a course.
NAVIGATION = (
    (_("My course"), "my-course", "own.read"),
    (_("How are you?"), "my-check-ins", "own.report"),
    (_("Questions"), "my-intake", "own.answer"),
    (_("Consent"), "my-consent", "own.read"),
    (_("My record"), "my-record", "own.read"),
    (_("Passport"), "my-passport", "own.export"),
    (_("Messages"), "my-messages", "own.keep"),
    (_("Settings"), "my-settings", "own.keep"),
)


def door_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of the patient door shows; it is made only where a page of that door asks for it."""
    return {"door": SimpleLazyObject(lambda: _door(request))}


def _door(request: HttpRequest) -> dict[str, Any]:
    access: PortalAccess | None = getattr(request, "access", None)
    stay = getattr(request, "stay", None)
    return {
        "access": access,
        "whose": getattr(request, "whose", ""),
        "several": stay is not None and stay.several,
        "navigation": list(_reachable(request, access)) if access else [],
        "languages": list(_languages(request)),
    }


def _reachable(request: HttpRequest, access: PortalAccess) -> Iterator[dict[str, Any]]:
    for label, name, permission in NAVIGATION:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if access.may(permission, arrived(request).at):
            yield {"label": label, "url": url, "current": request.path.startswith(url)}


def _languages(request: HttpRequest) -> Iterator[dict[str, Any]]:
    back = urlencode({"next": request.get_full_path() if request.method in READS else request.path})
    for code, name in settings.LANGUAGES:
        url = f"{reverse('language', args=[code])}?{back}"
        yield {"code": code, "name": name, "url": url, "current": code == get_language()}
