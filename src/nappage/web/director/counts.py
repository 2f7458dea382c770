"""What a round comes to for the director: of whom something holds, and what came of everybody who was begun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db.models import Exists, OuterRef

from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.change import Detected
from nappage.engine.cohort import CohortChange, Followed, cohort_changes, net_change
from nappage.records.models import Entry, Person, Visit, VisitState
from nappage.rendering.wording import Speaker
from nappage.web.banner import holding
from nappage.web.director.round import Question


class Away(Enum):
    """Why somebody who was begun was not measured again: not yet, as a visit is booked, or never."""

    UNDER_WAY = "under way"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of whom something holds, how many were judged how or are away, and the net changes: nobody's name is in it."""

    held: tuple[UUID, ...] = ()
    became: Counter[Detected | Away] = field(default_factory=Counter)
    followed: Counter[Followed] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many courses were started, of how many a measurement can be judged, and who was lost on the way.

    Counts beside their denominators and no more: nobody here was left untreated for comparison.
    """

    started: int
    measured: int
    under_way: int
    lost: int
    beyond: int
    within: int
    not_judged: int


def counting(clinic: UUID, in_force: PolicyInForce, at: datetime) -> Question[Counts]:
    """Return what the director asks of everybody."""

    def then(found: Counts, looks: Mapping[UUID, Look]) -> Counts:
        return _with(found, looks, at)

    return Question(clinic, in_force, at, f"counts-{edition_in_use().digest}", Counts(), then)


def _with(found: Counts, looks: Mapping[UUID, Look], at: datetime) -> Counts:
    started, coming = _started(looks, at), _coming(looks, at)
    begun = {person: look for person, look in looks.items() if person in started}
    return Counts(
        (*found.held, *(person for person, look in looks.items() if _is_held(look))),
        found.became + Counter(_became(look, person in coming) for person, look in begun.items()),
        found.followed + Counter(_followed(look, person in coming) for person, look in begun.items()),
    )


def _is_held(look: Look) -> bool:
    return any(holding(look, Speaker(look.edition, look.policy.zone), hide_weight=False))


def _started(persons: Mapping[UUID, Look], at: datetime) -> set[UUID]:
    began = Entry.objects.filter(person__in=list(persons), kind="started", recorded_at__lte=at)
    return set(began.values_list("person", flat=True))


def _coming(persons: Mapping[UUID, Look], at: datetime) -> set[UUID]:
    visits = Visit.objects.filter(person__in=list(persons), start__gte=at, state=VisitState.BOOKED)
    return set(visits.values_list("person", flat=True))


def _became(look: Look, coming: bool) -> Detected | Away:
    """Return what became of somebody: beyond only where every place is, never the best of several."""
    found = {outcome.detected for outcome in look.outlook.measures.outcomes}
    if not found:
        return Away.UNDER_WAY if coming else Away.LOST
    if found == {Detected.BEYOND}:
        return Detected.BEYOND
    return Detected.WITHIN if Detected.WITHIN in found else Detected.UNKNOWN


def _followed(look: Look, coming: bool) -> Followed:
    found = net_change(look.edition, look.policy, look.story, look.outlook.measures.left_out)
    purpose = look.story.plan.indication if look.story.plan else ""
    return Followed(purpose, found[1] if found else None, coming)


def outcomes_of(counts: Counts, erased: int) -> Outcomes:
    """Return the counts of everybody in whom a session was begun; who was erased counts as started and as lost."""
    became = counts.became
    measured = sum(became[found] for found in Detected)
    return Outcomes(
        started=became.total() + erased,
        measured=measured,
        under_way=became[Away.UNDER_WAY],
        lost=became[Away.LOST] + erased,
        beyond=became[Detected.BEYOND],
        within=became[Detected.WITHIN],
        not_judged=became[Detected.UNKNOWN],
    )


def cohorts_of(counts: Counts, erased: int) -> Mapping[str, CohortChange]:
    """Return what the courses of each purpose come to, by purpose; of who was erased only that they began is known."""
    return cohort_changes(edition_in_use(), counts.followed.elements(), nameless=erased)


def erased_after_start(clinic: UUID, at: datetime) -> int:
    """Return how many were erased in whom a session was begun."""
    began = Entry.objects.filter(person=OuterRef("pk"), kind="started", recorded_at__lte=at)
    return Person.objects.filter(Exists(began), clinic=clinic, key__isnull=True).count()
