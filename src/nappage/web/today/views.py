"""The day's board by room and hour, with what each person still needs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nappage.web.screen import Asked, screen


@screen("today.read")
def board(asked: Asked) -> HttpResponse:
    """Show the board."""
    return render(asked.request, "today/board.html")
