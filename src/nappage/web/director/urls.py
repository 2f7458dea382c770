"""The addresses of the director's view."""

from __future__ import annotations

from django.urls import path

from nappage.web.director.views import director, edition

urlpatterns = [
    path("", director, name="director"),
    path("edition/", edition, name="edition"),
]
