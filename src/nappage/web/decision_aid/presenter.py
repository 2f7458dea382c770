"""What the pages of the decision aid show, as plain values; rendering settles every sentence of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from nappage.engine.disclosure import Group
from nappage.engine.talking_point import Subject, TalkingPoint, talking_points
from nappage.rendering.decision_aid import Effect, effects, five_ways, nine_answers
from nappage.rendering.paper import Paper, as_pdf
from nappage.rendering.public_guide import Guide
from nappage.values.citation import Citation
from nappage.web.consent.sealing import fonts

TO_ASK = ("product", "who", "measure", "stop", "nothing")
GROUNDS = {
    "lead": ("003:35", "003:36"),
    "common": ("001:25",),
    "ageing": ("000:16", "004:8"),
    "not_surgery": ("001:46", "002:9", "003:50", "003:51"),
}
CSS = "printed.css"


def questions(guide: Guide) -> dict[str, Any]:
    """Return the nine questions with their answers."""
    return {"answers": nine_answers(guide), "grounds": _grounds(guide)}


def compared(guide: Guide) -> dict[str, Any]:
    """Return the five columns, and what must stand beside them."""
    return {"ways": five_ways(guide), "no_rank": guide.say("alternatives-rank"), "grounds": _grounds(guide)}


def _grounds(guide: Guide) -> dict[str, tuple[str, ...]]:
    """Return the sources of the sentences that stand in no entry of the knowledge."""
    return {about: guide.named(map(Citation.parse, sources)) for about, sources in GROUNDS.items()}


def every_effect(guide: Guide, at: datetime) -> dict[str, Any]:
    """Return the alarm signs first, then what is often seen, then what is rarer."""
    return {
        "alarms": _drawn(effects(guide, Group.EMERGENCY, at)),
        "call": guide.urgent_sentence("alarm-call"),
        "late": guide.urgent_sentence("effects-late"),
        "doubt": guide.urgent_sentence("doubt"),
        "seen": _drawn(effects(guide, Group.NAMED, at)),
        "seen_how": guide.say("effects-how"),
        "serious": _drawn(effects(guide, Group.SERIOUS, at)),
        "serious_how": guide.say("serious-how"),
    }


def _drawn(found: Iterable[Effect]) -> list[dict[str, Any]]:
    """Return effects for a template; the drawings are files of our own."""
    return [
        {
            "id": each.id,
            "drawing": mark_safe(each.drawing),  # a file of rendering, with nothing of anybody's in it
            "name": each.name,
            "expect": each.expect,
            "sources": each.sources,
        }
        for each in found
    ]


def to_tick(guide: Guide, ticked: Iterable[str] = ()) -> dict[str, Any]:
    """Return what somebody may tick, by subject."""
    points, chosen = guide.edition.all(TalkingPoint).values(), frozenset(ticked)
    return {
        "subjects": [
            {
                "id": subject.value,
                "title": guide.own(f"subject-{subject.value}"),
                "points": [
                    {"id": point.id, "text": guide.text(point.text["en"]), "ticked": point.id in chosen}
                    for point in points
                    if point.subject is subject
                ],
            }
            for subject in Subject
        ]
    }


def to_talk_over(guide: Guide, ticked: Iterable[str]) -> dict[str, Any]:
    """Return what there is to talk over with a clinician: never whether somebody may be treated."""
    points = talking_points(guide.edition, ticked)
    return {
        "points": [
            {"id": point.id, "about": guide.urgent(point.about["en"]), "sources": guide.named(point.sources)}
            for point in points
        ],
        "medicine": guide.urgent_sentence("me-medicine"),
    }


def taken_along(guide: Guide, at: datetime) -> dict[str, Any]:
    """Return everything that is worth taking along to a clinician."""
    return {
        **questions(guide),
        **compared(guide),
        **every_effect(guide, at),
        "asks": [guide.own(f"ask-{each}") for each in TO_ASK],
        "printed": guide.own("printed", edition=guide.edition.digest[:12], day=at.date()),
    }


def paper_of(guide: Guide, at: datetime) -> bytes:
    """Return the page to take along as a PDF; one a day and language is made, the others are that one."""
    return _paper(guide, at.date().toordinal())


@lru_cache(maxsize=6)
def _paper(guide: Guide, day: int) -> bytes:
    at = datetime.combine(datetime.fromordinal(day), datetime.min.time(), UTC)
    title = guide.words["title"]
    shown = {**taken_along(guide, at), "words": guide.words, "title": title, "translated": guide.language != "en"}
    body = render_to_string("decision_aid/_paper.html", shown)
    page = render_to_string("paper.html", {"body": body, "title": title, "at": at, "language": guide.language})
    folder = resources.files("nappage.rendering").joinpath("templates")
    style = folder.joinpath(CSS).read_text(encoding="utf-8") + folder.joinpath("guide.css").read_text(encoding="utf-8")
    paper = Paper(
        page=page,
        style=style,
        top=("nappage", ""),
        bottom=title,
        page_words=(guide.say("page"), guide.say("page-of")),
        identifier=f"guide {guide.language} {guide.edition.digest} {day}",
        at=at,
    )
    return as_pdf(paper, fonts())
