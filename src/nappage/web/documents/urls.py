"""The address of a document."""

from __future__ import annotations

from django.urls import path

from nappage.web.documents.views import document

urlpatterns = [path("<uuid:person>/documents/<uuid:document>/", document, name="document")]
