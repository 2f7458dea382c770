"""The Django application of the screens; each screen's own templates stand in its folder."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Screens of the clinic."""

    name = "nappage.web"
    label = "web"
