"""The page for a form that belongs to another patient: whose it was, which one is open, and what was typed in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from nappage.records.models import AuditEvent, Identity, Member
from nappage.web.arrived import arrived
from nappage.web.binding import FIELD, Misbound
from nappage.web.confirmation_form import FIELD as SECRET
from nappage.web.ways import is_part

CONFLICT = 409
_NOT_SHOWN = ("csrfmiddlewaretoken", FIELD, SECRET)


def misbound(request: HttpRequest, refusal: Misbound) -> HttpResponse:
    """Return the 409 page. It names patients of this clinic only; what was typed is there to be copied."""
    if is_part(request):
        return cast(HttpResponse, JsonResponse({"refused": "bound to another patient or member"}, status=CONFLICT))
    member = arrived(request).member
    assert member is not None, "only a form of a member is bound"
    found = refusal.found
    context = {
        "belonged": _identity(member, found.person) if found else None,
        "opened_by": Member.objects.filter(pk=found.member, clinic=member.clinic_id).first() if found else None,
        "sent_to": _identity(member, refusal.expected.person),
        "open_now": _identity(member, _open_now(member)),
        "typed": tuple(_typed(request)),
    }
    return render(request, "misbound.html", context, status=CONFLICT)


def _identity(member: Member, person: UUID | None) -> Identity | None:
    if person is None or not member.may("patient.find"):
        return None
    return Identity.objects.filter(person=person, clinic=member.clinic_id).first()


def _open_now(member: Member) -> UUID | None:
    """Return the patient whose page this member opened last, by the audit trail."""
    looks = AuditEvent.objects.filter(clinic=member.clinic_id, member=member.id, act="look", person__isnull=False)
    opened = looks.filter(detail__screen__startswith="open").order_by("-number")
    return opened.values_list("person", flat=True).first()


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in _NOT_SHOWN:
            yield from ((name, str(value)) for value in values if value)
