"""What the printed record says: who it is about, every line in the order it was recorded, papers, lots, the trail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.actions.audit import follow_chain
from nappage.actions.exports import same_person
from nappage.assessment.chart import Chart, chart_of
from nappage.assessment.happening import Struck
from nappage.records.models import AuditEvent, Course, Document, Identity, LotUse, Member
from nappage.rendering.history import told
from nappage.rendering.wording import Speaker
from nappage.web.members import member_names
from nappage.web.patients.presenter import KINDS
from nappage.web.screen import Asked
from nappage.web.speaking import speaker


def printed_record(asked: Asked) -> dict[str, Any]:
    """Return everything of a person's record as it is read, with the trail of who did and saw what."""
    persons = sorted(same_person(asked.person, asked.at))
    zone = asked.look.policy.zone
    chain = follow_chain(asked.actor.clinic)
    return {
        "identities": list(Identity.objects.filter(person__in=persons).order_by("person")),
        "clinic": asked.member.clinic,
        "member_names": member_names(asked.actor.clinic),
        "at": asked.at.astimezone(zone),
        "lines": list(_lines(asked, persons)),
        "papers": list(Document.objects.filter(person__in=persons).order_by("at")),
        "lots": list(LotUse.objects.filter(person__in=persons).order_by("at")),
        "trail": list(_trail(asked, persons)),
        "chain": chain,
        "zone": zone,
    }


def _lines(asked: Asked, persons: list[UUID]) -> Iterator[dict[str, Any]]:
    speak = speaker(asked)
    seen: set[UUID] = set()
    for person in persons:
        courses: list[UUID | None] = list(
            Course.objects.filter(person=person).order_by("opened_at").values_list("id", flat=True)
        )
        for course in courses or [None]:
            for line in _told(chart_of(person, course, asked.at), speak, asked.look.policy.zone):
                if line["id"] not in seen:
                    seen.add(line["id"])
                    yield line


def _told(chart: Chart, speak: Speaker, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    for line in chart.lines:
        if line.strikes is None:
            strike = chart.struck.get(line.id)
            why = next((value.why for value in strike.values if isinstance(value, Struck)), "") if strike else ""
            yield {
                "id": line.id,
                "recorded_at": line.recorded_at.astimezone(zone),
                "by": line.by,
                "kind": KINDS.get(line.kind) or line.kind.replace("-", " "),
                "words": told(line.values, speak),
                "why": why,
                "struck_by": strike.by if strike else "",
            }


def _trail(asked: Asked, persons: list[UUID]) -> Iterator[dict[str, Any]]:
    names = dict(Member.objects.filter(clinic=asked.actor.clinic).values_list("id", "name"))
    for event in AuditEvent.objects.filter(clinic=asked.actor.clinic, person__in=persons).order_by("number"):
        screen = event.detail.get("screen", "") if event.act == "look" else ""
        yield {
            "number": event.number,
            "at": event.at.astimezone(asked.look.policy.zone),
            "by": names.get(event.member, "") if event.member else "",
            "act": f"{event.act} {screen}".strip(),
        }
