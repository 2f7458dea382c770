"""The addresses of the director's view."""

from __future__ import annotations

from django.urls import path

from nappage.web.director.views import compare, count, director, edition

urlpatterns = [
    path("", director, name="director"),
    path("round/", count, name="director-round"),
    path("edition/", edition, name="edition"),
    path("edition/round/", compare, name="edition-round"),
]
