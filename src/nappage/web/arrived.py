"""A request as it is after web/middleware.py: with its instant, and who is there at which door."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from nappage.assessment.policy_in_force import PolicyInForce
from nappage.records.models import Identity, Member, PortalAccess
from nappage.values.fault import Fault
from nappage.web.sitting import Sitting
from nappage.web.stay import Stay


class Arrived(HttpRequest):
    """A request with what the edge found out about it. `in_force` is there when somebody is, at either door.

    `about` is the patient of the screen that was asked for, `signing` in words what is signed with what was sent.
    """

    at: datetime
    sitting: Sitting
    member: Member | None
    stay: Stay
    access: PortalAccess | None
    in_force: PolicyInForce
    htmx: HtmxDetails
    whose: str
    confirmation_fault: Fault | None
    about: Identity | None
    signing: str


def arrived(request: HttpRequest) -> Arrived:
    """Return a request by what the middleware set on it: Django's own type does not know of it."""
    return cast(Arrived, request)
