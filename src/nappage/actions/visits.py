"""Booking and moving visits. Unique rows of five minutes make a double booking impossible, whatever the timing.

What stands against a time by the rules is asked in `actions/bookings.py`, which every screen goes through.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.messages import keep_reminded
from nappage.actions.turns import wait_turn
from nappage.assessment.happening import KIND_OF, Started
from nappage.records.models import Device, Entry, Member, Purpose, Room, Slot, Visit, VisitState

GRAIN = timedelta(minutes=5)
OPEN = (VisitState.BOOKED, VisitState.HERE)
RELEASED = (VisitState.CANCELLED, VisitState.MISSED)


class Taken(Conflict):
    """The room, the member or the device is booked in that time."""


def book(
    actor: Actor,
    person: UUID,
    purpose: str,
    start: datetime,
    end: datetime,
    *,
    room: Room | None = None,
    member: Member | None = None,
    device: Device | None = None,
    course: UUID | None = None,
    test: Visit | None = None,
) -> Visit:
    """Return a new visit; Taken if the room, the member or the device is booked in that time.

    A session that waits for an allergy test names the visit of that test: the two are a pair from then on.
    """
    with acting(actor, "visit.book", person) as trace:
        visit = Visit.objects.create(
            clinic_id=actor.clinic,
            person_id=person,
            course_id=course,
            purpose=purpose,
            room=room,
            member=member,
            device=device,
            test=test,
            start=start,
            end=end,
            booked_at=actor.at,
            booked_by=actor.slug,
        )
        _take(visit)
        trace.thing = visit.id
        trace.detail = {"purpose": purpose, "start": start.isoformat()}
        keep_reminded(actor, visit)
    return visit


def move(
    actor: Actor,
    visit: Visit,
    start: datetime,
    end: datetime,
    *,
    room: Room | None = None,
    member: Member | None = None,
    device: Device | None = None,
) -> Visit:
    """Return the visit moved to another time, and to another room, person or device where one is named.

    Taken if that time is; Conflict if the visit ended meanwhile, or its session has begun.
    """
    with acting(actor, "visit.book", visit.person_id, act="move visit") as trace:
        wait_turn(actor, visit.person_id)
        _expect(visit, *OPEN)
        _expect_not_begun(visit)
        trace.thing = visit.id
        trace.detail = {"from": visit.start.isoformat(), "to": start.isoformat()}
        visit.slots.all().delete()
        is_moved = visit.start != start
        visit.start, visit.end = start, end
        visit.room, visit.member = room or visit.room, member or visit.member
        visit.device = device or visit.device
        visit.save(update_fields=["start", "end", "room", "member", "device"])
        _take(visit)
        keep_reminded(actor, visit, changed=is_moved)
    return visit


def mark(actor: Actor, visit: Visit, state: VisitState) -> Visit:
    """Return the visit in another state: here, left, missed or cancelled. The last two free its time.

    A test that does not take place takes its session with it, and a session the test that is still to come: a pair is
    kept whole or released whole. Conflict if it was released meanwhile: its time is free then, and may be somebody
    else's. So it is if a visit whose session has begun were released: the record would not tell of that session; and of
    "did not come" before the visit's start, which nobody can know yet.
    """
    with acting(actor, "visit.book", visit.person_id, act=f"visit {state.value}") as trace:
        # A session that another tablet starts at this moment is seen, or sees that its visit was released.
        wait_turn(actor, visit.person_id)
        _expect(visit, *OPEN, VisitState.LEFT)
        if state in RELEASED:
            _expect_not_begun(visit)
        if state == VisitState.MISSED and actor.at < visit.start:
            raise Conflict(_("this visit is still to come: whether they come shows from its start on"))
        trace.thing = visit.id
        visit.state = state
        visit.save(update_fields=["state"])
        keep_reminded(actor, visit, changed=state == VisitState.CANCELLED)
        if state in RELEASED:
            visit.slots.all().delete()
            other = partner(visit)
            if other is not None and other.state == VisitState.BOOKED:
                mark(actor, other, VisitState.CANCELLED)
    return visit


def book_again(actor: Actor, visit: Visit, released: VisitState) -> Visit:
    """Return a visit that was released booked again at its time; Taken if that is somebody else's by now.

    Conflict if it is not in the state that it was released to any more.
    """
    with acting(actor, "visit.book", visit.person_id, act="visit booked again") as trace:
        wait_turn(actor, visit.person_id)
        _expect(visit, released)
        trace.thing = visit.id
        trace.detail = {"was": released.value}
        visit.state = VisitState.BOOKED
        visit.save(update_fields=["state"])
        _take(visit)
        keep_reminded(actor, visit, changed=released == VisitState.CANCELLED)
    return visit


def partner(visit: Visit) -> Visit | None:
    """Return the other visit of a pair: the session of a test, the test of a session; None where there is no pair."""
    if visit.purpose == Purpose.TEST:
        return Visit.objects.filter(test=visit).first()
    return visit.test


def _expect(visit: Visit, *states: VisitState) -> None:
    """Raise Conflict unless a visit is in one of these states by now; nobody else changes it until this act is done."""
    if not Visit.objects.select_for_update().filter(pk=visit.pk, state__in=states).exists():
        raise Conflict(_("this visit has ended, or was cancelled or booked again meanwhile"))


def _expect_not_begun(visit: Visit) -> None:
    """Raise Conflict if a session was started at a visit, and that was not taken back."""
    taken_back = Entry.objects.filter(person=visit.person_id, strikes__isnull=False).values("strikes")
    begun = Entry.objects.filter(person=visit.person_id, visit=visit.pk, kind=KIND_OF[Started])
    if begun.exclude(pk__in=taken_back).exists():
        raise Conflict(_("the session of this visit has begun"))


def _take(visit: Visit) -> None:
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(
                Slot(clinic_id=visit.clinic_id, visit=visit, taken=taken, start=start)
                for taken in (visit.room_id, visit.member_id, visit.device_id)
                if taken is not None
                for start in _grains(visit)
            )
    except IntegrityError:
        raise Taken(_("this room, this person or this device is booked in that time")) from None


def _grains(visit: Visit) -> Iterator[datetime]:
    since_midnight = timedelta(hours=visit.start.hour, minutes=visit.start.minute)
    start = visit.start.replace(second=0, microsecond=0) - since_midnight % GRAIN
    while start < visit.end:
        yield start
        start += GRAIN
