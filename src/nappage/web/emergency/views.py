"""The pages of an emergency: at hand for everybody, without log-in and network; of one patient, on the record."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nappage.actions.emergencies import record_steps
from nappage.actions.looking import note_look
from nappage.records.models import Entry, Member
from nappage.values.fault import Fault, Faulty
from nappage.web.arrived import arrived
from nappage.web.banner import patient_context
from nappage.web.binding import HEADER, Binding, Misbound, read_token
from nappage.web.emergency.presenter import at_hand, clinic_of, of_patient
from nappage.web.emergency.tapping import read_tapped
from nappage.web.screen import Asked, patient_screen
from nappage.web.ways import READS, always_open

UNPROCESSABLE = 422
# What the page needs to stand by itself; the worker keeps a copy of each on the device.
FILES = (
    "vendor/nappage.css",
    "vendor/fonts/atkinson-hyperlegible-latin-400-normal.woff2",
    "vendor/fonts/atkinson-hyperlegible-latin-700-normal.woff2",
    "nappage/emergency.js",
    "nappage/emergency_outbox.js",
    "nappage/new_id.js",
    "nappage/mark.svg",
)


@login_not_required
@always_open
@require_safe
def emergency(request: HttpRequest) -> HttpResponseBase:
    """Show the steps at hand; where a member comes from a patient's page, show that patient's."""
    person, member = _person(request), arrived(request).member
    if person is not None and member is not None and member.may("emergency.read"):
        return redirect("patient-emergency", person=person)
    response = HttpResponse(_page(request))
    response["Cache-Control"] = "private, max-age=300, stale-if-error=2592000"
    return response


@login_not_required
@always_open
@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """Return the script that keeps the page of emergencies on the device. Its text changes whenever the page does."""
    version = hashlib.sha256(_page(request).encode()).hexdigest()[:16]
    files = json.dumps([static(name) for name in FILES])
    context = {"name": "emergency", "version": version, "page": reverse("emergency"), "files": files}
    return render(request, "emergency/worker.js", context, content_type="text/javascript")


@patient_screen("emergency.read")
def patient_emergency(asked: Asked) -> HttpResponse:
    """Show the steps for one patient and those done; without script each tap is a form of its own (POST)."""
    if asked.request.method not in READS:
        return _tap(asked)
    return render(asked.request, "emergency/patient.html", _context(asked))


@require_POST
@patient_screen("emergency.record", bound=False)
def steps(asked: Asked) -> HttpResponse:
    """Record the steps that a device kept; the answer names those that are saved, so that it may forget them.

    They may come after the tablet was locked and somebody else has it: the binding says who tapped.
    """
    by = _who_tapped(asked)
    try:
        entries = record_steps(asked.actor, asked.person, read_tapped(_json(asked.request)), by)
    except Faulty as faulty:
        return JsonResponse({"faults": [str(fault) for fault in faulty.faults]}, status=UNPROCESSABLE)
    except ValueError:
        fault = Fault("This request", "JSON", "something else", "Send it again.")
        return JsonResponse({"faults": [str(fault)]}, status=UNPROCESSABLE)
    return JsonResponse({"saved": [str(entry.id) for entry in entries]})


def _json(request: HttpRequest) -> Any:
    """Return what a script sent; None, which is no step, for anything else than JSON."""
    return json.loads(request.body) if request.content_type == "application/json" else None


def _page(request: HttpRequest) -> str:
    clinic = clinic_of(request)
    context = at_hand(clinic, arrived(request).at)
    return render_to_string("emergency/emergency.html", context | {"member": None, "at": None}, request)


def _person(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("person", ""))
    except ValueError:
        return None


def _context(asked: Asked) -> dict[str, Any]:
    reads_charts = asked.member.may("chart.read")
    context = patient_context(asked, "emergency") | of_patient(asked.look, reads_charts)
    if not reads_charts:
        # The front desk helps in an emergency, and still learns nothing of the chart.
        context["banner"] = {**context["banner"], "chips": []}
        context["rail"] = []
    return context


def _tap(asked: Asked) -> HttpResponse:
    """Record one step that a form sent; the same form sent again leads to the step that is there."""
    sent, now = asked.request.POST, asked.at.isoformat()
    row = {name: sent.get(name, "") for name in ("id", "protocol", "step", "dose")} | {"at": now}
    try:
        (tapped,) = read_tapped({"sent": now, "steps": [row]})
    except Faulty as faulty:
        context = _context(asked) | {"faults": faulty.faults}
        return render(asked.request, "emergency/patient.html", context, status=UNPROCESSABLE)
    if not Entry.objects.filter(pk=tapped.id, person=asked.person).exists():
        record_steps(asked.actor, asked.person, (tapped,), asked.member)
    return redirect(f"{reverse('patient-emergency', args=[asked.person])}#{tapped.step.protocol}")


def _who_tapped(asked: Asked) -> Member:
    token = asked.request.headers.get(HEADER, "")
    found = read_token(token)
    if token and (found is None or found.person != asked.person):
        note_look(asked.actor, asked.person, "refused: steps of another patient")
        raise Misbound(Binding(asked.member.id, asked.person), found)
    if found is None:
        return asked.member
    return Member.objects.filter(pk=found.member, clinic=asked.actor.clinic).first() or asked.member
