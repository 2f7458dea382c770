"""The addresses of measures."""

from __future__ import annotations

from django.urls import path

from nappage.web.measures.views import measures, paper, scales, tape

urlpatterns = [
    path("<uuid:person>/measures/", measures, name="measures"),
    path("<uuid:person>/measures/tape/", tape, name="measures-tape"),
    path("<uuid:person>/measures/scales/", scales, name="measures-scales"),
    path("<uuid:person>/measures/paper/", paper, name="measures-paper"),
]
