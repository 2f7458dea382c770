"""The addresses of the worklist, and of what happened to the staff."""

from __future__ import annotations

from django.urls import path

from nappage.web.worklist.views import follow_up, incidents

urlpatterns = [
    path("follow-up/", follow_up, name="follow-up"),
    path("incidents/", incidents, name="incidents"),
]
