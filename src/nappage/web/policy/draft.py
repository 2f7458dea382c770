"""The director's draft of the next policy: kept in the session until it is signed or thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, cast

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from nappage.actions.moments import day_in_words
from nappage.assessment.edition_in_use import edition_in_use
from nappage.engine.indication import Indication
from nappage.engine.policy import Policy
from nappage.records.models import PolicyVersion
from nappage.values.answer import Answer
from nappage.web.screen import Asked

_KEY = "policy-draft"
# What the rows of each section are called by: opening hours, indications, mixtures, the formulary.
NAMING = ("weekday", "indication", "agents", "agent")
_NOT_EDITED = ("signed",)
BEGINNING: Mapping[str, Any] = {"clinic": "", "jurisdiction": "", "zone": "UTC", "openings": []}


def signed_terms(asked: Asked) -> tuple[PolicyVersion | None, dict[str, Any]]:
    """Return the version in force and its terms; a fresh installation has none, and every indication is off."""
    version = PolicyVersion.objects.filter(clinic=asked.actor.clinic).order_by("-number").first()
    if version is None:
        return None, {**BEGINNING, "clinic": asked.member.clinic.name}
    return version, {name: deepcopy(value) for name, value in version.terms.items() if name not in _NOT_EDITED}


def draft_terms(asked: Asked) -> dict[str, Any]:
    """Return the draft, or what is in force where nothing was changed yet."""
    kept = asked.request.session.get(_KEY)
    return cast(dict[str, Any], kept) if kept is not None else signed_terms(asked)[1]


def keep_draft(asked: Asked, terms: Mapping[str, Any]) -> None:
    """Keep a draft; one that says what is in force is none."""
    if dict(terms) == signed_terms(asked)[1]:
        drop_draft(asked)
    else:
        asked.request.session[_KEY] = dict(terms)


def drop_draft(asked: Asked) -> None:
    """Throw the draft away."""
    asked.request.session.pop(_KEY, None)


# What holds where nobody signed an answer: the engine's own, which is the strict one.
UNSIGNED = {term.name: term.default.value for term in fields(Policy) if isinstance(term.default, Answer)}


@dataclass(frozen=True, slots=True)
class Change:
    """One term that the draft changes: its name, what holds now, what would hold."""

    name: str
    now: str
    then: str


def changes(now: Mapping[str, Any], then: Mapping[str, Any]) -> Iterator[Change]:
    """Yield each term that differs; a list is compared row by row, by the name of its first key."""
    for name in sorted({*now, *then}):
        old, new = (terms.get(name, UNSIGNED.get(name)) for terms in (now, then))
        if old == new:
            continue
        if _is_rows(old) or _is_rows(new):
            yield from _row_changes(name, old or [], new or [])
        else:
            yield Change(words(name), shown(old), shown(new))


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _row_changes(name: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Change]:
    before, after = ({row_name(row): row for row in rows} for rows in (old, new))
    for row in sorted({*before, *after}):
        if before.get(row) != after.get(row):
            yield Change(f"{words(name)}: {row}", shown(before.get(row)), shown(after.get(row)))


def row_name(row: Mapping[str, Any]) -> str:
    """Return how a row is called: a weekday or an indication by its name, anything else as it was typed."""
    key = named_by(row)
    value = row[key]
    if key == "weekday":
        return str(WEEKDAYS.get(value, value))
    indication = edition_in_use().get(Indication, value) if key == "indication" else None
    return indication.names[0].capitalize() if indication else shown(value)


def named_by(row: Mapping[str, Any]) -> str:
    """Return the term that tells the rows of a section apart; a database keeps no order of terms."""
    return next(term for term in NAMING if term in row)


def words(name: str) -> str:
    """Return the name of a term as people read it."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def shown(value: Any) -> str:
    """Return a term as people read it; nothing is a dash."""
    if value is None or value == []:
        return "–"
    if isinstance(value, dict):
        return "; ".join(f"{words(name).lower()} {shown(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _day(value) or str(value)


def _day(value: Any) -> str:
    """Return a date as people read it, nothing for anything else."""
    with suppress(ValueError, TypeError):
        return day_in_words(date.fromisoformat(value))
    return ""
