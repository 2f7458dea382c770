"""A round: every patient of the clinic is looked at, a few at a time, and what was found is kept.

Some questions of the director need a look at everybody, which takes minutes in a large clinic. A small one is gone
through whenever its page is opened; of a larger one the page shows what the last round came to, and when that was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from typing import Generic, TypeVar
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet

from nappage.assessment.happening import KINDS
from nappage.assessment.look import Look, looks_at
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.records.models import Course, Entry

# How many people one request looks at: the clinic's housekeeping.
AT_ONCE = 40
_KEPT_FOR = 30 * 24 * 60 * 60
_NOBODY = UUID(int=0)
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Round(Generic[F]):
    """How far a round came: when it was begun, what was found, whom it reached last, and how many were looked at."""

    begun: datetime
    found: F
    everybody: int
    seen: int = 0
    reached: UUID = _NOBODY
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Question(Generic[F]):
    """What is asked of everybody. `then` returns what is found once these people were looked at too.

    `by` names what an answer depends on beside the charts: another edition or policy begins a round of its own.
    """

    clinic: UUID
    in_force: PolicyInForce
    at: datetime
    by: str
    nothing: F
    then: Callable[[F, Mapping[UUID, Look]], F]


def round_now(asked: Question[F]) -> Round[F]:
    """Return the round as far as it came; a small clinic is gone through at once, from its beginning."""
    new = _new(asked)
    if new.everybody <= AT_ONCE:
        return _further(asked, new)
    kept: Round[F] | None = cache.get(_key(asked))
    return kept or new


def go_on(asked: Question[F], *, again: bool) -> Round[F]:
    """Return the round after some more people; one that is over begins `again` only where that is asked for."""
    kept: Round[F] | None = cache.get(_key(asked))
    if kept and kept.is_over and not again:
        return kept
    reached = _further(asked, _new(asked) if again or not kept else kept)
    cache.set(_key(asked), reached, _KEPT_FOR)
    return reached


def changed_since(clinic: UUID, since: datetime, at: datetime) -> set[UUID]:
    """Return of whom anything was recorded since an instant: what a round found of them may no longer be so."""
    if since >= at:
        return set()
    # The kinds are named, all of them, so that the index by kind and time answers.
    new = Entry.objects.filter(clinic=clinic, kind__in=KINDS, recorded_at__gte=since, recorded_at__lte=at)
    return set(new.filter(person__key__isnull=False).values_list("person", flat=True).distinct())


def _new(asked: Question[F]) -> Round[F]:
    return Round(asked.at, asked.nothing, _courses(asked.clinic).values("person").distinct().count())


def _further(asked: Question[F], reached: Round[F]) -> Round[F]:
    """Return the round after the next people, in the order of their numbers."""
    coming = _courses(asked.clinic).filter(person__gt=reached.reached).order_by("person")
    persons = list(coming.values_list("person", flat=True).distinct()[: AT_ONCE + 1])
    now = persons[:AT_ONCE]
    # Of several courses the one opened last is the present one.
    courses = dict(_courses(asked.clinic).filter(person__in=now).order_by("opened_at").values_list("person", "id"))
    return replace(
        reached,
        found=asked.then(reached.found, looks_at(courses, asked.in_force, asked.at)) if now else reached.found,
        seen=reached.seen + len(now),
        reached=now[-1] if now else reached.reached,
        is_over=len(persons) == len(now),
    )


def _courses(clinic: UUID) -> QuerySet[Course]:
    """Return the courses of everybody who was not erased."""
    return Course.objects.filter(clinic=clinic, person__key__isnull=False)


def _key(asked: Question[F]) -> str:
    return f"round-{asked.by}-{asked.in_force.version}-{asked.clinic}-{version('nappage')}"
