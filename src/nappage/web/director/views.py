"""The director's view and the page of an edition."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nappage.actions.looking import note_reading
from nappage.web.audit.presenter import chain_of
from nappage.web.director.edition_page import edition_page
from nappage.web.director.presenter import director_page
from nappage.web.screen import Asked, screen


@screen("director.read")
def director(asked: Asked) -> HttpResponse:
    """Show what the director answers for; reading it leaves an event."""
    note_reading(asked.actor, "director", ())
    in_force = asked.request.in_force
    context = director_page(asked.actor.clinic, in_force, asked.at) | {"chain": chain_of(asked.actor.clinic)}
    return render(asked.request, "director/director.html", context)


@screen("director.read")
def edition(asked: Asked) -> HttpResponse:
    """Show what the edition in use changes against the one before, and for whom."""
    note_reading(asked.actor, "edition", ())
    in_force = asked.request.in_force
    return render(asked.request, "director/edition.html", edition_page(asked.actor.clinic, in_force, asked.at))
