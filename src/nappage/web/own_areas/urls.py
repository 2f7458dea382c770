"""The address of the places picked at home."""

from __future__ import annotations

from django.urls import path

from nappage.web.own_areas.views import areas

urlpatterns = [path("areas/", areas, name="my-areas")]
