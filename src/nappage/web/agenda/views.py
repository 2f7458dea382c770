"""The agenda by day, week and month, the waiting list, and declaring a day open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nappage.actions.policies import declare_open
from nappage.actions.waiting import stop_waiting
from nappage.assessment.glimpse import glimpses
from nappage.assessment.waiting_list import names_of, waiting
from nappage.engine.booking import against_session
from nappage.records.models import Purpose, Waiting
from nappage.rendering.wording import Speaker
from nappage.values.fault import Faulty
from nappage.web.agenda.asking import BY, VIEWS, View, view_of
from nappage.web.agenda.presenter import Presenter
from nappage.web.screen import Asked, screen


@screen("agenda.read")
def agenda(asked: Asked) -> HttpResponse:
    """Show the agenda that the address asks for."""
    view = view_of(asked)
    policy = asked.request.in_force.policy
    presenter = Presenter(asked.actor.clinic, policy, view, asked.at, _against(asked, view))
    context = {
        "view": view,
        "title": presenter.title,
        "tabs": [{"label": label, "url": view.url(view=kind), "current": kind == view.kind} for kind, label in VIEWS],
        "by": BY,
        "resources": presenter.resources,
        "today_url": view.url(day=view.today.isoformat()),
        "may_open": asked.member.may("policy.sign"),
        "may_book": asked.member.may("visit.book"),
        "reads_charts": asked.member.may("chart.read"),
        "days": presenter.days(),
        **_shown(presenter, view.kind),
    }
    return render(asked.request, f"agenda/{view.kind}.html", context)


def _against(asked: Asked, view: View) -> Callable[[datetime], str]:
    """Return what tells why a session cannot be at a start, by the intervals of the person it is chosen for."""
    choosing = view.choosing
    if choosing is None or choosing.purpose != Purpose.SESSION:
        return lambda _start: ""
    in_force = asked.request.in_force
    look = glimpses(asked.actor.clinic, [choosing.person], in_force, asked.at)[choosing.person]
    speak = Speaker(look.edition, look.policy.zone)
    instead = choosing.moved.start if choosing.moved else None

    def against(start: datetime) -> str:
        found = against_session(look.edition, look.story, look.policy, start, asked.at, instead)
        return " ".join(speak(because.fact) for because in found)

    return against


def _shown(presenter: Presenter, kind: str) -> dict[str, Any]:
    if kind == "month":
        return {"weeks": presenter.weeks()}
    return presenter.shown_day() if kind == "day" else {"rows": presenter.rows()}


@screen("policy.sign")
def declare_day_open(asked: Asked) -> HttpResponse:
    """Declare one day open, as a new version of the policy."""
    typed = asked.request.POST.get("day", "")
    try:
        day = date.fromisoformat(typed)
        declare_open(asked.actor, day)
    except ValueError:
        return redirect("agenda")
    except Faulty as faulty:
        for fault in faulty.faults:
            messages.error(asked.request, str(fault))
    else:
        messages.success(asked.request, _("{day} is declared open.").format(day=date_format(day, "l j F Y")))
    return redirect(f"{reverse('agenda')}?view=day&day={typed}")


@screen("visit.book")
def waiting_list(asked: Asked) -> HttpResponse:
    """Show who waits for a time, the one who waits longest first."""
    wishes = waiting(asked.actor.clinic)
    names = names_of(wishes)
    rows = [
        {
            "wish": wish,
            "name": names.get(wish.person_id, ""),
            "url": f"{reverse('agenda')}?person={wish.person_id}&purpose={wish.purpose}&minutes={wish.minutes}"
            f"&day={wish.first.isoformat()}",
        }
        for wish in wishes
    ]
    return render(asked.request, "agenda/waiting.html", {"rows": rows})


@screen("visit.book")
def end_waiting(asked: Asked, wish: UUID) -> HttpResponse:
    """Take somebody off the waiting list."""
    if not Waiting.objects.filter(pk=wish, clinic=asked.actor.clinic).exists():
        raise Http404("no such wish in this clinic")
    if asked.request.method == "POST":
        stop_waiting(asked.actor, wish)
        messages.success(asked.request, _("Off the waiting list."))
    return redirect("waiting-list")
