"""Django with as little as templates need; the product's own settings, where they are in use, are left as they are."""

from __future__ import annotations

from pathlib import Path

import django
from django.conf import settings

OWN_TEMPLATES = Path(__file__).parent / "templates"
WEB = Path(__file__).parents[3] / "src/nappage/web"


def configure() -> None:
    """Set Django up once."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles", "nappage.web"],
        STATIC_URL="/static/",
        USE_TZ=True,
        TIME_ZONE="UTC",
        LANGUAGE_CODE="en",
        SECRET_KEY="of-the-gallery-only",
        ROOT_URLCONF="screens.gallery.urls",
    )
    django.setup()
