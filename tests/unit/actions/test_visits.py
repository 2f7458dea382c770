"""Booking: a room and a person are in one place at a time, whatever the timing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from nappage.actions.acting import Conflict, Denied
from nappage.actions.entries import strike
from nappage.actions.visits import book, mark, move
from nappage.engine.story import SessionState
from nappage.records.models import Entry, Member, Purpose, Room, Slot, Visit, VisitState
from support.after_session import given_session
from support.cast import Cast

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def minutes(many: int) -> timedelta:
    return timedelta(minutes=many)


def booked(
    cast: Cast, start: datetime = START, length: int = 45, room: str | None = "Room 1", member: Member | None = None
) -> Visit:
    """Return a visit of a new patient."""
    person = cast.register(f"Demo patient {Visit.objects.count()}", AT)
    where = Room.objects.get(clinic=cast.clinic, name=room) if room else None
    actor = cast.actor("reception", AT)
    return book(actor, person.id, Purpose.SESSION, start, start + minutes(length), room=where, member=member)


@pytest.mark.parametrize(("after", "length"), [(0, 45), (-40, 45), (40, 10), (10, 5), (-15, 120)])
def test_a_room_is_not_booked_twice(cast: Cast, after: int, length: int) -> None:
    booked(cast)
    with pytest.raises(Conflict, match="booked in that time"):
        booked(cast, START + minutes(after), length)
    assert Visit.objects.count() == 1


def test_a_person_of_staff_is_not_booked_twice_in_two_rooms(cast: Cast) -> None:
    booked(cast, member=cast.injector)
    with pytest.raises(Conflict):
        booked(cast, room="Room 2", member=cast.injector)
    booked(cast, room="Room 2", member=cast.physician)


@pytest.mark.parametrize("after", [-45, 45, 46])
def test_one_visit_may_follow_the_other_at_once(cast: Cast, after: int) -> None:
    booked(cast)
    assert booked(cast, START + minutes(after)).slots.exists()


def test_odd_minutes_take_the_whole_five(cast: Cast) -> None:
    booked(cast, START + minutes(3), length=4)
    assert [slot.start for slot in Slot.objects.order_by("start")] == [START, START + minutes(5)]
    with pytest.raises(Conflict):
        booked(cast, START + minutes(9), length=5)


def test_it_may_be_booked_without_a_room_or_anybody(cast: Cast) -> None:
    booked(cast, room=None)
    booked(cast, room=None)
    assert not Slot.objects.exists()


def test_moving_frees_the_time_before_and_takes_the_new_one(cast: Cast) -> None:
    visit = booked(cast)
    other = booked(cast, START + minutes(60))
    actor = cast.actor("reception", AT)
    with pytest.raises(Conflict):
        move(actor, visit, START + minutes(30), START + minutes(75))
    visit.refresh_from_db()
    assert (visit.start, visit.slots.count()) == (START, 9)
    move(actor, visit, START + minutes(120), START + minutes(150))
    move(actor, other, START, START + minutes(45))


@pytest.mark.parametrize(("state", "free"), [("cancelled", True), ("missed", True), ("here", False), ("left", False)])
def test_a_visit_that_will_not_be_frees_its_time(cast: Cast, state: str, free: bool) -> None:
    mark(cast.actor("reception", START), booked(cast), VisitState(state))
    if free:
        booked(cast)
    else:
        with pytest.raises(Conflict):
            booked(cast)


def test_nobody_books_a_person_of_another_clinic(cast: Cast, stranger: Cast) -> None:
    person = cast.register("Demo patient 014", AT)
    with pytest.raises(Denied):
        book(stranger.actor("reception", AT), person.id, Purpose.SESSION, START, START + minutes(30))


def test_of_two_who_book_the_same_time_at_once_one_gets_it(transactional_db: None, cast: Cast) -> None:
    """Two connections, two open transactions: the unique rows decide, not who looked first."""
    room = Room.objects.get(clinic=cast.clinic, name="Room 1")
    persons = [cast.register(f"Demo patient {number}", AT).id for number in (14, 15)]
    start, outcomes = Barrier(2), list[str]()

    def try_to_book(person: UUID) -> None:
        start.wait()
        try:
            book(cast.actor("reception", AT), person, Purpose.SESSION, START, START + minutes(45), room=room)
            outcomes.append("booked")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [Thread(target=try_to_book, args=(person,)) for person in persons]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked", "conflict"]
    assert Visit.objects.count() == 1
    assert Slot.objects.count() == 9


@pytest.mark.parametrize("released", [VisitState.CANCELLED, VisitState.MISSED])
def test_a_visit_that_was_released_on_another_tablet_stays_released(cast: Cast, released: VisitState) -> None:
    shown = booked(cast)
    actor = cast.actor("reception", START)
    mark(actor, Visit.objects.get(pk=shown.pk), released)
    with pytest.raises(Conflict, match="ended, or was cancelled or booked again"):
        mark(actor, shown, VisitState.HERE)
    with pytest.raises(Conflict, match="ended, or was cancelled or booked again"):
        move(actor, shown, START + minutes(120), START + minutes(150))
    there = Visit.objects.get(pk=shown.pk)
    assert (there.state, there.start, there.slots.exists()) == (released, START, False)


def test_nobody_says_before_a_visit_that_they_did_not_come(cast: Cast) -> None:
    visit = booked(cast)
    with pytest.raises(Conflict, match="still to come"):
        mark(cast.actor("reception", START - minutes(1)), visit, VisitState.MISSED)
    there = Visit.objects.get(pk=visit.pk)
    assert (there.state, there.slots.exists()) == (VisitState.BOOKED, True)
    assert mark(cast.actor("reception", START), there, VisitState.MISSED).state == VisitState.MISSED


def test_a_visit_that_somebody_left_is_not_moved(cast: Cast) -> None:
    visit = mark(cast.actor("reception", AT), booked(cast), VisitState.LEFT)
    with pytest.raises(Conflict, match="ended, or was cancelled or booked again"):
        move(cast.actor("reception", AT), visit, START + minutes(120), START + minutes(150))


@pytest.mark.parametrize("released", [VisitState.CANCELLED, VisitState.MISSED])
def test_a_visit_whose_session_has_begun_is_not_released_and_the_session_stays_told(
    cast: Cast, released: VisitState
) -> None:
    laid = given_session(cast, "s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")
    begun = Entry.objects.get(person=laid.person, kind="started")
    visit, at = Visit.objects.get(person=laid.person, start=begun.at), laid.at("2026-10-06 12:00")
    actor = cast.actor("reception", at)
    with pytest.raises(Conflict, match="has begun"):
        mark(actor, visit, released)
    with pytest.raises(Conflict, match="has begun"):
        move(actor, visit, at + minutes(60), at + minutes(90))
    given = [one.start for one in laid.look("2026-10-06 12:00").story.sessions if one.state is SessionState.GIVEN]
    assert begun.at in given
    strike(cast.actor("injector", at), begun.id, "tapped for another patient")
    assert mark(actor, visit, released).state == released
