"""What the list of patients shows: a page of who was found, with what tells two of one name apart."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from nappage.records.models import Identity
from nappage.records.person_links import links_of
from nappage.records.person_search import Found, find
from nappage.values.age import age_on
from nappage.web.screen import Asked

SHOWN_DIGITS = 3


def found(asked: Asked, today: date) -> dict[str, Any]:
    """Return the context of the list for what was typed."""
    typed = asked.request.GET.get("q", "").strip()
    page = asked.request.GET.get("page", "1")
    result = find(asked.actor.clinic, typed, int(page) if page.isdecimal() else 1)
    kept = {link.merged_id: link.kept_id for link in links_of(asked.actor.clinic, asked.at)}
    names = dict(Identity.objects.filter(person__in=kept.values()).values_list("person", "name"))
    name = "chart" if asked.member.may("chart.read") else "identity"
    rows = [_row(one, result, today, _kept_as(one, kept, names), name) for one in result.identities]
    return {
        "typed": typed,
        "rows": rows,
        "page": result.page,
        "has_more": result.has_more,
        "query": urlencode({"q": typed}) if typed else "",
    }


def _kept_as(one: Identity, kept: dict[UUID, UUID], names: dict[UUID, str]) -> str:
    return names.get(kept[one.person_id], "") if one.person_id in kept else ""


def _row(one: Identity, result: Found, today: date, kept_as: str, name: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": reverse(name, kwargs={"person": one.person_id}),
        "born": one.born,
        "age": age_on(one.born, today),
        "sex": one.sex,
        "phone_ends": one.phone_digits[-SHOWN_DIGITS:],
        "number": short_number(one.person_id),
        "is_namesake": one.folded in result.namesakes,
        "kept_as": kept_as,
    }


def short_number(person: UUID) -> str:
    """Return a number to tell two persons of one name apart: the end of the key, which is chance."""
    return person.hex[-8:].upper()
