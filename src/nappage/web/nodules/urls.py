"""The address of the register of nodules."""

from __future__ import annotations

from django.urls import path

from nappage.web.nodules.views import nodules

urlpatterns = [path("nodules/", nodules, name="nodules")]
