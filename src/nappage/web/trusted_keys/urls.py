"""The addresses of keys."""

from __future__ import annotations

from django.urls import path

from nappage.web.trusted_keys.views import certificate, trust, trusted_keys, withdraw

urlpatterns = [
    path("", trusted_keys, name="trusted-keys"),
    path("certificate/", certificate, name="certificate"),
    path("trust/", trust, name="trust-key"),
    path("withdraw/", withdraw, name="withdraw-key"),
]
