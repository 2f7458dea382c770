"""The Django application of the screens; each screen's own templates stand in its folder."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register

from nappage.web.checks import check_cache


class WebConfig(AppConfig):
    """Screens of the clinic."""

    name = "nappage.web"
    label = "web"

    def ready(self) -> None:
        """Register the checks of the installation."""
        register(check_cache)
