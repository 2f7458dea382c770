"""My course: what comes next, in the time of where the person is, and the visits as a calendar file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nappage.web.calendar_file import calendar_file
from nappage.web.own_course.presenter import own_course_page, visits_of
from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked


@own_screen("own.read")
def own_course(asked: Asked) -> HttpResponse:
    """Show what comes next, what to do and to leave, and what it costs."""
    return render(asked.request, "own_course/own_course.html", own_course_page(asked))


@own_screen("own.read")
def own_calendar(asked: Asked) -> HttpResponse:
    """Return the visits to come as a calendar file, under a title that tells nothing on a lock screen."""
    response = calendar_file(visits_of(asked), _("Appointment"))
    response["Content-Disposition"] = 'attachment; filename="appointments.ics"'
    return response
