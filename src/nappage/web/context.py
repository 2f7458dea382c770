"""What every page shows around its own: the clinic, the member, the time there, and where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

NAVIGATION = (
    ("Today", "today", "today.read"),
    ("Patients", "patients", "patient.find"),
    ("Lots", "lots", "lot.read"),
    ("Policy", "policy", "policy.read"),
    ("Audit", "audit", "audit.read"),
)


def clinic_context(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page; nothing of a clinic before someone is there."""
    member = getattr(request, "member", None)
    if member is None:
        return {"member": None, "clinic": None, "navigation": []}
    policy = request.in_force.policy  # type: ignore[attr-defined]
    return {
        "member": member,
        "clinic": {
            "name": member.clinic.name,
            "fictional": member.clinic.fictional,
            "emergency_number": policy.emergency_number,
            "phone": policy.phone,
        },
        "zone": policy.zone,
        "at": request.at.astimezone(policy.zone),  # type: ignore[attr-defined]
        "navigation": [
            {"label": label, "url": url, "current": request.path.startswith(url) if url != "/" else request.path == "/"}
            for label, url in _reachable(member)
        ],
    }


def _reachable(member: Any) -> list[tuple[str, str]]:
    found = []
    for label, name, permission in NAVIGATION:
        if member.may(permission):
            try:
                found.append((label, reverse(name)))
            except NoReverseMatch:
                continue
    return found
