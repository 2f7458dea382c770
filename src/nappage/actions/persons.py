"""Registering a person: a pseudonym, a key, an identity, and the first line of the chart."""

from __future__ import annotations

import unicodedata
from datetime import date
from uuid import UUID

from nappage.actions.acting import Actor, acting
from nappage.actions.entries import append
from nappage.assessment.line import master_key
from nappage.engine.story import Patient, Sex
from nappage.records.models import Course, Identity, Person, PersonKey
from nappage.records.sealed import SealingKey
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


def open_course(actor: Actor, person: UUID, follows: UUID | None = None) -> Course:
    """Return a new course of a person."""
    with acting(actor, "plan.write", person, act="open course") as trace:
        course = Course.objects.create(
            clinic_id=actor.clinic, person_id=person, opened_at=actor.at, opened_by=actor.slug, follows_id=follows
        )
        trace.thing = course.id
    return course


def take_turn(actor: Actor, person: UUID, course: UUID | None = None) -> None:
    """Wait until nobody else writes what a person's course rests on; both must be of the actor's clinic.

    Call it inside `acting`, before the look that decides.
    """
    Person.objects.select_for_update().get(pk=person, clinic_id=actor.clinic)
    if course is not None:
        Course.objects.get(pk=course, person_id=person, clinic_id=actor.clinic)


def folded(name: str) -> str:
    """Return a name as it is searched: without case, accents and doubled blanks, in any script."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def digits(phone: str) -> str:
    """Return the digits of a telephone number."""
    return "".join(c for c in phone if c.isdigit())
