"""The addresses of the claim checker."""

from __future__ import annotations

from django.urls import path

from nappage.web.claim_checker.views import claims, claims_api

urlpatterns = [
    path("claims/", claims, name="claims"),
    path("api/claims/", claims_api, name="claims-api"),
]
