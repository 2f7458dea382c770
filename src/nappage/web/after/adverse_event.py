"""What went wrong: the report of an adverse event, filled from the record, and what happened to one of the staff."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from nappage.actions.adverse_events import sign_adverse_event
from nappage.actions.clinic_keys import clinic_key
from nappage.actions.incidents import record_incident
from nappage.assessment.followed import Mishap, StaffIncident
from nappage.assessment.happening import EmergencyStep, ReactionSeen
from nappage.records.models import Member
from nappage.rendering.adverse_event import (
    OnRecord,
    Reported,
    Seen,
    StepDone,
    adverse_event_leaflet,
    record_sections,
)
from nappage.rendering.leaflet import leaflet_paper
from nappage.rendering.paper import as_pdf
from nappage.sealing.seal import sealed
from nappage.values.fault import Fault, Faulty
from nappage.web.after.forms import AdverseEventForm, IncidentForm
from nappage.web.after.presenter import members_of
from nappage.web.banner import patient_context
from nappage.web.consent.sealing import fonts
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import speaker


def on_record(asked: Asked) -> OnRecord:
    """Return what the report is filled from."""
    look, names = asked.look, members_of(asked)
    return OnRecord(
        found=look.outlook,
        story=look.story,
        policy=look.policy,
        speak=speaker(asked),
        clinic=", ".join(filter(None, (asked.member.clinic.name, look.policy.phone))),
        steps=tuple(
            StepDone(line.at, value.protocol, value.step, names.get(line.by, line.by), value.dose)
            for line, value in look.chart.of(EmergencyStep)
        ),
        seen=tuple(Seen(value.at, value.what, value.words) for _, value in look.chart.of(ReactionSeen)),
    )


@patient_screen("adverse-event.sign")
def adverse_event(asked: Asked) -> HttpResponse:
    """Show what the report holds, add the words, sign it: it is sealed and kept among the papers of the chart."""
    form = AdverseEventForm(asked.request.POST or None)
    record = on_record(asked)
    if form.is_valid():
        asked.confirm()
        told = form.cleaned_data
        said = Reported(
            narrative=told["narrative"],
            serious=tuple(told["serious"]),
            outcome=told["outcome"],
            reporter=asked.member.name,
            credential=asked.member.get_credential_display(),
            pseudonym=asked.person.hex[-8:],
        )
        leaflet = adverse_event_leaflet(record, said)
        pdf = as_pdf(leaflet_paper(leaflet, attach=True), fonts())
        clinic = asked.member.clinic
        paper = sealed(pdf, clinic_key(clinic.id, asked.at), clinic.name, asked.at, leaflet.title)
        sign_adverse_event(asked.actor, asked.person, asked.course, leaflet.digest, paper)
        return redirect("after", person=asked.person)
    context = patient_context(asked, "after") | {"form": form, "sections": list(record_sections(record))}
    return render(asked.request, "after/adverse_event.html", context, status=422 if form.is_bound else 200)


@patient_screen("incident.record")
def incident(asked: Asked) -> HttpResponse:
    """Record what happened to somebody of the staff."""
    zone = asked.look.policy.zone
    members = Member.objects.filter(clinic=asked.actor.clinic, active=True).order_by("name")
    form = IncidentForm(list(members.values_list("slug", "name")), asked.request.POST or None, initial=_now(asked))
    faults: tuple[Fault, ...] = ()
    if form.is_valid():
        at, told = form.moment(zone, asked.at), form.cleaned_data
        if not form.errors and at is not None:
            happened = StaffIncident(
                Mishap(told["what"]), told["member"], at, told["words"], told["done"], told["told"]
            )
            try:
                record_incident(asked.actor, asked.person, asked.course, happened)
                return redirect("after", person=asked.person)
            except Faulty as faulty:
                faults = faulty.faults
    context = patient_context(asked, "after") | {"form": form, "faults": faults}
    return render(asked.request, "after/incident.html", context, status=422 if form.is_bound else 200)


def _now(asked: Asked) -> dict[str, object]:
    local = asked.at.astimezone(asked.look.policy.zone)
    return {"day": local.date(), "clock": f"{local:%H:%M}", "member": asked.member.slug}
