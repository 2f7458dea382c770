"""Who is asked back: windows that are open or open soon, from each outlook; nobody of whom recall is silenced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.glimpse import glimpses
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.maintenance import Maintenance, Recall
from nappage.engine.story import Assessment, Verdict
from nappage.records.models import Identity, Member, Purpose, Visit, VisitState
from nappage.rendering.lines import cited
from nappage.rendering.progress_table import JUDGED, told
from nappage.rendering.wording import Speaker
from nappage.values.local_time import at_local, local_day

# How far ahead the list looks, and how many people it works out at once: the clinic's housekeeping.
AHEAD = timedelta(days=30)
AT_ONCE = 40
# Whoever was given a session and went home has left: their visit counts, and their chart says what was given at it.
NOT_GIVEN = (VisitState.CANCELLED, VisitState.MISSED)
RESPONSES = {
    Verdict.IMPROVED.value: _("improved"),
    Verdict.BETWEEN.value: _("in between"),
    Verdict.NOT_IMPROVED.value: _("not improved"),
    "": _("not judged"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty is everybody."""

    purpose: str = ""
    response: str | None = None


def recall_page(member: Member, in_force: PolicyInForce, at: datetime, wanted: Wanted, number: str) -> dict[str, Any]:
    """Return the people of one page, whose last session is longest ago first.

    Purpose and response are told to who may read charts; the desk sees whom to call, and when.
    """
    page = _candidates(member.clinic_id, in_force, at, number)
    reads = member.may("chart.read")
    looks = glimpses(member.clinic_id, page.object_list, in_force, at)
    who = {one.person_id: one for one in Identity.objects.filter(person__in=page.object_list)}
    rows = [row for person in page.object_list for row in _rows(person, looks[person], who.get(person), reads)]
    purposes = sorted({(row["purpose_id"], row["purpose"]) for row in rows}) if reads else []
    narrowed = [row for row in rows if _is_wanted(row, wanted)] if reads else rows
    return {"rows": narrowed, "page": page, "purposes": purposes, "responses": RESPONSES.items(), "reads": reads}


def _candidates(clinic: UUID, in_force: PolicyInForce, at: datetime, number: str) -> Page[UUID]:
    """Return people who had a session, have none booked, and of whom a source could open a recall by then."""
    zone = in_force.policy.zone
    horizon = local_day(at + AHEAD, zone)
    opens = [entry.opens.before(horizon) for entry in edition_in_use().all(Maintenance).values()]
    latest = at_local(max(opens) + timedelta(days=1), time(0), zone)
    sessions = Visit.objects.filter(clinic=clinic, purpose=Purpose.SESSION).exclude(state__in=NOT_GIVEN)
    last = sessions.values("person").order_by().annotate(last=Max("start")).filter(last__lt=latest)
    persons = last.order_by("last", "person").values_list("person", flat=True)
    return Paginator(persons, AT_ONCE).get_page(number)


def _rows(person: UUID, look: Look, identity: Identity | None, reads: bool) -> Iterator[dict[str, Any]]:
    found = look.outlook.course.recall
    if found is None or identity is None or found.opens > local_day(look.at + AHEAD, look.policy.zone):
        return
    speak = Speaker(look.edition, look.policy.zone)
    yield {
        "person": person,
        "name": identity.name,
        "phone": identity.phone,
        "window": _window(found, speak),
        "offered": speak.value(found.offered),
        "is_open": found.opens <= local_day(look.at, look.policy.zone),
        "nth": found.nth,
        "held": bool(look.outlook.course.holds),
        **(_clinical(look, found, speak) if reads else {}),
    }


def _clinical(look: Look, found: Recall, speak: Speaker) -> dict[str, Any]:
    plan, judged = look.story.plan, _verdict(look.story.assessments)
    return {
        "purpose_id": plan.indication if plan else "",
        "purpose": speak.purpose(plan.indication) if plan else "",
        "response": judged,
        "response_words": RESPONSES[judged],
        "measured": ", ".join(
            dict.fromkeys(told(speak, JUDGED[one.detected]) for one in look.outlook.measures.outcomes)
        ),
        "sources": cited(found.because.sources),
    }


def _verdict(judged: tuple[Assessment, ...]) -> str:
    return max(judged, key=lambda one: one.at).verdict.value if judged else ""


def _window(found: Recall, speak: Speaker) -> str:
    return " – ".join(speak.value(day) for day in (found.opens, found.closes) if isinstance(day, date))


def _is_wanted(row: dict[str, Any], wanted: Wanted) -> bool:
    purpose = not wanted.purpose or row["purpose_id"] == wanted.purpose
    return purpose and (wanted.response is None or row["response"] == wanted.response)
