"""What every page shows around its own: the clinic, the member, the time there, and where one can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from nappage.records.models import Member
from nappage.web.arrived import arrived
from nappage.web.members import names_when_asked

# Label, address, permission, and the key that follows "g".
NAVIGATION = (
    (_("Today"), "today", "today.read", "t"),
    (_("Agenda"), "agenda", "agenda.read", "d"),
    (_("Patients"), "patients", "patient.find", "p"),
    (_("Follow-up"), "follow-up", "chart.read", "f"),
    (_("Messages"), "undelivered", "message.read", "m"),
    (_("Recall"), "recall", "recall.read", "r"),
    (_("Lots"), "lots", "lot.read", "l"),
    (_("Policy"), "policy", "policy.read", "o"),
    (_("Director"), "director", "director.read", "d"),
    (_("Audit"), "audit", "audit.read", "a"),
)


def clinic_context(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page; nothing of a clinic before someone is there."""
    member = getattr(request, "member", None)
    who = member or getattr(request, "access", None)
    if who is None:
        return {"member": None, "clinic": None, "navigation": [], "fictional": settings.NAPPAGE_DEMO}
    policy = arrived(request).in_force.policy
    return {
        "member": member,
        # Most pages name nobody: who is called what is asked for where one does.
        "member_names": SimpleLazyObject(names_when_asked(who.clinic_id)) if member else {},
        "clinic": {
            "name": who.clinic.name,
            "fictional": who.clinic.fictional,
            "emergency_number": policy.emergency_number,
            "phone": policy.phone,
        },
        "zone": policy.zone,
        "at": arrived(request).at.astimezone(policy.zone),
        "navigation": [
            {"label": label, "url": url, "keys": f"g {key}", "current": _is_at(request.path, url)}
            for label, url, key in _reachable(member)
        ]
        if member
        else [],
    }


def _is_at(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _reachable(member: Member) -> list[tuple[Any, str, str]]:
    return [(label, reverse(name), key) for label, name, permission, key in NAVIGATION if member.may(permission)]
