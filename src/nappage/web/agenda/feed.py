"""The calendar feed: a member's visits as their own calendar program reads them, under titles that tell nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nappage.actions.calendar_feeds import digest_of, make_feed, revoke_feed
from nappage.assessment.diary import STANDING
from nappage.records.models import CalendarFeed, Visit
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.web.arrived import arrived
from nappage.web.calendar_file import calendar_file
from nappage.web.screen import Asked, screen
from nappage.web.ways import always_open

TITLE = "Appointment"
BACK, AHEAD = timedelta(days=31), timedelta(days=366)


@screen("agenda.read")
def calendar_feed(asked: Asked) -> HttpResponse:
    """Show the feeds of a member, and make one: its address is shown this once."""
    made = ""
    if asked.request.method == "POST":
        made = asked.request.build_absolute_uri(reverse("calendar", args=[make_feed(asked.actor)]))
    feeds = CalendarFeed.objects.filter(member=asked.member).order_by("-at")
    context = {"made": made, "feeds": feeds, "title_in_feed": TITLE}
    return render(asked.request, "agenda/feed.html", context)


@screen("agenda.read")
def revoke_calendar_feed(asked: Asked, feed: UUID) -> HttpResponse:
    """Revoke a feed of one's own: its address answers no more. Somebody else's is refused."""
    if not CalendarFeed.objects.filter(pk=feed, clinic=asked.actor.clinic).exists():
        raise Http404("no such feed in this clinic")
    if asked.request.method == "POST":
        revoke_feed(asked.actor, feed)
    return redirect("calendar-feed")


@login_not_required
@always_open
@never_cache
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the calendar of a feed; an address that was revoked is as if it had never been.

    A calendar program cannot log in: the secret in the address is what it shows. Nobody's name, nothing of what a visit
    is for, and no clinic's name leaves by it.
    """
    with seeing(connection, EVERY_CLINIC):
        feed = CalendarFeed.objects.filter(digest=digest_of(secret), revoked_at=None, member__active=True).first()
        if feed is None:
            raise Http404("no such calendar")
        at = arrived(request).at
        own = Visit.objects.filter(clinic=feed.clinic_id, member=feed.member_id, state__in=STANDING)
        visits = list(own.filter(start__gt=at - BACK, start__lt=at + AHEAD).order_by("start"))
    return calendar_file(visits, TITLE)
