"""Registering a person: a pseudonym, a key, an identity, and the first line of the chart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, acting
from nappage.actions.entries import append
from nappage.actions.moments import day_in_words
from nappage.assessment.chart import chart_of
from nappage.assessment.line import master_key
from nappage.engine.story import Patient, Sex
from nappage.records.models import Course, Identity, Person, PersonKey
from nappage.records.name_folding import digits, folded
from nappage.records.sealed import SealingKey
from nappage.values.fault import Fault, Faulty
from nappage.values.quantity import Quantity


def register(
    actor: Actor,
    *,
    name: str,
    born: date,
    sex: Sex | None = None,
    phone: str = "",
    email: str = "",
    language: str = "en",
    height: Quantity | None = None,
    phototype: int | None = None,
) -> Person:
    """Return a new person of the actor's clinic. The name is stored exactly as written."""
    check_identity(name, born, actor.at.date())
    with acting(actor, "patient.register") as trace:
        person = Person.objects.create(clinic_id=actor.clinic, registered_at=actor.at)
        key = SealingKey.new()
        PersonKey.objects.create(
            person=person, clinic_id=actor.clinic, wrapped=master_key().seal(key.secret, person.id.bytes)
        )
        Identity.objects.create(
            person=person,
            clinic_id=actor.clinic,
            name=name,
            folded=folded(name),
            born=born,
            sex=sex.value if sex else "",
            phone=phone,
            phone_digits=digits(phone),
            email=email,
            language=language,
        )
        append(actor, person.id, Patient(born=born, sex=sex, height=height, phototype=phototype))
        trace.person = person.id
    return person


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """Who a person is and how they are reached, as it stands after a correction."""

    name: str
    born: date
    sex: Sex | None = None
    phone: str = ""
    email: str = ""
    language: str = "en"
    contact_note: str = ""
    hide_weight: bool = False


def correct_identity(actor: Actor, person: UUID, said: Particulars) -> Identity:
    """Return the identity corrected; the trail names which fields changed, never what they held.

    A corrected birth date or sex is a new line of the chart too, because rules ask for it.
    """
    check_identity(said.name, said.born, actor.at.date())
    with acting(actor, "identity.correct", person, act="correct identity") as trace:
        identity = Identity.objects.select_for_update().get(person=person, clinic=actor.clinic)
        wanted = {
            "name": said.name,
            "folded": folded(said.name),
            "born": said.born,
            "sex": said.sex.value if said.sex else "",
            "phone": said.phone,
            "phone_digits": digits(said.phone),
            "email": said.email,
            "language": said.language,
            "contact_note": said.contact_note,
            "hide_weight": said.hide_weight,
        }
        changed = [name for name, value in wanted.items() if getattr(identity, name) != value]
        trace.detail = {"changed": changed}
        for name in changed:
            setattr(identity, name, wanted[name])
        identity.save(update_fields=changed)
        if {"born", "sex"} & set(changed):
            known = chart_of(person, None, actor.at).latest(Patient)
            append(actor, person, replace(known or Patient(said.born), born=said.born, sex=said.sex))
    return identity


LONGEST_NAME = 200


def check_identity(name: str, born: date, today: date) -> None:
    """Raise Faulty for a person that cannot be written down: no name, one too long, a birth date that is to come."""
    faults = []
    if not name.strip():
        faults.append(
            Fault(
                _("name"), _("a name, exactly as the person writes it"), _("nothing"), _("Write one name or several.")
            )
        )
    if len(name) > LONGEST_NAME:
        found = _("{count} characters").format(count=len(name))
        remedy = _("Write it shorter, and the whole of it into the note.")
        faults.append(Fault(_("name"), _("at most {most} characters").format(most=LONGEST_NAME), found, remedy))
    if born > today:
        faults.append(Fault(_("birth date"), _("a day that has been"), day_in_words(born), _("Check the year.")))
    if faults:
        raise Faulty(faults)


def open_course(actor: Actor, person: UUID, follows: UUID | None = None) -> Course:
    """Return a new course of a person."""
    with acting(actor, "plan.write", person, act="open course") as trace:
        course = Course.objects.create(
            clinic_id=actor.clinic, person_id=person, opened_at=actor.at, opened_by=actor.slug, follows_id=follows
        )
        trace.thing = course.id
    return course
