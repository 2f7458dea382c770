"""The addresses of the way into the portal."""

from __future__ import annotations

from django.urls import path

from nappage.web.portal.views import code, home, log_in, log_out, person

urlpatterns = [
    path("", home, name="my"),
    path("log-in/", log_in, name="my-log-in"),
    path("log-in/code/", code, name="my-code"),
    path("person/", person, name="my-person"),
    path("log-out/", log_out, name="my-log-out"),
]
