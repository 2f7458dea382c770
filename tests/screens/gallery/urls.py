"""The addresses that the base templates name, so that the gallery stands by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer nothing: the gallery renders, it does not serve."""
    return HttpResponse()


urlpatterns = [
    path(f"{name}/", nowhere, name=name)
    for name in ("today", "patients", "lots", "policy", "audit", "emergency", "lock", "log-out")
]
