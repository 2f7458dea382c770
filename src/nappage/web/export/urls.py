"""The address of a copy of the record."""

from __future__ import annotations

from django.urls import path

from nappage.web.export.views import export

urlpatterns = [path("<uuid:person>/export/", export, name="export")]
