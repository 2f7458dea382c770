"""What the trail shows: the events, newest first, and how far their chain is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import QuerySet

from nappage.actions.audit import UNCHECKED, ChainState, follow_chain
from nappage.actions.moments import day_in_words, moment_in_words
from nappage.records.models import AuditEvent, Identity, Member
from nappage.values.local_time import at_local

ON_A_PAGE = 50
# A view of the page follows this many events; a chain longer than that is followed on from where it was whole before.
AT_ONCE = 5000
_KEPT_FOR = 30 * 24 * 60 * 60
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """One event as it is read."""

    number: int
    at: datetime
    by: str
    act: str
    person: str
    person_id: UUID | None
    detail: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the chain is whole, and how many events are still to be followed."""

    whole_to: int
    broken_at: int | None
    left: int


def trail_of(
    member: Member, asked: Mapping[str, Any], zone: ZoneInfo, before: int | None
) -> tuple[list[Row], int | None]:
    """Return a page of events that answer the filters, and the number before which the next page begins."""
    events = _filtered(AuditEvent.objects.filter(clinic=member.clinic_id), asked, zone)
    if before is not None:
        events = events.filter(number__lt=before)
    page = list(events.order_by("-number")[: ON_A_PAGE + 1])
    shown = page[:ON_A_PAGE]
    return list(_rows(shown, member, zone)), shown[-1].number if len(page) > ON_A_PAGE else None


def chain_of(clinic: UUID, from_beginning: bool = False) -> Chain:
    """Return how far the clinic's chain is whole. A short one, or one asked for, is followed from its beginning."""
    last = AuditEvent.objects.filter(clinic=clinic).order_by("-number").values_list("number", flat=True).first() or 0
    key = f"audit-chain-{clinic}"
    whole = from_beginning or last <= AT_ONCE
    start = UNCHECKED if whole else _kept(clinic, key)
    found = follow_chain(clinic, start, None if whole else AT_ONCE)
    if not found.broken:
        cache.set(key, [found.whole_to, found.digest], _KEPT_FOR)
    return Chain(found.whole_to, found.broken_at, max(0, last - found.whole_to))


def _kept(clinic: UUID, key: str) -> ChainState:
    """Return the state kept from the last view, if its last link is still what it was."""
    number, digest = cache.get(key) or (0, "")
    there = AuditEvent.objects.filter(clinic=clinic, number=number, digest=digest).exists()
    return ChainState(number, digest) if there else UNCHECKED


def _filtered(events: QuerySet[AuditEvent], asked: Mapping[str, Any], zone: ZoneInfo) -> QuerySet[AuditEvent]:
    if asked.get("person"):
        events = events.filter(person__in=asked["person"])
    if asked.get("member"):
        events = events.filter(member=asked["member"].pk)
    if asked.get("act"):
        events = events.filter(act__startswith=asked["act"])
    if asked.get("day"):
        begins = at_local(asked["day"], time(0), zone)
        events = events.filter(at__gte=begins, at__lt=at_local(asked["day"] + timedelta(days=1), time(0), zone))
    return events


def _rows(events: Iterable[AuditEvent], reader: Member, zone: ZoneInfo) -> Iterator[Row]:
    events = list(events)
    members = dict(Member.objects.filter(clinic=reader.clinic_id).values_list("id", "name"))
    names = _names({event.person for event in events if event.person}, reader)
    for event in events:
        by = members.get(event.member, "") if event.member else ""
        person = names.get(event.person, str(event.person)) if event.person else ""
        detail = tuple((name, _plain(said, zone)) for name, said in event.detail.items())
        yield Row(event.number, event.at, by, event.act, person, event.person, detail)


def _names(persons: Iterable[UUID], reader: Member) -> dict[UUID, str]:
    """Return the names of patients, for a reader who may look them up; to others they stay numbers."""
    if not reader.may("patient.find"):
        return {}
    found = Identity.objects.filter(clinic=reader.clinic_id, person__in=persons)
    return dict(found.values_list("person", "name"))


def _plain(said: Any, zone: ZoneInfo) -> str:
    """Return what an event tells as it is read: instants by the clinic's clock, days in words, the rest as it is."""
    if isinstance(said, Mapping):
        return ", ".join(f"{name} {_plain(one, zone)}" for name, one in said.items())
    if isinstance(said, list):
        return ", ".join(_plain(one, zone) for one in said)
    text = str(said)
    try:
        if _INSTANT.fullmatch(text):
            return moment_in_words(datetime.fromisoformat(text), zone)
        return day_in_words(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
    except ValueError:  # it looks like a day, and the calendar has none such
        return text
