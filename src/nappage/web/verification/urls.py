"""The address of the verification."""

from __future__ import annotations

from django.urls import path

from nappage.web.verification.views import verification

urlpatterns = [path("verify/", verification, name="verify")]
