"""Booking and moving visits. Unique rows of five minutes make a double booking impossible, whatever the timing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from nappage.actions.acting import Actor, Conflict, acting
from nappage.records.models import Member, Room, Slot, Visit, VisitState

GRAIN = timedelta(minutes=5)


def book(
    actor: Actor,
    person: UUID,
    purpose: str,
    start: datetime,
    end: datetime,
    *,
    room: Room | None = None,
    member: Member | None = None,
    course: UUID | None = None,
) -> Visit:
    """Return a new visit; Conflict if the room or the member is taken in that time."""
    with acting(actor, "visit.book", person) as trace:
        visit = Visit.objects.create(
            clinic_id=actor.clinic,
            person_id=person,
            course_id=course,
            purpose=purpose,
            room=room,
            member=member,
            start=start,
            end=end,
            booked_at=actor.at,
            booked_by=actor.slug,
        )
        _take(visit)
        trace.thing = visit.id
        trace.detail = {"purpose": purpose, "start": start.isoformat()}
    return visit


def move(actor: Actor, visit: Visit, start: datetime, end: datetime) -> Visit:
    """Return the visit moved to another time; Conflict if that time is taken."""
    with acting(actor, "visit.book", visit.person_id, act="move visit") as trace:
        trace.thing = visit.id
        trace.detail = {"from": visit.start.isoformat(), "to": start.isoformat()}
        visit.slots.all().delete()
        visit.start, visit.end = start, end
        visit.save(update_fields=["start", "end"])
        _take(visit)
    return visit


def mark(actor: Actor, visit: Visit, state: VisitState) -> Visit:
    """Return the visit in another state: here, left, missed or cancelled. A cancelled one frees its time."""
    with acting(actor, "visit.book", visit.person_id, act=f"visit {state.value}") as trace:
        trace.thing = visit.id
        visit.state = state
        visit.save(update_fields=["state"])
        if state in (VisitState.CANCELLED, VisitState.MISSED):
            visit.slots.all().delete()
    return visit


def _take(visit: Visit) -> None:
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(
                Slot(clinic_id=visit.clinic_id, visit=visit, taken=taken, start=start)
                for taken in (visit.room_id, visit.member_id)
                if taken is not None
                for start in _grains(visit)
            )
    except IntegrityError:
        raise Conflict("this room or this person is booked in that time") from None


def _grains(visit: Visit) -> Iterator[datetime]:
    since_midnight = timedelta(hours=visit.start.hour, minutes=visit.start.minute)
    start = visit.start.replace(second=0, microsecond=0) - since_midnight % GRAIN
    while start < visit.end:
        yield start
        start += GRAIN
