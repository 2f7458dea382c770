"""What the director sees: counts of the trail, what holds now, what ends soon, and what came of the courses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import TruncMonth

from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.erasure import ERASED, PUT_OFF
from nappage.assessment.glimpse import glimpses
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.cohort import Told
from nappage.records.models import AuditEvent, Identity, Member
from nappage.rendering.lines import cited
from nappage.rendering.naming import capital
from nappage.rendering.wording import Speaker
from nappage.values.local_time import at_local, local_day
from nappage.web.banner import holding
from nappage.web.director.counts import Counts, cohorts_of, counting, erased_after_start, outcomes_of
from nappage.web.director.round import AT_ONCE, Round, changed_since, round_now
from nappage.web.erasure.presenter import listed
from nappage.web.members import names_when_asked

# How far the view looks: the clinic's housekeeping, and no rule about a patient.
MONTHS = 6
AHEAD = timedelta(days=90)
ERASURES_SHOWN = 20
REASONS = ("give reason", "decide on finding")


def director_page(clinic: UUID, in_force: PolicyInForce, at: datetime, number: str) -> dict[str, Any]:
    """Return what the director's page shows. `number` is the page of the list of holds."""
    zone = in_force.policy.zone
    reached = round_now(counting(clinic, in_force, at))
    context = {
        "overrides": overrides_of(clinic, zone, at),
        "credentials": credentials_of(clinic, local_day(at, zone)),
        "erasures": listed(_of_erasures(clinic), zone),
        "backups": _last_backup(clinic),
        "round": reached,
        "is_old": reached.begun < at,
    }
    return context | _gone_through(clinic, in_force, at, reached, number) if reached.is_over else context


def _gone_through(
    clinic: UUID, in_force: PolicyInForce, at: datetime, reached: Round[Counts], number: str
) -> dict[str, Any]:
    """Return what a round that is over came to; who is held is looked at again now, a page of them at a time."""
    counts, erased = reached.found, erased_after_start(clinic, at)
    speak = Speaker(edition_in_use(), in_force.policy.zone, members=names_when_asked(clinic))
    maybe = {*counts.held, *changed_since(clinic, reached.begun, at)}
    page = Paginator(Identity.objects.filter(person__in=maybe).order_by("folded"), AT_ONCE).get_page(number)
    return {
        "outcomes": outcomes_of(counts, erased),
        "cohorts": list(_cohorts(counts, erased, speak)),
        "holds": list(_holds(page.object_list, glimpses(clinic, _persons(page), in_force, at), speak)),
        "page": page,
    }


def _persons(page: Page[Identity]) -> list[UUID]:
    return [who.person_id for who in page.object_list]


@dataclass(frozen=True, slots=True)
class Overrides:
    """Reasons given against a warning or finding: by whom and month, and by rule."""

    months: tuple[date, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    rules: tuple[tuple[str, int], ...]


def overrides_of(clinic: UUID, zone: ZoneInfo, at: datetime) -> Overrides:
    """Return how often each person of the staff went against what was said, month by month, the latest last."""
    months = tuple(reversed(list(_months(local_day(at, zone)))))
    said = AuditEvent.objects.filter(clinic=clinic, act__in=REASONS, detail__has_key="code")
    counted: Counter[tuple[UUID | None, date]] = Counter()
    rules: Counter[str] = Counter()
    for member, month, rule, count in (
        said.filter(at__gte=at_local(months[0], time(0), zone), at__lte=at)
        .order_by()
        .values_list("member", TruncMonth("at", tzinfo=zone), KeyTextTransform("rule", "detail"))
        .annotate(count=Count("id"))
    ):
        counted[member, month.date()] += count
        rules[rule] += count
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


def _holds(who: Iterable[Identity], looks: Mapping[UUID, Look], speak: Speaker) -> Iterator[dict[str, Any]]:
    for one in who:
        held = [chip["text"] for chip in holding(looks[one.person_id], speak, hide_weight=one.hide_weight)]
        if held:
            yield {"person": one.person_id, "name": one.name, "held": held}


def credentials_of(clinic: UUID, today: date) -> list[dict[str, Any]]:
    """Return whose credential ended or ends soon, the earliest first."""
    members = Member.objects.filter(clinic=clinic, active=True, licensed_until__lte=today + AHEAD)
    return [
        {"member": member, "days": (member.licensed_until - today).days}
        for member in members.order_by("licensed_until")
    ]


def _cohorts(counts: Counts, erased: int, speak: Speaker) -> Iterator[dict[str, Any]]:
    for purpose, found in cohorts_of(counts, erased).items():
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


def _of_erasures(clinic: UUID) -> Iterable[AuditEvent]:
    """Return the last erasures; the trail has them all."""
    return AuditEvent.objects.filter(clinic=clinic, act__in=(ERASED, PUT_OFF)).order_by("-number")[:ERASURES_SHOWN]


def _last_backup(clinic: UUID) -> datetime | None:
    made = AuditEvent.objects.filter(clinic=clinic, act="back up").order_by("-number")
    return made.values_list("at", flat=True).first()
