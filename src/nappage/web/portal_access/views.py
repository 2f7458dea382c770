"""Who opens a person's record from home: the list, an invitation, and taking access back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict
from nappage.actions.portal_accesses import invite, revoke
from nappage.records.models import PortalAccess, Relation
from nappage.values.fault import Faulty
from nappage.values.local_time import at_local
from nappage.web.banner import patient_context
from nappage.web.portal_access.forms import InviteForm
from nappage.web.screen import Asked, patient_screen

UNPROCESSABLE = 422


@patient_screen("portal.invite")
def portal_access(asked: Asked) -> HttpResponse:
    """Show who has access, and give it to somebody."""
    form = InviteForm(asked.request.POST or None, initial=_known(asked))
    if asked.request.method == "POST" and form.is_valid() and _invited(asked, form):
        messages.success(asked.request, _("Access given. They log in with a code that is sent to that address."))
        return redirect("portal-access", person=asked.person)
    rows = PortalAccess.objects.select_related("user").filter(person=asked.person)
    context = {
        "form": form,
        "standing": [row for row in rows if row.stands(asked.at)],
        "ended": [row for row in rows if not row.stands(asked.at)],
    }
    status = UNPROCESSABLE if form.is_bound else 200
    page = patient_context(asked, "portal-access") | context
    return render(asked.request, "portal_access/portal_access.html", page, status=status)


@patient_screen("portal.invite")
def revoke_access(asked: Asked, access: UUID) -> HttpResponse:
    """Ask whether to take access back, and take it back: whoever has it is out at once."""
    found = get_object_or_404(PortalAccess.objects.select_related("user"), pk=access, person=asked.person)
    if asked.request.method == "POST":
        revoke(asked.actor, found.id)
        messages.success(asked.request, _("Taken back. It opens nothing any more."))
        return redirect("portal-access", person=asked.person)
    page = patient_context(asked, "portal-access") | {"access": found}
    return render(asked.request, "portal_access/revoke.html", page)


def _known(asked: Asked) -> dict[str, str]:
    """Return what the first invitation begins with: the person, at the address that is on their record."""
    assert asked.identity is not None, "a patient's screen has a patient"
    standing = PortalAccess.objects.filter(person=asked.person, revoked_at=None, relation=Relation.SELF).exists()
    if standing:
        return {"relation": Relation.PROXY.value}
    return {"relation": Relation.SELF.value, "address": asked.identity.email or asked.identity.phone}


def _invited(asked: Asked, form: InviteForm) -> bool:
    said = form.cleaned_data
    until: datetime | None = None
    if said["until"] is not None:
        until = at_local(said["until"] + timedelta(days=1), time(0), asked.look.policy.zone)
    try:
        invite(
            asked.actor, asked.person,
            address=said["address"], relation=Relation(said["relation"]), name=said["name"], until=until,
        )  # fmt: skip
    except Faulty as faulty:
        form.refuse(faulty)
    except Conflict as conflict:
        form.add_error("address", str(conflict))
    else:
        return True
    return False
