"""The addresses of the lots."""

from __future__ import annotations

from django.urls import path

from nappage.web.lots.views import lot, lots, trace

urlpatterns = [
    path("", lots, name="lots"),
    path("<uuid:lot>/", lot, name="lot"),
    path("<uuid:lot>/trace/", trace, name="lot-trace"),
]
