"""The way into the portal and out of it, and the choice about whom it is."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.auth import logout
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nappage.actions.portal_accesses import note_entry
from nappage.assessment.own_access import OwnAccess, accesses_of
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.web.stay import Stay
from nappage.web.ways import always_open, log_in_again, public

UNPROCESSABLE = 422


@public
@never_cache
@require_safe
def log_in(request: HttpRequest) -> HttpResponse:
    """Show how one logs in."""
    return render(request, "portal/log_in.html")


@always_open
@never_cache
def person(request: HttpRequest) -> HttpResponseBase:
    """Ask about whom it is, where an account has several accesses, and say so where it has none any more."""
    stay: Stay = cast(Any, request).stay
    if not stay.lasts:
        return log_in_again(request, door="my-log-in")
    with seeing(connection, EVERY_CLINIC):
        found = accesses_of(cast(UUID, request.user.pk), stay.at)
    chosen = next((each for each in found if str(each.access.id) == request.POST.get("access")), None)
    if chosen is None and len(found) == 1 and cast(Any, request).access is None:
        chosen = found[0]
    if chosen is not None:
        return enter(stay, chosen)
    return render(request, "portal/person.html", {"found": found}, status=UNPROCESSABLE if request.POST else 200)


person.login_url = "my-log-in"  # type: ignore[attr-defined]


def enter(stay: Stay, chosen: OwnAccess) -> HttpResponseBase:
    """Let the stay be about a person from now on, leave that on the trail, and go to their course."""
    with seeing(connection, str(chosen.access.clinic_id)):
        note_entry(chosen.access, stay.at)
    stay.choose(chosen.access)
    return redirect("my-course")


@public
@never_cache
@require_POST
def log_out(request: HttpRequest) -> HttpResponseBase:
    """Log out at the patient door."""
    logout(request)
    return redirect("my-log-in")
