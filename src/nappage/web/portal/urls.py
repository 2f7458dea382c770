"""The addresses of the way into the portal."""

from __future__ import annotations

from django.urls import path

from nappage.web.portal.confirming import confirm
from nappage.web.portal.passkey import passkey
from nappage.web.portal.settings import end_help, settings
from nappage.web.portal.views import code, home, log_in, log_out, person

urlpatterns = [
    path("", home, name="my"),
    path("log-in/", log_in, name="my-log-in"),
    path("log-in/code/", code, name="my-code"),
    path("confirm/", confirm, name="my-confirm"),
    path("person/", person, name="my-person"),
    path("settings/", settings, name="my-settings"),
    path("settings/passkey/", passkey, name="my-passkey"),
    path("settings/helpers/<uuid:access>/", end_help, name="my-helper"),
    path("log-out/", log_out, name="my-log-out"),
]
