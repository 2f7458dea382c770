"""The pages of the decision aid. Nothing is asked that is kept: what is ticked comes, is answered, and is gone."""

from __future__ import annotations

from django.http import HttpResponse

from nappage.web.decision_aid.presenter import (
    compared,
    every_effect,
    paper_of,
    questions,
    taken_along,
    to_talk_over,
    to_tick,
)
from nappage.web.public_page import Visitor, public_page

GROUP = "decide"


@public_page("GET", "HEAD")
def decide(visitor: Visitor) -> HttpResponse:
    """Show the nine questions, uncertainty first."""
    return visitor.show("decision_aid/questions.html", questions(visitor.guide(GROUP)), GROUP)


@public_page("GET", "HEAD")
def compare(visitor: Visitor) -> HttpResponse:
    """Show the five ways side by side."""
    return visitor.show("decision_aid/compare.html", compared(visitor.guide(GROUP)), GROUP)


@public_page("GET", "HEAD")
def effects(visitor: Visitor) -> HttpResponse:
    """Show every side effect and every alarm sign, drawn."""
    return visitor.show("decision_aid/effects.html", every_effect(visitor.guide(GROUP), visitor.at), GROUP)


@public_page("GET", "HEAD", "POST")
def me(visitor: Visitor) -> HttpResponse:
    """Show what somebody may find true of themselves, and what there is to talk over. It never says yes or no."""
    guide, sent = visitor.guide(GROUP), visitor.request.POST
    if visitor.request.method == "POST" and "change" not in sent:
        return visitor.show("decision_aid/talk.html", to_talk_over(guide, sent.getlist("point")), GROUP)
    return visitor.show("decision_aid/me.html", to_tick(guide, sent.getlist("point")), GROUP)


@public_page("GET", "HEAD")
def take(visitor: Visitor) -> HttpResponse:
    """Show all of it on one page to be printed."""
    return visitor.show("decision_aid/take.html", taken_along(visitor.guide(GROUP), visitor.at), GROUP)


@public_page("GET", "HEAD")
def paper(visitor: Visitor) -> HttpResponse:
    """Return the same as a PDF."""
    response = HttpResponse(paper_of(visitor.guide(GROUP), visitor.at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="nappage-{visitor.language}.pdf"'
    return response
