"""A glimpse of many people at once, for boards and lists: what their looks come to, worked out once a minute each.

What a look comes to is worked out where it is first asked for, and remembered with it.

A glimpse is at most a minute old and never of the future, so a gate never shows as open before it is. A new entry, a
moved visit or another policy makes a new one at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from django.db.models import Count, Max

from nappage.assessment.look import Look, looks_at
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.records.models import Course, Entry, PersonLink, Visit, VisitState
from nappage.records.standing_query import StandingQuery

# A chart of years with its outlook takes a quarter of a megabyte, in each worker.
REMEMBERED = 1024
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a glimpse depends on besides the policy; as long as it is equal, the glimpse stands."""

    course: UUID | None
    turn: int
    links: int
    entries: int
    latest: datetime | None
    visits: tuple[object, ...]


def glimpses(clinic: UUID, persons: Iterable[UUID], in_force: PolicyInForce, at: datetime) -> Mapping[UUID, Look]:
    """Return a look at each person of a clinic, not older than a minute.

    A fixed number of queries asks whether anything is new, and another reads those of whom something is.
    """
    persons = tuple(dict.fromkeys(persons))
    asked = _asked(clinic, persons, at)
    standing = {person: _standing(person, now, in_force) for person, now in asked.items()}
    looks = {person: look for person, look in standing.items() if look is not None}
    stale = {person: asked[person].course for person in persons if person not in looks}
    for person, look in (looks_at(stale, in_force, at) if stale else {}).items():
        _remember(person, asked[person], look)
        looks[person] = look
    return looks


def _asked(clinic: UUID, persons: tuple[UUID, ...], at: datetime) -> Mapping[UUID, _Asked]:
    counted = {person: (entries, latest) for person, entries, latest in _COUNTED.rows(persons)}
    visits = _visits(persons)
    links = len(_LINKS.rows(clinic, at))
    courses = dict(_COURSES.rows(persons))
    return {
        person: _Asked(
            courses.get(person),
            _turn(person, at),
            links,
            *counted.get(person, (0, None)),
            visits.get(person, ()),
        )
        for person in persons
    }


def _turn(person: UUID, at: datetime) -> int:
    """Return the minute of a person: it begins at a second of their own, so that not all are worked out at once."""
    return (int(at.timestamp()) - person.int % _MINUTE) // _MINUTE


_GLIMPSES: dict[UUID, tuple[_Asked, Look]] = {}
_REMEMBERING = Lock()


def _standing(person: UUID, now: _Asked, in_force: PolicyInForce) -> Look | None:
    """Return what is remembered, if it still holds. Equal policies are one object (assessment/policy_in_force.py)."""
    asked, look = _GLIMPSES.get(person, (None, None))
    if look is None or asked != now:
        return None
    return look if look.policy is in_force.policy and look.policy_version == in_force.version else None


def _remember(person: UUID, asked: _Asked, look: Look) -> None:
    with _REMEMBERING:
        if len(_GLIMPSES) >= REMEMBERED:
            del _GLIMPSES[next(iter(_GLIMPSES))]
        _GLIMPSES[person] = asked, look


_COUNTED = StandingQuery(
    lambda persons: (
        Entry.objects.filter(person__in=persons)
        .order_by()
        .values_list("person")
        .annotate(entries=Count("*"), latest=Max("recorded_at"))
    )
)
_LINKS = StandingQuery(
    lambda clinic, at: PersonLink.objects.filter(clinic=clinic, at__lte=at).values_list("id", flat=True)
)
_COURSES = StandingQuery(
    lambda persons: Course.objects.filter(person__in=persons).order_by("opened_at").values_list("person", "id")
)
# What can still be moved is looked at one by one; of what has ended, how many there are in each state.
_OPEN = StandingQuery(
    lambda persons: (
        Visit.objects.filter(person__in=persons, state__in=(VisitState.BOOKED, VisitState.HERE))
        .order_by("id")
        .values_list("person", "id", "state", "start")
    )
)
_STATES = StandingQuery(
    lambda persons: (
        Visit.objects.filter(person__in=persons)
        .order_by("state")
        .values_list("person", "state")
        .annotate(visits=Count("id"))
    )
)


def _visits(persons: tuple[UUID, ...]) -> Mapping[UUID, tuple[object, ...]]:
    visits: dict[UUID, tuple[object, ...]] = {}
    for person, *said in (*_OPEN.rows(persons), *_STATES.rows(persons)):
        visits[person] = (*visits.get(person, ()), *said)
    return visits
