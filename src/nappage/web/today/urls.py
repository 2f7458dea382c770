"""The address of Today."""

from __future__ import annotations

from django.urls import path

from nappage.web.today.views import board, day_on_paper

urlpatterns = [path("", board, name="today"), path("day-paper/", day_on_paper, name="day-paper")]
