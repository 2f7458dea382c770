"""At the edge of each request: the clock is read once, and who is there at which door is found, with their clinic."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nappage.assessment.policy_in_force import policy_in_force
from nappage.records.models import Member, PortalAccess
from nappage.records.row_security import see_clinic, seeing
from nappage.records.standing_query import StandingQuery
from nappage.web.arrived import arrived
from nappage.web.sitting import Sitting
from nappage.web.stay import Stay

Respond = Callable[[HttpRequest], HttpResponse]
NO_CLINIC = "none"


class ClinicMiddleware:
    """Sets `request.at`, `request.sitting` and `request.member` of the clinic door, `request.stay` and `request.access`
    of the patient door, and `request.in_force` (the policy). Nobody is at both doors at once.

    The database shows this clinic only, and nothing while nobody is there.
    """

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        here = arrived(request)
        here.at = settings.NAPPAGE_CLOCK()
        here.sitting = Sitting(request.session, here.at)
        here.member = active_member(request)
        here.stay = Stay(request.session, here.at)
        here.access = None if here.member else standing_access(request)
        who = here.member or here.access
        see_clinic(connection, str(who.clinic_id) if who else NO_CLINIC)
        if who is None:
            return self._respond(request)
        here.in_force = policy_in_force(who.clinic_id, here.at)
        with timezone.override(here.in_force.policy.zone):
            return self._respond(request)


def active_member(request: HttpRequest) -> Member | None:
    """Return who acts: the member who sits at this device. Nobody does while it is locked, or once it is too old."""
    sitting = arrived(request).sitting
    if not request.user.is_authenticated or not sitting.lasts or sitting.locked:
        return None
    return _ACTIVE.first(sitting.member_id) if sitting.member_id else None


_ACTIVE = StandingQuery(
    lambda member: Member.objects.select_related("clinic", "user").filter(pk=member, active=True, user__is_active=True)
)


def standing_access(request: HttpRequest) -> PortalAccess | None:
    """Return by which access somebody is at the patient door: none once it was revoked or its day has come."""
    stay = arrived(request).stay
    if not request.user.is_authenticated or not stay.lasts or stay.access_id is None:
        return None
    of_user = PortalAccess.objects.select_related("clinic", "user").filter(user=request.user.pk, user__is_active=True)
    with seeing(connection, stay.clinic):
        access = of_user.filter(pk=stay.access_id).first()
    return access if access is not None and access.stands(stay.at) else None
