"""My course: what comes next, in the time of where the person is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked


@own_screen("own.read")
def own_course(asked: Asked) -> HttpResponse:
    """Show what comes next."""
    return render(asked.request, "own_course/own_course.html", {"zone_name": asked.zone.key})
