"""What the director sees: counts of the trail, what holds now, what ends soon, and what came of the courses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.assessment.erasure import ERASED, PUT_OFF
from nappage.assessment.glimpse import glimpses
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.change import Detected
from nappage.engine.cohort import CohortChange, Followed, Told, cohort_changes, net_change
from nappage.records.models import AuditEvent, Course, Entry, Identity, Member, Visit, VisitState
from nappage.rendering.lines import cited
from nappage.rendering.naming import capital
from nappage.rendering.wording import Speaker
from nappage.values.local_time import local_day
from nappage.web.banner import holding
from nappage.web.erasure.presenter import listed

# How far the view looks: the clinic's housekeeping, and no rule about a patient.
MONTHS = 6
AHEAD = timedelta(days=90)
REASONS = ("give reason", "decide on finding")


def director_page(clinic: UUID, in_force: PolicyInForce, at: datetime) -> dict[str, Any]:
    """Return what the director's page shows."""
    zone = in_force.policy.zone
    looks = looks_of(clinic, in_force, at)
    speak = Speaker(next(iter(looks.values())).edition, zone) if looks else None
    return {
        "overrides": overrides_of(clinic, zone, at),
        "holds": list(_holds(looks, speak)) if speak else [],
        "credentials": credentials_of(clinic, local_day(at, zone)),
        "outcomes": outcomes_of(clinic, looks, at),
        "cohorts": list(_cohorts(clinic, looks, speak, at)) if speak else [],
        "erasures": listed(_of_erasures(clinic), zone),
        "backups": _last_backup(clinic),
    }


@dataclass(frozen=True, slots=True)
class Overrides:
    """Reasons given against a warning or finding: by whom and month, and by rule."""

    months: tuple[date, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    rules: tuple[tuple[str, int], ...]


def overrides_of(clinic: UUID, zone: ZoneInfo, at: datetime) -> Overrides:
    """Return how often each person of the staff went against what was said, month by month, the latest last."""
    months = tuple(reversed(list(_months(local_day(at, zone)))))
    counted: Counter[tuple[UUID | None, date]] = Counter()
    rules: Counter[str] = Counter()
    for event in AuditEvent.objects.filter(clinic=clinic, act__in=REASONS, at__lte=at):
        month = local_day(event.at, zone).replace(day=1)
        if "code" in event.detail and month in months:
            counted[event.member, month] += 1
            rules[str(event.detail["rule"])] += 1
    names = dict(Member.objects.filter(clinic=clinic).values_list("id", "name"))
    rows = (
        (names.get(member, "-") if member else "-", tuple(counted[member, month] for month in months))
        for member in {member for member, _ in counted}
    )
    return Overrides(
        months,
        tuple((name, counts, sum(counts)) for name, counts in sorted(rows)),
        tuple(sorted(rules.items(), key=lambda each: (-each[1], each[0]))),
    )


def _months(day: date) -> Iterator[date]:
    month = day.replace(day=1)
    for _ in range(MONTHS):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def looks_of(clinic: UUID, in_force: PolicyInForce, at: datetime) -> Mapping[UUID, Look]:
    """Return a look at everybody who has a course and was not erased."""
    persons = Course.objects.filter(clinic=clinic, person__key__isnull=False).values_list("person", flat=True)
    return glimpses(clinic, sorted(set(persons)), in_force, at)


def _holds(looks: Mapping[UUID, Look], speak: Speaker) -> Iterator[dict[str, Any]]:
    for who in Identity.objects.filter(person__in=looks).order_by("folded"):
        held = [chip["text"] for chip in holding(looks[who.person_id], speak, hide_weight=who.hide_weight)]
        if held:
            yield {"person": who.person_id, "name": who.name, "held": held}


def credentials_of(clinic: UUID, today: date) -> list[dict[str, Any]]:
    """Return whose credential ended or ends soon, the earliest first."""
    members = Member.objects.filter(clinic=clinic, active=True, licensed_until__lte=today + AHEAD)
    return [
        {"member": member, "days": (member.licensed_until - today).days}
        for member in members.order_by("licensed_until")
    ]


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


def outcomes_of(clinic: UUID, looks: Mapping[UUID, Look], at: datetime) -> Outcomes:
    """Return the counts of everybody in whom a session was begun; who was erased counts as started and as lost."""
    started = _started(clinic, at)
    judged = {person: tuple(_judged(looks[person])) for person in started & set(looks)}
    measured = {person for person, found in judged.items() if found}
    under_way = (started - measured) & _coming(clinic, at)
    best = Counter(_of_person(judged[person]) for person in measured)
    return Outcomes(
        started=len(started),
        measured=len(measured),
        under_way=len(under_way),
        lost=len(started - measured - under_way),
        beyond=best[Detected.BEYOND],
        within=best[Detected.WITHIN],
        not_judged=best[Detected.UNKNOWN],
    )


def cohorts_of(clinic: UUID, looks: Mapping[UUID, Look], at: datetime) -> Mapping[str, CohortChange]:
    """Return what the courses of each purpose come to, by purpose; of who was erased only that they began is known."""
    started = _started(clinic, at)
    coming = _coming(clinic, at)
    edition = next(iter(looks.values())).edition
    followed = (_followed(looks[person], person in coming) for person in sorted(started & set(looks)))
    return cohort_changes(edition, followed, nameless=len(started - set(looks)))


def _followed(look: Look, coming: bool) -> Followed:
    found = net_change(look.edition, look.policy, look.story, look.outlook.measures.left_out)
    purpose = look.story.plan.indication if look.story.plan else ""
    return Followed(purpose, found[1] if found else None, coming)


def _cohorts(clinic: UUID, looks: Mapping[UUID, Look], speak: Speaker, at: datetime) -> Iterator[dict[str, Any]]:
    for purpose, found in cohorts_of(clinic, looks, at).items():
        yield {
            "purpose": capital(speak.purpose(purpose)) if purpose else "",
            "measured": found.measured,
            "started": found.measured + found.lost,
            "mean": speak.quantity(found.mean) if found.mean else "",
            "low": speak.quantity(found.low) if found.low else "",
            "high": speak.quantity(found.high) if found.high else "",
            "apart": found.told is Told.APART,
            "sources": cited(found.sources),
        }


def _started(clinic: UUID, at: datetime) -> set[UUID]:
    began = Entry.objects.filter(clinic=clinic, kind="started", recorded_at__lte=at)
    return set(began.values_list("person", flat=True))


def _coming(clinic: UUID, at: datetime) -> set[UUID]:
    visits = Visit.objects.filter(clinic=clinic, start__gte=at, state=VisitState.BOOKED)
    return set(visits.values_list("person", flat=True))


def _judged(look: Look) -> Iterable[Detected]:
    return (outcome.detected for outcome in look.outlook.measures.outcomes)


def _of_person(found: tuple[Detected, ...]) -> Detected:
    """Return what the judgements of one person come to: beyond only where every place is, never the best of several."""
    if all(one is Detected.BEYOND for one in found):
        return Detected.BEYOND
    return Detected.WITHIN if Detected.WITHIN in found else Detected.UNKNOWN


def _of_erasures(clinic: UUID) -> Iterable[AuditEvent]:
    return AuditEvent.objects.filter(clinic=clinic, act__in=(ERASED, PUT_OFF)).order_by("-number")


def _last_backup(clinic: UUID) -> datetime | None:
    made = AuditEvent.objects.filter(clinic=clinic, act="back up").order_by("-number")
    return made.values_list("at", flat=True).first()
