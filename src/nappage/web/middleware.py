"""At the edge of each request: the clock is read once, and the member and clinic are found."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nappage.assessment.policy_in_force import policy_in_force
from nappage.records.models import Member
from nappage.records.row_security import see_clinic

Respond = Callable[[HttpRequest], HttpResponse]
NO_CLINIC = "none"


class ClinicMiddleware:
    """Sets `request.at`, `request.member` and `request.in_force` (the policy); the database shows this clinic only."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = settings.NAPPAGE_CLOCK()  # type: ignore[attr-defined]
        request.member = member = active_member(request)  # type: ignore[attr-defined]
        see_clinic(connection, str(member.clinic_id) if member else NO_CLINIC)
        if member is None:
            return self._respond(request)
        request.in_force = policy_in_force(member.clinic_id, request.at)  # type: ignore[attr-defined]
        with timezone.override(request.in_force.policy.zone):  # type: ignore[attr-defined]
            return self._respond(request)


def active_member(request: HttpRequest) -> Member | None:
    """Return who acts: the member chosen on this device, else the account's only membership."""
    if not request.user.is_authenticated:
        return None
    chosen = request.session.get("member")
    active = Member.objects.select_related("clinic").filter(active=True)
    if chosen is not None:
        return active.filter(pk=UUID(chosen)).first()
    return active.filter(user=request.user).order_by("clinic__name").first()
