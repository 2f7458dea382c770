"""The worklist of the clinic: reports that wait first, then the calls and checks that are due or late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.looking import note_reading
from nappage.assessment.carried import Wanted
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.followed import StaffIncident
from nappage.assessment.line import open_lines, person_key
from nappage.assessment.worklist import Waiting, worklist
from nappage.records.models import Entry, Identity
from nappage.rendering.aftercare import asked_about
from nappage.rendering.naming import capital
from nappage.rendering.wording import Speaker
from nappage.values.local_time import at_local, local_day
from nappage.web.after.presenter import check_names, members_of
from nappage.web.messages.presenter import kind_words, state_words
from nappage.web.screen import Asked, screen
from nappage.web.urgency import KINDS

PAGE = 50
AHEAD = timedelta(days=1)
WANTED = {
    Wanted.COPY: gettext_lazy("Asks for a copy of the record"),
    Wanted.ERASURE: gettext_lazy("Asks to be erased"),
}


@screen("chart.read")
def follow_up(asked: Asked) -> HttpResponse:
    """Show what waits by the end of tomorrow, of everybody or of whoever is here."""
    note_reading(asked.actor, "follow-up", ())
    in_force = asked.request.in_force
    zone = in_force.policy.zone
    until = at_local(local_day(asked.at, zone) + AHEAD + timedelta(days=1), time(0), zone)
    found = worklist(asked.actor.clinic, in_force, asked.at, until)
    is_mine = asked.request.GET.get("owner") == "me"
    if is_mine:
        found = tuple(one for one in found if one.owner == asked.actor.slug)
    shown = Paginator(found, PAGE).get_page(asked.request.GET.get("page"))
    context = {
        "rows": list(_rows(asked, shown.object_list)),
        "page": shown,
        "is_mine": is_mine,
        "late": sum(one.by < asked.at for one in found),
    }
    return render(asked.request, "worklist/follow_up.html", context)


def _rows(asked: Asked, waiting: Any) -> Iterator[dict[str, Any]]:
    in_force = asked.request.in_force
    names = dict(Identity.objects.filter(person__in={one.person for one in waiting}).values_list("person", "name"))
    phones = dict(Identity.objects.filter(person__in={one.person for one in waiting}).values_list("person", "phone"))
    members, speak = members_of(asked), Speaker(edition_in_use(), in_force.policy.zone)
    for one in waiting:
        row = {
            "person": one.person,
            "name": names.get(one.person, ""),
            "phone": phones.get(one.person, ""),
            "owner": members.get(one.owner, one.owner),
            "by_words": speak.until(one.by),
            "is_late": one.by < asked.at,
        }
        yield row | _task(one, speak, asked.at)


def _task(one: Waiting, speak: Speaker, at: datetime) -> dict[str, Any]:
    if one.message is not None:
        return {"message": one.message.pk, "words": kind_words(one.message), "about": state_words(one.message)}
    if one.question is not None:
        return {"question": one.question.words, "about": _("sent {when}").format(when=speak.moment(one.question.at))}
    if one.wanted is not None:
        return {"wanted": one.wanted.value, "words": WANTED[one.wanted]}
    return _report(one, speak) if one.report else _contact(one, speak, at)


def _report(one: Waiting, speak: Speaker) -> dict[str, Any]:
    assert one.report is not None, "only reports come here"
    found = one.report
    told = _("{who}, told {when}").format(who=capital(speak.value(found.whom)), when=speak.moment(found.report.at))
    words = capital(speak.text(found.symptom.words))
    return {"words": words, "about": told, "level": found.level, "kind": KINDS[found.level], "entry": one.entry}


def _contact(one: Waiting, speak: Speaker, at: datetime) -> dict[str, Any]:
    assert one.contact is not None, "only contacts come here"
    return {
        "words": check_names(one.contact),
        "about": ", ".join(asked_about(one.contact, speak.edition, speak)),
        "day": one.contact.day,
        "is_due": one.contact.is_due(at),
    }


@screen("chart.read")
def incidents(asked: Asked) -> HttpResponse:
    """Show what happened to the staff, the last first."""
    note_reading(asked.actor, "incidents", ())
    entries = list(Entry.objects.filter(clinic=asked.actor.clinic, kind="staff-incident").order_by("-at")[:PAGE])
    struck = set(
        Entry.objects.filter(clinic=asked.actor.clinic, strikes__isnull=False).values_list("strikes", flat=True)
    )
    names = members_of(asked)
    rows: list[dict[str, Any]] = []
    for entry in entries:
        value = _opened(entry, struck)
        if value is not None:
            rows.append({"at": entry.at, "person": entry.person_id, "value": value, "name": names.get(value.member)})
    return render(asked.request, "worklist/incidents.html", {"rows": rows})


def _opened(entry: Entry, struck: set[UUID | None]) -> StaffIncident | None:
    """Return the incident of an entry that stands and can still be opened."""
    if entry.id in struck:
        return None
    try:
        ((value,),) = (line.values for line in open_lines([entry], person_key(entry.person_id)))
    except LookupError:
        return None
    return cast(StaffIncident, value)
