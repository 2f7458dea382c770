"""A page that everybody may open: no log-in, no cookie, nothing counted or kept. Its language stands in its address.

It says the same to everybody who asks for it in one language, so that it may be kept by a browser for some minutes.
What somebody sends to it is answered and forgotten, which is why such a form carries no token and needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from nappage.assessment.edition_in_use import edition_in_use
from nappage.records.models import Clinic
from nappage.rendering.public_guide import Guide
from nappage.web.arrived import arrived
from nappage.web.ways import READS, public

IN_ADDRESS = "lang"
KEPT_BY_BROWSERS = "public, max-age=300"
# Label in the catalogue, and the name of the address.
PAGES = (
    ("questions", "decision-aid"),
    ("compare", "decide-compare"),
    ("effects", "decide-effects"),
    ("me", "decide-me"),
    ("claims", "claims"),
    ("clinics", "clinics"),
    ("take", "decide-take"),
)


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks for a public page: nobody in particular."""

    request: HttpRequest
    language: str

    @property
    def at(self) -> datetime:
        return arrived(self.request).at

    def guide(self, group: str) -> Guide:
        """Return who tells in the visitor's language."""
        return Guide(edition_in_use(), self.language, group)

    def show(self, template: str, context: Mapping[str, Any], group: str, status: int = 200) -> HttpResponse:
        """Return a page with what stands around every public one."""
        around = _around(self) | {"words": self.guide(group).words}
        return render(self.request, template, {**around, **context}, status=status)


def public_page(*methods: str) -> Callable[[Callable[[Visitor], HttpResponse]], Callable[[HttpRequest], HttpResponse]]:
    """Mark a view that answers everybody, to these methods only."""

    def decorate(view: Callable[[Visitor], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            language = language_of(request)
            with override(language):
                response = view(Visitor(request, language))
            response.headers["Content-Language"] = language
            response.headers.setdefault("Cache-Control", KEPT_BY_BROWSERS if request.method in READS else "no-store")
            patch_vary_headers(response, ["Accept-Language"])
            return response

        allowed = require_http_methods([*methods])(gzip_page(answer))
        return csrf_exempt(public(allowed))

    return decorate


def language_of(request: HttpRequest) -> str:
    """Return the language of the address, else the first of the browser's that is spoken here."""
    asked = request.GET.get(IN_ADDRESS, "")
    return asked if asked in dict(settings.LANGUAGES) else get_language_from_request(request).partition("-")[0]


def _around(visitor: Visitor) -> dict[str, Any]:
    request, language = visitor.request, visitor.language
    clinics = list(Clinic.objects.all()[:2])
    only = clinics[0] if len(clinics) == 1 else None
    guide = visitor.guide("decide")
    return {
        "lang": f"{IN_ADDRESS}={language}",
        "guide": guide.words,
        "stops": [{"label": guide.own(label), "name": name} for label, name in PAGES],
        "alarm": guide.urgent_sentence("emergency"),
        "translated": language != "en",
        "member": None,
        "fictional": settings.NAPPAGE_DEMO,
        "clinic": {"name": only.name, "fictional": only.fictional} if only else None,
        "door": {"access": None, "languages": _languages(request, language), "words": guide.words_of("door")},
    }


def _languages(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    """Return the same page in each language; what was chosen on it (a filter) goes along."""
    chosen = {name: value for name, value in request.GET.items() if name != IN_ADDRESS}
    return [
        {
            "code": code,
            "name": name,
            "url": f"{request.path}?{urlencode({**chosen, IN_ADDRESS: code})}",
            "current": code == language,
        }
        for code, name in settings.LANGUAGES
    ]
