"""Who somebody of the clinic is, by name: charts hold the ids of members, people read their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from uuid import UUID

from nappage.assessment.look import Look
from nappage.assessment.watch import Watch, running_watches
from nappage.assessment.worklist import owner_of
from nappage.records.models import Member
from nappage.records.standing_query import StandingQuery

_NAMES = StandingQuery(lambda clinic: Member.objects.filter(clinic=clinic).values_list("slug", "name"))


def member_names(clinic: UUID) -> dict[str, str]:
    """Return the names of a clinic's members by their ids in the record."""
    return dict(_NAMES.rows(clinic))


def names_when_asked(clinic: UUID) -> Callable[[], Mapping[str, str]]:
    """Return what answers with the names of a clinic's members, and asks for them once: few sentences name anybody."""
    return cache(partial(member_names, clinic))


def watches_of(look: Look, names: Mapping[str, str]) -> Iterator[Watch]:
    """Yield the watches that run, each with its owner by name."""
    for watch in running_watches(look.chart):
        yield replace(watch, owner=names.get(watch.owner, watch.owner))


def who_asks(look: Look, names: Mapping[str, str]) -> str:
    """Return the name of whoever asks next how it is, empty where nobody has to be asked."""
    if not look.contacts:
        return ""
    owner = owner_of(look, day=look.contacts[0].day)
    return names.get(owner, owner)
