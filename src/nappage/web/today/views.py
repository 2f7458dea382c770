"""The day's board by room and hour, with what each person still needs."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nappage.values.local_time import local_day
from nappage.web.screen import Asked, screen
from nappage.web.today.presenter import board_of


@screen("today.read")
def board(asked: Asked) -> HttpResponse:
    """Show the board of today, or of the day asked for; htmx asks for its part alone, again and again."""
    request = cast(Any, asked.request)
    day = _day(asked.request) or local_day(asked.at, request.in_force.policy.zone)
    shown = board_of(asked.member, request.in_force, day, asked.at)
    template = "today/board.html#board" if request.htmx else "today/board.html"
    return render(asked.request, template, {"board": shown, "reads_charts": asked.member.may("chart.read")})


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
