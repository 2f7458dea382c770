"""The addresses of the way into the portal."""

from __future__ import annotations

from django.urls import path

from nappage.web.portal.views import log_in, log_out, person

urlpatterns = [
    path("log-in/", log_in, name="my-log-in"),
    path("person/", person, name="my-person"),
    path("log-out/", log_out, name="my-log-out"),
]
