"""The address of the audit trail."""

from __future__ import annotations

from django.urls import path

from nappage.web.audit.views import trail

urlpatterns = [path("", trail, name="audit")]
