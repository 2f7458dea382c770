"""The address of intake at home."""

from __future__ import annotations

from django.urls import path

from nappage.web.own_intake.views import intake

urlpatterns = [path("intake/", intake, name="my-intake")]
