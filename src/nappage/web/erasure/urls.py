"""The addresses of an erasure and of its certificate."""

from __future__ import annotations

from django.urls import path

from nappage.web.erasure.views import certificate, erasure

urlpatterns = [
    path("patients/<uuid:person>/erasure/", erasure, name="erasure"),
    path("director/certificates/<uuid:person>/", certificate, name="erasure-certificate"),
]
