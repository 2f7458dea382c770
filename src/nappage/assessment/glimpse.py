"""A glimpse of many people at once, for boards and lists: what their looks come to, worked out once a minute each.

A glimpse is at most a minute old, so a gate never shows as open before it is. A new entry, a moved visit or another
policy makes a new one at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from nappage.assessment.look import Look, look_at
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.records.models import Course, Entry, PersonLink, Visit

REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything a glimpse depends on; equal questions have one answer, worked out at the instant of the first."""

    clinic: UUID
    person: UUID
    course: UUID | None
    minute: datetime
    links: int
    entries: int
    latest: datetime | None
    visits: tuple[tuple[UUID, str, datetime], ...]
    in_force: PolicyInForce
    at: datetime = field(compare=False)


def glimpses(clinic: UUID, persons: Iterable[UUID], in_force: PolicyInForce, at: datetime) -> Mapping[UUID, Look]:
    """Return a look at each person of a clinic, not older than this minute.

    A fixed number of queries asks whether anything is new; only a person of whom something is new is read.
    """
    persons = tuple(dict.fromkeys(persons))
    minute = at.replace(second=0, microsecond=0)
    counted = {row["person"]: row for row in _counted(persons)}
    booked = _booked(persons)
    links = PersonLink.objects.filter(clinic=clinic, at__lte=at).count()
    courses = dict(Course.objects.filter(person__in=persons).order_by("opened_at").values_list("person", "id"))
    return {
        person: _glimpse(
            _Asked(
                clinic,
                person,
                courses.get(person),
                minute,
                links,
                counted.get(person, {}).get("entries", 0),
                counted.get(person, {}).get("latest"),
                booked.get(person, ()),
                in_force,
                at,
            )
        )
        for person in persons
    }


def _counted(persons: tuple[UUID, ...]) -> Iterable[Mapping[str, Any]]:
    found = Entry.objects.filter(person__in=persons).values("person").order_by()
    return found.annotate(entries=Count("id"), latest=Max("recorded_at"))


def _booked(persons: tuple[UUID, ...]) -> Mapping[UUID, tuple[tuple[UUID, str, datetime], ...]]:
    booked: dict[UUID, tuple[tuple[UUID, str, datetime], ...]] = {}
    rows = Visit.objects.filter(person__in=persons).order_by("id").values_list("person", "id", "state", "start")
    for person, id, state, start in rows:
        booked[person] = (*booked.get(person, ()), (id, state, start))
    return booked


@lru_cache(maxsize=REMEMBERED)
def _glimpse(asked: _Asked) -> Look:
    look = look_at(asked.clinic, asked.person, asked.course, asked.at, asked.in_force)
    _ = look.outlook  # worked out here, once, and remembered with it
    return look
