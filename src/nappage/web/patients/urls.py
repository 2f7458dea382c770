"""The addresses of the patients."""

from __future__ import annotations

from django.urls import path

from nappage.web.patients.views import chart, patients

urlpatterns = [
    path("", patients, name="patients"),
    path("<uuid:person>/", chart, name="chart"),
]
