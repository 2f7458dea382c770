"""The day's board by room and hour, with what each person still needs."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nappage.actions.looking import note_look
from nappage.values.local_time import local_day
from nappage.web.printing import printed
from nappage.web.screen import Asked, screen
from nappage.web.today.day_paper import day_paper
from nappage.web.today.presenter import board_of


@screen("today.read")
def board(asked: Asked) -> HttpResponse:
    """Show the board of today, or of the day asked for; htmx asks for its part alone, again and again."""
    request = asked.request
    day = _day(asked.request) or local_day(asked.at, request.in_force.policy.zone)
    shown = board_of(asked.member, request.in_force, day, asked.at)
    template = "today/board.html#board" if request.htmx else "today/board.html"
    return render(asked.request, template, {"board": shown, "reads_charts": asked.member.may("chart.read")})


@screen("chart.read")
def day_on_paper(asked: Asked) -> HttpResponse:
    """Send a day as PDF, for when no screen can be asked; that each chart was printed is in the trail."""
    in_force = asked.request.in_force
    day = _day(asked.request) or local_day(asked.at, in_force.policy.zone)
    paper = day_paper(asked.member, in_force, day, asked.at)
    for person in paper.persons:
        note_look(asked.actor, person, "print day")
    shown = {"paper": paper, "policy": in_force.policy, "clinic": asked.member.clinic, "at": asked.at}
    title = _("The day on paper")
    pdf = printed("today/paper.html", shown, title, asked.member.clinic, f"{day}", asked.at)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="day-{day}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
