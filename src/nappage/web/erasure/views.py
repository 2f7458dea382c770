"""The plan of an erasure, its act, and the certificate as a sealed paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.clinic_keys import clinic_key
from nappage.actions.erasures import erase, put_off
from nappage.assessment.erasure import ERASED, PUT_OFF, Grounds, plan_erasure
from nappage.records.models import AuditEvent, Identity
from nappage.sealing.seal import sealed
from nappage.values.fault import Faulty
from nappage.web.banner import patient_context
from nappage.web.erasure.forms import NOW, GroundsForm
from nappage.web.erasure.presenter import certificate_of, planned, title
from nappage.web.printing import printed
from nappage.web.screen import Asked, patient_screen, screen

UNPROCESSABLE = 422


@patient_screen("patient.erase")
def erasure(asked: Asked) -> HttpResponse:
    """Show what an erasure would do; erase, or put it off with its reason."""
    plan = plan_erasure(asked.person, asked.at)
    form = GroundsForm(asked.request.POST or None)
    if asked.request.method == "POST" and form.is_valid() and _done(asked, form):
        return redirect("director")
    context = {"form": form, "groups": planned(plan), "plan": plan, "others": len(plan.persons) - 1}
    status = UNPROCESSABLE if asked.request.method == "POST" else 200
    return render(asked.request, "erasure/plan.html", patient_context(asked, "erasure") | context, status=status)


def _done(asked: Asked, form: GroundsForm) -> bool:
    said = form.cleaned_data
    grounds = Grounds(said["basis"], said["until"])
    try:
        if said["when"] == NOW:
            erase(asked.actor, asked.person, grounds)
            messages.success(asked.request, _("Erased. The certificate is in the list below."))
        else:
            put_off(asked.actor, asked.person, grounds)
            messages.success(asked.request, _("Put off. The reason and the day are in the list below."))
    except Faulty as faulty:
        form.refuse(faulty)
        return False
    return True


@screen("patient.erase")
def certificate(asked: Asked, person: UUID) -> HttpResponse:
    """Send the certificate of an erasure; for somebody who was not erased, go where that is planned."""
    events = AuditEvent.objects.filter(clinic=asked.actor.clinic, person=person, act__in=(ERASED, PUT_OFF))
    event = events.order_by("-number").first()
    if event is None:
        if Identity.objects.filter(person=person, clinic=asked.actor.clinic).exists():
            return redirect("erasure", person=person)
        raise Http404("nobody of this clinic was erased under this number")
    shown = certificate_of(event, asked.request.in_force.policy.zone)
    clinic = shown["clinic"]
    pdf = printed("erasure/certificate.html", shown, title(shown), clinic, event.digest, event.at)
    answer = HttpResponse(
        sealed(pdf, clinic_key(clinic.id, asked.at), clinic.name, event.at, title(shown)),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = f'inline; filename="erasure-{event.at:%Y-%m-%d}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer
