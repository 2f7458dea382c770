"""Which records are held to be of one person at an instant: links that were made and not undone by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from nappage.records.models import PersonLink
from nappage.records.standing_query import StandingQuery

_TOUCHING = StandingQuery(
    lambda persons, at: PersonLink.objects.filter(Q(kept__in=persons) | Q(merged__in=persons), at__lte=at).order_by(
        "at", "id"
    )
)
_OF_A_CLINIC = StandingQuery(
    lambda clinic, at: PersonLink.objects.filter(clinic=clinic, at__lte=at).order_by("at", "id")
)


def links_around(person: UUID, at: datetime) -> tuple[PersonLink, ...]:
    """Return the links in force between a person and every record joined to it, directly or through another."""
    reached, waiting = {person}, {person}
    in_force: dict[frozenset[UUID], PersonLink] = {}
    while waiting:
        found = {pair(row): row for row in _TOUCHING.rows(tuple(waiting), at)}
        in_force.update({both: row for both, row in found.items() if not row.undone})
        waiting = {person for both in found if both in in_force for person in both} - reached
        reached |= waiting
    return tuple(in_force.values())


def links_of(clinic: UUID, at: datetime) -> tuple[PersonLink, ...]:
    """Return every link in force in a clinic."""
    last = {pair(row): row for row in _OF_A_CLINIC.rows(clinic, at)}
    return tuple(row for row in last.values() if not row.undone)


def pair(link: PersonLink) -> frozenset[UUID]:
    """Return the two records of a link, whichever of them is kept."""
    return frozenset((link.kept_id, link.merged_id))


def linked_since(person: UUID, links: Iterable[PersonLink]) -> Mapping[UUID, datetime]:
    """Return the other records of the same person, and since when all links between have been there."""
    since: dict[UUID, datetime] = {}
    waiting: dict[UUID, datetime | None] = {person: None}
    links = list(links)
    while waiting:
        one, known = waiting.popitem()
        for link in links:
            for other in pair(link) - {one} if one in pair(link) else ():
                if other != person and other not in since:
                    since[other] = waiting[other] = max(link.at, known) if known else link.at
    return since
