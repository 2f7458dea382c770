"""A calendar file: times under one title that tells nothing, as any calendar program reads them."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from icalendar import Calendar, Event

from nappage.records.models import Visit


def calendar_file(visits: Iterable[Visit], title: str) -> HttpResponse:
    """Return the visits as a calendar: nobody's name, nothing of what a visit is for, no clinic's name."""
    found = Calendar()
    found.add("prodid", "-//nappage//agenda//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for visit in visits:
        event = Event()
        event.add("uid", f"{visit.pk}@nappage")
        event.add("dtstamp", visit.booked_at)
        event.add("dtstart", visit.start)
        event.add("dtend", visit.end)
        event.add("summary", title)
        event.add("class", "PRIVATE")
        found.add_component(event)
    body = bytes(found.to_ical())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"X-Robots-Tag": "noindex"})
