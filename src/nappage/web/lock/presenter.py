"""The lock screen: who may take this tablet over, and what waits behind."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nappage.assessment.policy_in_force import policy_in_force
from nappage.records.models import Member
from nappage.records.row_security import seeing
from nappage.web.arrived import arrived
from nappage.web.lock.forms import UnlockForm
from nappage.web.sitting import Sitting


def members_at(sitting: Sitting) -> list[Member]:
    """Return who may unlock: the one who was there, then everybody of the clinic who has a PIN."""
    active = Member.objects.select_related("clinic", "user").filter(active=True, user__is_active=True)
    last = active.filter(pk=sitting.member_id).first() if sitting.member_id else None
    if last is None:
        return []
    others = active.filter(clinic=last.clinic).exclude(pin="").exclude(pk=last.pk).order_by("name")
    return [last, *others]


def lock_screen(request: HttpRequest, waiting: str, form: UnlockForm | None = None, status: int = 200) -> HttpResponse:
    """Return the lock screen, with what waits behind it."""
    sitting = arrived(request).sitting
    members = members_at(sitting)
    form = form or UnlockForm(members=members, initial={"member": str(sitting.member_id)})
    context: dict[str, Any] = {"form": form, "next": waiting}
    if members:
        clinic = members[0].clinic
        with seeing(connection, str(clinic.id)):
            zone = policy_in_force(clinic.id, sitting.at).policy.zone
        context |= {"clinic": clinic, "zone": zone, "at": sitting.at.astimezone(zone)}
        with timezone.override(zone):
            return render(request, "lock/lock.html", context, status=status)
    return render(request, "lock/lock.html", context, status=status)
