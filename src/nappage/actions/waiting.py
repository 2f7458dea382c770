"""The waiting list: putting somebody on it, and taking them off."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.records.models import Waiting


def wait(
    actor: Actor, person: UUID, course: UUID | None, purpose: str, minutes: int, first: date, last: date
) -> Waiting:
    """Return the wish of a person for a time between two days."""
    with acting(actor, "visit.book", person, act="wait for a visit") as trace:
        wish = Waiting.objects.create(
            clinic_id=actor.clinic,
            person_id=person,
            course_id=course,
            purpose=purpose,
            minutes=minutes,
            first=first,
            last=last,
            at=actor.at,
            by=actor.slug,
        )
        trace.thing = wish.id
    return wish


def stop_waiting(actor: Actor, wish: UUID) -> Waiting:
    """Return the wish as ended: a time was found, or nobody waits any more. Conflict if it had ended already."""
    found = Waiting.objects.get(pk=wish, clinic_id=actor.clinic)
    with acting(actor, "visit.book", found.person_id, act="stop waiting") as trace:
        if found.ended_at is not None:
            raise Conflict(_("this wish was taken off the waiting list already"), (found.id,))
        found.ended_at, found.ended_by = actor.at, actor.slug
        found.save(update_fields=["ended_at", "ended_by"])
        trace.thing = found.id
    return found
