"""The addresses of the agenda."""

from __future__ import annotations

from django.urls import path

from nappage.web.agenda.feed import calendar, calendar_feed, revoke_calendar_feed
from nappage.web.agenda.together import timetable_together
from nappage.web.agenda.views import agenda, declare_day_open, end_waiting, waiting_list

urlpatterns = [
    path("agenda/", agenda, name="agenda"),
    path("agenda/open/", declare_day_open, name="declare-open"),
    path("agenda/waiting/", waiting_list, name="waiting-list"),
    path("agenda/waiting/<uuid:wish>/end/", end_waiting, name="end-waiting"),
    path("agenda/together/", timetable_together, name="timetable"),
    path("agenda/feed/", calendar_feed, name="calendar-feed"),
    path("agenda/feed/<uuid:feed>/revoke/", revoke_calendar_feed, name="revoke-calendar-feed"),
    path("calendar/<str:secret>.ics", calendar, name="calendar"),
]
