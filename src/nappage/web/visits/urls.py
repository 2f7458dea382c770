"""The addresses of a patient's visits."""

from __future__ import annotations

from django.urls import path

from nappage.web.visits.views import book_visit, mark_visit, move_visit, visits

urlpatterns = [
    path("<uuid:person>/visits/", visits, name="visits"),
    path("<uuid:person>/visits/book/", book_visit, name="book-visit"),
    path("<uuid:person>/visits/<uuid:visit>/move/", move_visit, name="move-visit"),
    path("<uuid:person>/visits/<uuid:visit>/mark/", mark_visit, name="mark-visit"),
]
