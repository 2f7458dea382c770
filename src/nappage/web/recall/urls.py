"""The address of the recall list."""

from __future__ import annotations

from django.urls import path

from nappage.web.recall.views import recall

urlpatterns = [path("recall/", recall, name="recall")]
