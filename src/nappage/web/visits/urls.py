"""The addresses of a patient's visits."""

from __future__ import annotations

from django.urls import path

from nappage.web.visits.course import course_dates
from nappage.web.visits.views import book_visit, late_visit, mark_visit, move_visit, visits, wait_for_visit

urlpatterns = [
    path("<uuid:person>/visits/", visits, name="visits"),
    path("<uuid:person>/visits/book/", book_visit, name="book-visit"),
    path("<uuid:person>/visits/wait/", wait_for_visit, name="wait"),
    path("<uuid:person>/visits/course/", course_dates, name="course-dates"),
    path("<uuid:person>/visits/<uuid:visit>/late/", late_visit, name="late-visit"),
    path("<uuid:person>/visits/<uuid:visit>/move/", move_visit, name="move-visit"),
    path("<uuid:person>/visits/<uuid:visit>/mark/", mark_visit, name="mark-visit"),
]
