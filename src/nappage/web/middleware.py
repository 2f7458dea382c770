"""At the edge of each request: the clock is read once, and the sitting, the member and the clinic are found."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nappage.assessment.policy_in_force import policy_in_force
from nappage.records.models import Member
from nappage.records.row_security import see_clinic
from nappage.web.sitting import Sitting

Respond = Callable[[HttpRequest], HttpResponse]
NO_CLINIC = "none"


class ClinicMiddleware:
    """Sets `request.at`, `request.sitting`, `request.member` and `request.in_force` (the policy).

    The database shows this clinic only, and nothing while nobody is there.
    """

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = settings.NAPPAGE_CLOCK()  # type: ignore[attr-defined]
        request.sitting = Sitting(request.session, request.at)  # type: ignore[attr-defined]
        request.member = member = active_member(request)  # type: ignore[attr-defined]
        see_clinic(connection, str(member.clinic_id) if member else NO_CLINIC)
        if member is None:
            return self._respond(request)
        request.in_force = policy_in_force(member.clinic_id, request.at)  # type: ignore[attr-defined]
        with timezone.override(request.in_force.policy.zone):  # type: ignore[attr-defined]
            return self._respond(request)


def active_member(request: HttpRequest) -> Member | None:
    """Return who acts: the member who sits at this device. Nobody does while it is locked, or once it is too old."""
    sitting: Sitting = request.sitting  # type: ignore[attr-defined]
    if not request.user.is_authenticated or not sitting.lasts or sitting.locked:
        return None
    active = Member.objects.select_related("clinic", "user").filter(active=True, user__is_active=True)
    return active.filter(pk=sitting.member_id).first() if sitting.member_id else None
