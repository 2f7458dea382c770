"""What happened to somebody of the staff at a patient's visit: a needle stick, a splash, a faint."""

from __future__ import annotations

from uuid import UUID

from nappage.actions.acting import Actor, acting
from nappage.actions.contacts import last_visit
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.followed import StaffIncident
from nappage.records.models import Entry, Member
from nappage.values.fault import Fault, Faulty


def record_incident(actor: Actor, person: UUID, course: UUID | None, incident: StaffIncident) -> Entry:
    """Return the entry of a staff incident; Faulty with everything that is lacking."""
    faults = []
    if not Member.objects.filter(clinic=actor.clinic, slug=incident.member).exists():
        faults.append(Fault("Whom it happened to", "somebody of this clinic", incident.member, "Choose again."))
    if incident.at > actor.at:
        faults.append(Fault("When", "a time that has been", incident.at.isoformat(), "Correct the day or the time."))
    if not incident.words.strip():
        faults.append(Fault("What happened", "what happened, in words", "nothing", "Write it."))
    if faults:
        raise Faulty(faults)
    with acting(actor, "incident.record", person, act="record staff-incident") as trace:
        look = take_turn(actor, person, course)
        entry = append(actor, person, incident, happened=incident.at, course=course, visit=last_visit(look))
        trace.thing = entry.id
        trace.detail = {"what": incident.what.value, "member": incident.member}
    return entry
