"""The patient door as an app: its manifest, its worker, and the page kept on the device, which tells of nobody."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nappage.assessment.edition_in_use import edition_in_use
from nappage.rendering.decision_aid import kept_without_network
from nappage.rendering.public_guide import Guide
from nappage.rendering.wording import LANGUAGES
from nappage.web.door.presenter import countries
from nappage.web.ways import public

# What the page needs to stand by itself.
FILES = (
    "vendor/nappage.css",
    "vendor/fonts/atkinson-hyperlegible-latin-400-normal.woff2",
    "vendor/fonts/atkinson-hyperlegible-latin-700-normal.woff2",
    "nappage/mark.svg",
)
# Any instant: how long something is often seen does not depend on the day.
_ANY = datetime(2026, 1, 1, tzinfo=UTC)


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show whom to call and what to do after a session, in every language, for when there is no network."""
    return HttpResponse(_page())


def _page() -> str:
    edition = edition_in_use()
    told = [kept_without_network(Guide(edition, language, "offline"), _ANY) for language in LANGUAGES]
    return render_to_string("offline/offline.html", {"told": told, "countries": countries(edition, "en")})


@public
@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """Return the script that keeps that page, and nothing else, on the device. It changes whenever the page does."""
    version = hashlib.sha256(_page().encode()).hexdigest()[:16]
    files = json.dumps([static(name) for name in FILES])
    context = {"name": "door", "version": version, "page": reverse("offline"), "files": files, "offline": True}
    return render(request, "emergency/worker.js", context, content_type="text/javascript")


@public
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Return what the app is called on a home screen: a name that tells nothing."""
    icon = {"src": static("nappage/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    told = {
        "name": "Nappage",
        "short_name": "Nappage",
        "start_url": reverse("my-course"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f5f2",
        "theme_color": "#0f5f63",
        "icons": [icon],
    }
    return JsonResponse(told, content_type="application/manifest+json")
