"""The director's view and the page of an edition, and the rounds through the clinic's patients that both rest on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nappage.actions.looking import note_reading
from nappage.assessment.edition_before import edition_before
from nappage.web.audit.presenter import chain_of
from nappage.web.director.counts import counting
from nappage.web.director.edition_page import edition_page, touching
from nappage.web.director.presenter import director_page
from nappage.web.director.round import Round, go_on
from nappage.web.screen import Asked, screen


@screen("director.read")
def director(asked: Asked) -> HttpResponse:
    """Show what the director answers for; reading it leaves an event."""
    note_reading(asked.actor, "director", ())
    clinic, in_force = asked.actor.clinic, asked.request.in_force
    shown = director_page(clinic, in_force, asked.at, asked.request.GET.get("page", ""))
    return render(asked.request, "director/director.html", shown | {"chain": chain_of(clinic)})


@screen("director.read")
def edition(asked: Asked) -> HttpResponse:
    """Show what the edition in use changes against the one before, and for whom."""
    note_reading(asked.actor, "edition", ())
    clinic, in_force = asked.actor.clinic, asked.request.in_force
    shown = edition_page(clinic, in_force, asked.at, asked.request.GET.get("page", ""))
    return render(asked.request, "director/edition.html", shown)


@require_POST
@screen("director.read")
def count(asked: Asked) -> HttpResponse:
    """Look at some more patients for the director's page."""
    question = counting(asked.actor.clinic, asked.request.in_force, asked.at)
    return _went_on(asked, go_on(question, again=_again(asked)), "director")


@require_POST
@screen("director.read")
def compare(asked: Asked) -> HttpResponse:
    """Look at some more patients for the page of the edition."""
    before = edition_before(asked.actor.clinic, asked.at)
    if before is None or before.edition is None:
        return redirect("edition")  # which says why there is nothing to compare with
    question = touching(asked.actor.clinic, asked.request.in_force, asked.at, before.edition)
    return _went_on(asked, go_on(question, again=_again(asked)), "edition")


def _again(asked: Asked) -> bool:
    return "again" in asked.request.POST


def _went_on(asked: Asked, reached: Round[Any], page: str) -> HttpResponse:
    """Return how far the round came, which asks for the rest by itself; without script, the page as it stands now."""
    if not asked.request.htmx:
        return redirect(page)
    if reached.is_over:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(asked.request, "director/_round.html", {"round": reached, "way": f"{page}-round"})
