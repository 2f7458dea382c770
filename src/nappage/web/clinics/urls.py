"""The addresses of the public list of clinics, and of the page on which a director decides what it tells."""

from __future__ import annotations

from django.urls import path

from nappage.web.clinics.views import clinics, listing

urlpatterns = [
    path("clinics/", clinics, name="clinics"),
    path("policy/listing/", listing, name="policy-listing"),
]
