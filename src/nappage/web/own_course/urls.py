"""The addresses of one's own course."""

from __future__ import annotations

from django.urls import path

from nappage.web.own_course.views import own_calendar, own_course

urlpatterns = [
    path("course/", own_course, name="my-course"),
    path("course/appointments.ics", own_calendar, name="my-calendar"),
]
