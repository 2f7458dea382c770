"""What happened to somebody of the staff at a patient's visit: a needle stick, a splash, a faint."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

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
        faults.append(
            Fault(_("Whom it happened to"), _("somebody of this clinic"), incident.member, _("Choose again."))
        )
    if incident.at > actor.at:
        faults.append(
            Fault(_("When"), _("a time that has been"), incident.at.isoformat(), _("Correct the day or the time."))
        )
    if not incident.words.strip():
        faults.append(Fault(_("What happened"), _("what happened, in words"), _("nothing"), _("Write it.")))
    if faults:
        raise Faulty(faults)
    with acting(actor, "incident.record", person, act="record staff-incident") as trace:
        look = take_turn(actor, person, course)
        entry = append(actor, person, incident, happened=incident.at, course=course, visit=last_visit(look))
        trace.thing = entry.id
        trace.detail = {"what": incident.what.value, "member": incident.member}
    return entry
