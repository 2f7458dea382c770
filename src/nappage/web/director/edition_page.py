"""What another edition changes: the entries that differ, and for whom another line follows from what is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator

from nappage.assessment.edition_before import edition_before
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.glimpse import glimpses
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.library.difference import changes
from nappage.records.models import Identity
from nappage.rendering.outlook_sheet import outlook_sheet
from nappage.rendering.sheet import Line
from nappage.web.director.round import AT_ONCE, Question, changed_since, round_now


def edition_page(clinic: UUID, in_force: PolicyInForce, at: datetime, number: str) -> dict[str, Any]:
    """Return the edition in use beside the one before: what differs in it, and whom that touches."""
    now, before = edition_in_use(), edition_before(clinic, at)
    context: dict[str, Any] = {"now": now, "before": before, "entries": []}
    if before is None or before.edition is None:
        return context
    reached = round_now(touching(clinic, in_force, at, before.edition))
    context |= {"entries": changes(before.edition, now), "round": reached, "is_old": reached.begun < at}
    if not reached.is_over:
        return context
    maybe = {*reached.found, *changed_since(clinic, reached.begun, at)}
    page = Paginator(Identity.objects.filter(person__in=maybe).order_by("folded"), AT_ONCE).get_page(number)
    looks = glimpses(clinic, [who.person_id for who in page.object_list], in_force, at)
    touched = list(_touched(page.object_list, looks, before.edition))
    return context | {"touched": touched, "page": page}


def touching(clinic: UUID, in_force: PolicyInForce, at: datetime, before: Edition) -> Question[tuple[UUID, ...]]:
    """Return what is asked of everybody: whether another line follows by the edition in use than by the one before."""

    def then(found: tuple[UUID, ...], looks: Mapping[UUID, Look]) -> tuple[UUID, ...]:
        return (*found, *(person for person, look in looks.items() if any(_differing(look, before))))

    return Question(clinic, in_force, at, f"edition-{before.digest}-{edition_in_use().digest}", (), then)


def _touched(who: Iterable[Identity], looks: Mapping[UUID, Look], before: Edition) -> Iterator[dict[str, Any]]:
    for one in who:
        gone, came = _differing(looks[one.person_id], before)
        if gone or came:
            yield {"person": one.person_id, "name": one.name, "gone": gone, "came": came}


Said = list[tuple[str, str]]


def _differing(look: Look, before: Edition) -> tuple[Said, Said]:
    """Return the lines that followed by the edition before and no more, and those that follow only now."""
    was, is_now = _said(replace(look, edition=before)), _said(look)
    return [each for each in was if each not in is_now], [each for each in is_now if each not in was]


def _said(look: Look) -> Said:
    """Return every line that follows for somebody, with the section that it stands in, without the editions' names."""
    found = outlook(look.story, look.policy, look.edition, look.at)
    sheet = outlook_sheet(found, "", look.policy, look.edition)
    sections = [("", (*sheet.alarms, *sheet.banner)), *((each.title, each.lines) for each in sheet.sections)]
    lines = [(title, _words(line)) for title, lines in sections for line in lines]
    rows = [
        (each.title, ", ".join(filter(None, row)))
        for each in sheet.sections
        for row in (each.table.rows if each.table else ())
    ]
    return list(dict.fromkeys([*lines, *rows]))


def _words(line: Line) -> str:
    return " ".join((line.words, *line.beneath))
