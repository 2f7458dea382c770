"""The audit trail: who did what about whom and when, and whether its chain is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nappage.actions.looking import note_reading
from nappage.web.audit.forms import TrailForm
from nappage.web.audit.presenter import chain_of, trail_of
from nappage.web.screen import Asked, screen

UNPROCESSABLE = 422
LONGEST_NUMBER = 18


@screen("audit.read")
def trail(asked: Asked) -> HttpResponse:
    """Show a page of the trail; reading it leaves an event too."""
    sent = asked.request.GET
    form = TrailForm(sent, asked.member)
    said = form.cleaned_data if form.is_valid() else {}
    note_reading(asked.actor, "audit", sorted(name for name, value in said.items() if value))
    zone = asked.request.in_force.policy.zone
    found = trail_of(asked.member, said, zone, _before(asked.request)) if form.is_valid() else ([], None)
    rows, older = found
    context = {
        "form": form,
        "rows": rows,
        "older": older,
        "is_first": _before(asked.request) is None,
        "query": _query(asked.request),
        "chain": chain_of(asked.actor.clinic, from_beginning=sent.get("chain") == "all"),
        "reads_charts": asked.member.may("chart.read"),
    }
    return render(asked.request, "audit/trail.html", context, status=200 if form.is_valid() else UNPROCESSABLE)


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _query(request: HttpRequest) -> str:
    """Return the filters as they stand in the address, without the place in the list."""
    kept = request.GET.copy()
    for name in ("before", "chain"):
        kept.pop(name, None)
    return f"{kept.urlencode()}&" if kept else ""
