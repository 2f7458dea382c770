"""What is shown of an erasure, before and after, in the words of a reader who knows no table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.assessment.erasure import ERASED, ErasurePlan, Fate
from nappage.records.models import AuditEvent, Clinic, Member

NAMES: Mapping[str, Any] = {
    "Identity": gettext_lazy("name, birth date, telephone, address, picture"),
    "PersonKey": gettext_lazy("the key that opens what was written about the person"),
    "PortalAccess": gettext_lazy("access to the pages at home, their own and that of who helps"),
    "PushSubscription": gettext_lazy("browsers in which notifications are on"),
    "Message": gettext_lazy("messages, sent and waiting"),
    "Draft": gettext_lazy("forms that were begun and not recorded"),
    "Waiting": gettext_lazy("places on the waiting list"),
    "Visit": gettext_lazy("visits, past and booked"),
    "Photo": gettext_lazy("photos"),
    "Entry": gettext_lazy("entries of the chart"),
    "Document": gettext_lazy("papers"),
    "Person": gettext_lazy("the pseudonym itself"),
    "Course": gettext_lazy("courses, by the day they were opened"),
    "Decision": gettext_lazy("the rules that decisions rested on"),
    "PersonLink": gettext_lazy("links between records of the person"),
    "LotUse": gettext_lazy("lots that were used, for a recall"),
    "AuditEvent": gettext_lazy("the trail of who did what and when"),
}
_HEADINGS: Mapping[Fate, Any] = {
    Fate.DELETED: gettext_lazy("Deleted, and overwritten in the database"),
    Fate.CLOSED: gettext_lazy("Closed: it stays where it is, and nobody can read it, the clinic included"),
    Fate.PSEUDONYM: gettext_lazy("Kept under a number that leads to nobody"),
}


def planned(plan: ErasurePlan) -> list[dict[str, Any]]:
    """Return what an erasure would do, by what becomes of it."""
    rows = {fate: {each.table: each.rows for each in plan.of(fate)} for fate in Fate}
    return list(_groups({fate.value: rows[fate] for fate in Fate}))


def _groups(rows: Mapping[str, Mapping[str, int]]) -> Iterator[dict[str, Any]]:
    for fate in Fate:
        lines = [(NAMES.get(table) or table, count) for table, count in rows.get(fate.value, {}).items()]
        if lines:
            yield {"heading": _HEADINGS[fate], "lines": lines}


def certificate_of(event: AuditEvent, zone: ZoneInfo) -> dict[str, Any]:
    """Return what the certificate of an erasure, or of one that was put off, says."""
    by = Member.objects.filter(pk=event.member or event.clinic).values_list("name", flat=True).first()
    backups = ((datetime.fromisoformat(at), file) for at, file in event.detail.get("backups", ()))
    return {
        "erased": event.act == ERASED,
        "clinic": Clinic.objects.get(pk=event.clinic),
        "numbers": event.detail["persons"],
        "at": event.at.astimezone(zone),
        "by": by or "",
        "groups": list(_groups(event.detail.get("rows", {}))),
        "basis": event.detail["basis"],
        "until": date.fromisoformat(event.detail["until"]),
        "backups": [(at.astimezone(zone), file[:16]) for at, file in backups],
        "event": event.number,
        "digest": event.digest,
    }


def title(shown: Mapping[str, Any]) -> str:
    """Return the title of a certificate."""
    return _("Certificate of erasure") if shown["erased"] else _("Erasure put off")


def listed(events: Iterable[AuditEvent], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return erasures as lines of a list."""
    return [
        {
            "person": event.person,
            "erased": event.act == ERASED,
            "at": event.at.astimezone(zone),
            "until": date.fromisoformat(event.detail["until"]),
            "basis": event.detail["basis"],
        }
        for event in events
    ]
