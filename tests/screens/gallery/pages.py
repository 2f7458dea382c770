"""The pages of the gallery as HTML."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.template import Context, Engine
from django.template.backends.django import get_installed_libraries
from django.test.utils import override_settings
from django.utils import timezone

from screens.gallery import contents

OWN_TEMPLATES = Path(__file__).parent / "templates"
WEB = Path(__file__).parents[3] / "src/nappage/web"
PATIENT_PAGES = ("session", "intake", "mending")
CLINIC_PAGES = ("board", "parts", "nothing")
BARE_PAGES = ("pin", "403", "404", "409", "500")
PAPER_PAGES = ("paper",)
ALL_PAGES = PATIENT_PAGES + CLINIC_PAGES + BARE_PAGES + PAPER_PAGES


def render(name: str, **more: Any) -> str:
    """Return one page of the gallery."""
    engine = Engine(dirs=[str(OWN_TEMPLATES), str(WEB / "templates")], libraries=get_installed_libraries(), debug=True)
    engine.string_if_invalid = ""
    request = SimpleNamespace(COOKIES={}, get_full_path=lambda: f"/{name}.html")
    template = engine.get_template(f"{name}.html" if name.isdigit() else f"gallery/{name}.html")
    with override_settings(ROOT_URLCONF="screens.gallery.urls", FORM_RENDERER="nappage.web.forms.ClinicRenderer"):
        context = {"request": request, "csrf_token": "t" * 64, "member_names": {}, **_context(name), **more}
        with timezone.override(contents.ZONE):
            return template.render(Context(context))


def _context(name: str) -> dict[str, Any]:
    if name == "500":
        return {}
    context = {**contents.everywhere(), **contents.of_parts()}
    if name in PATIENT_PAGES or name == "paper":
        context |= contents.of_patient()
    return context
