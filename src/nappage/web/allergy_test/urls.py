"""The addresses of the allergy test."""

from __future__ import annotations

from django.urls import path

from nappage.web.allergy_test.views import allergy_test, end_watch, give, read

urlpatterns = [
    path("<uuid:person>/allergy-test/", allergy_test, name="allergy-test"),
    path("<uuid:person>/allergy-test/give/", give, name="give-test"),
    path("<uuid:person>/allergy-test/<slug:test>/read/", read, name="read-test"),
    path("<uuid:person>/observations/<uuid:watch>/end/", end_watch, name="end-observation"),
]
