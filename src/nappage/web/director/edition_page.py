"""What another edition changes: the entries that differ, and for whom another line follows from what is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from nappage.assessment.edition_before import edition_before
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.library.difference import changes
from nappage.records.models import Identity
from nappage.rendering.outlook_sheet import outlook_sheet
from nappage.rendering.sheet import Line
from nappage.web.director.presenter import looks_of


def edition_page(clinic: UUID, in_force: PolicyInForce, at: datetime) -> dict[str, Any]:
    """Return the edition in use beside the one before: what differs in it, and whom that touches."""
    now, before = edition_in_use(), edition_before(clinic, at)
    context: dict[str, Any] = {"now": now, "before": before, "entries": [], "touched": [], "looked_at": 0}
    if before is None or before.edition is None:
        return context
    looks = looks_of(clinic, in_force, at)
    return context | {
        "entries": changes(before.edition, now),
        "touched": list(_touched(looks, before.edition)),
        "looked_at": len(looks),
    }


def _touched(looks: Mapping[UUID, Look], before: Edition) -> Iterator[dict[str, Any]]:
    names = dict(Identity.objects.filter(person__in=looks).values_list("person", "name"))
    for person in sorted(looks, key=lambda one: names.get(one, "")):
        look = looks[person]
        then = replace(look, edition=before)
        was, is_now = _said(then), _said(look)
        gone, came = [each for each in was if each not in is_now], [each for each in is_now if each not in was]
        if gone or came:
            yield {"person": person, "name": names.get(person, ""), "gone": gone, "came": came}


def _said(look: Look) -> list[tuple[str, str]]:
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
