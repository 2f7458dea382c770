"""Bookings: a time is judged by the engine at this instant, under the person's turn, and only then written.

What the judgement rests on cannot change between it and the writing: the turn is held until both are done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nappage.actions import visits
from nappage.actions.acting import Actor, Conflict, NotNow, refuse
from nappage.actions.moments import moment_in_words
from nappage.actions.turns import take_turn
from nappage.assessment.look import Look
from nappage.engine.booking import against_pair, against_session
from nappage.engine.late_arrival import late_arrival
from nappage.engine.schedule import forecast
from nappage.engine.series import Choice
from nappage.engine.story import Session, SessionState
from nappage.engine.vacancy import Vacancy, is_within, open_spans
from nappage.records.models import Device, Member, Purpose, Room, Slot, Visit, VisitState
from nappage.values.fault import Fault
from nappage.values.local_time import at_local, local, local_day
from nappage.values.statement import Because


@dataclass(frozen=True, slots=True)
class Time:
    """When, where, with whom and on what a visit is to be."""

    start: datetime
    end: datetime
    room: Room | None = None
    member: Member | None = None
    device: Device | None = None


def book(actor: Actor, person: UUID, course: UUID | None, purpose: str, time: Time) -> Visit:
    """Return a new visit; NotNow with everything that stands against its time, Conflict if that is taken."""
    with _turn(actor, person, course) as look:
        because: tuple[Because, ...] = ()
        test = _test_ahead(course) if purpose == Purpose.SESSION else None
        if purpose == Purpose.SESSION:
            because = against_session(look.edition, look.story, look.policy, time.start, look.at)
        if test is not None:
            because += against_pair(look.edition, look.policy, test.start, time.start)
        _expect_nothing(because, _gone_by(look, time.start), _closed(look, time.start, time.end))
        return _booked(actor, person, course, purpose, time, test)


def move(actor: Actor, visit: Visit, time: Time) -> tuple[Visit, ...]:
    """Return the visits that were moved: the one named, and the other of its pair where the pair would be torn.

    The other one moves by as many days of the calendar, at its own clock time, and never to before this instant.
    Either both move or none does.
    """
    with _turn(actor, visit.person_id, visit.course_id) as look:
        visit = Visit.objects.select_related("room", "member", "device", "test").get(pk=visit.pk)
        along = _along(look, visit, time)
        moved = [(visit, time), *along]
        _expect_nothing(
            tuple(because for one, to in moved for because in _against_move(look, one, to)) + _torn(look, moved),
            _gone_by(look, time.start),
            *(_past_along(look, one, to) for one, to in along),
            *(_closed(look, to.start, to.end) for _, to in moved),
        )
        # Whichever goes first must not find its place still taken by the other.
        forward = time.start > visit.start
        for one, to in sorted(moved, key=lambda each: each[0].start, reverse=forward):
            visits.move(actor, one, to.start, to.end, room=to.room, member=to.member, device=to.device)
    return tuple(one for one, _ in moved)


def book_course(
    actor: Actor, person: UUID, course: UUID, choices: Sequence[Choice], instead: Sequence[UUID] = ()
) -> tuple[Visit, ...]:
    """Return the visits of a whole course, booked or moved together; not one is, if anything stands against one.

    `instead` are the bookings that they replace: those are moved first, and what is left of them is cancelled.
    """
    with _turn(actor, person, course) as look:
        there = Visit.objects.filter(pk__in=list(instead), course=course, state=VisitState.BOOKED)
        before = list(there.order_by("start"))
        _expect_same(before, instead)
        _expect_nothing(_against_course(look, choices, before), *_against_calendar(look, choices))
        for old in before:
            old.slots.all().delete()
        return tuple(_placed(actor, person, course, choices, before))


@dataclass(frozen=True, slots=True)
class Dated:
    """A course with the choices that date it, and the bookings that they replace."""

    person: UUID
    course: UUID
    choices: tuple[Choice, ...]
    instead: tuple[UUID, ...]


def book_courses(actor: Actor, dated: Sequence[Dated]) -> tuple[Visit, ...]:
    """Return the visits of several courses, booked or moved together; not one is, if anything stands against one.

    What all of them give up is free before any of them is placed: one may take the time of another.
    """
    if not actor.may("visit.book"):
        refuse(actor, "visit.book")
    with transaction.atomic():
        given_up = [key for one in dated for key in one.instead]
        Slot.objects.filter(visit__in=given_up, clinic=actor.clinic, visit__state=VisitState.BOOKED).delete()
        return tuple(
            visit for one in dated for visit in book_course(actor, one.person, one.course, one.choices, one.instead)
        )


def shorten(actor: Actor, visit: Visit, free_until: datetime) -> Visit:
    """Return the visit of somebody who came late, begun now and as long as still fits; NotNow if nothing does."""
    with _turn(actor, visit.person_id, visit.course_id) as look:
        areas = len(look.story.plan.sites) if look.story.plan else 1
        late = late_arrival(look.edition, areas, actor.at, free_until)
        if late.is_for_another_day:
            raise NotNow((late.because,))
        start = _whole(actor.at)
        end = min(free_until, max(start + visits.GRAIN, start + late.booked.delta))
        moved = visits.move(actor, visit, start, end)
        return visits.mark(actor, moved, VisitState.HERE)


def book_again(actor: Actor, visit: Visit) -> tuple[Visit, ...]:
    """Return the visits that are booked as before "did not come" was said of one by mistake: that one first.

    The other of its pair that was cancelled with it comes back too. Where that one's time is taken by now, or a rule
    stands against it, it stays cancelled and the two are no pair any more: what is booked instead becomes one with it.
    Taken or NotNow where that holds of the visit itself.
    """
    with _turn(actor, visit.person_id, visit.course_id) as look:
        other = visits.partner(visit)
        back = _back(actor, look, visit, VisitState.MISSED)
        if other is None or other.state != VisitState.CANCELLED:
            return (back,)
        with suppress(NotNow, visits.Taken):
            return back, _back(actor, look, other, VisitState.CANCELLED)
        Visit.objects.filter(pk__in=(visit.pk, other.pk)).update(test=None)
        return (back,)


def _back(actor: Actor, look: Look, visit: Visit, released: VisitState) -> Visit:
    if visit.purpose == Purpose.SESSION:
        _expect_nothing(against_session(look.edition, look.story, look.policy, visit.start, look.at))
    return visits.book_again(actor, visit, released)


@contextmanager
def _turn(actor: Actor, person: UUID, course: UUID | None) -> Iterator[Look]:
    if not actor.may("visit.book"):
        refuse(actor, "visit.book", person)
    with transaction.atomic():
        yield take_turn(actor, person, course)


def _expect_nothing(because: tuple[Because, ...], *faults: Fault | None) -> None:
    found = tuple(fault for fault in faults if fault is not None)
    if because or found:
        raise NotNow(tuple(dict.fromkeys(because)), found)


def _expect_same(before: Sequence[Visit], instead: Sequence[UUID]) -> None:
    if {visit.id for visit in before} != set(instead):
        raise Conflict(_("what was booked of this course changed meanwhile"))


def _gone_by(look: Look, start: datetime) -> Fault | None:
    """Return the fault of a day that has gone. Earlier today is none: who walked in is booked when they sit down."""
    zone = look.policy.zone
    if local_day(start, zone) >= local_day(look.at, zone):
        return None
    asked = moment_in_words(start, zone)
    return Fault(_("Time"), _("today or a day to come"), asked, _("Choose another day: this one has gone."))


def _past_along(look: Look, other: Visit, to: Time) -> Fault | None:
    """Return the fault of the other one of a pair that would go along to before this instant: nobody asked for that."""
    if to.start >= look.at:
        return None
    asked = moment_in_words(to.start, look.policy.zone)
    thing = other.get_purpose_display().capitalize()
    remedy = _("It is a pair with this visit and would move along. Choose a later time, or move that one first.")
    return Fault(thing, _("a time that is still to come"), asked, remedy)


def _closed(look: Look, start: datetime, end: datetime) -> Fault | None:
    """Return the fault of a time at which the clinic is closed, with the hours that it is open that day."""
    if is_within(look.policy, start, end):
        return None
    zone = look.policy.zone
    hours = [f"{local(opens, zone):%H:%M}-{local(closes, zone):%H:%M}" for opens, closes in _hours(look, start)]
    asked = f"{moment_in_words(start, zone)}-{local(end, zone):%H:%M}"
    expected = f"inside the opening hours ({', '.join(hours)})" if hours else "a day on which the clinic is open"
    return Fault(_("Time"), expected, asked, _("Choose another time, or have the director declare the day open."))


def _hours(look: Look, start: datetime) -> tuple[tuple[datetime, datetime], ...]:
    return open_spans(look.policy, local_day(start, look.policy.zone))


def _against_calendar(look: Look, choices: Sequence[Choice]) -> Iterator[Fault | None]:
    """Yield what is wrong with each time of a course by the calendar alone: its day has gone, or is closed."""
    for one in (vacancy for choice in choices for vacancy in _vacancies(choice)):
        yield _gone_by(look, one.start)
        yield _closed(look, one.start, one.end)


def _vacancies(choice: Choice) -> tuple[Vacancy, ...]:
    return (choice.session,) if choice.test is None else (choice.test, choice.session)


def _test_ahead(course: UUID | None) -> Visit | None:
    """Return the test of a course that is booked and has no session yet."""
    ahead = Visit.objects.filter(course=course, purpose=Purpose.TEST, state=VisitState.BOOKED, session=None)
    return ahead.order_by("start").first() if course is not None else None


def _along(look: Look, visit: Visit, time: Time) -> list[tuple[Visit, Time]]:
    """Return the other visit of a pair and where it goes along to, nothing where the pair stays whole without."""
    other = visits.partner(visit)
    if other is None or other.state != VisitState.BOOKED or not _torn(look, [(visit, time)]):
        return []
    zone = look.policy.zone
    days = local_day(time.start, zone) - local_day(visit.start, zone)
    there = local(other.start, zone)
    start = at_local(there.date() + days, there.time(), zone)
    return [(other, Time(start, start + (other.end - other.start)))]


def _torn(look: Look, moved: Sequence[tuple[Visit, Time]]) -> tuple[Because, ...]:
    """Return what stands against the pair once these visits are where they go."""
    starts = {visit.id: time.start for visit, time in moved}
    visit = moved[0][0]
    other = visits.partner(visit)
    if other is None or other.state in visits.RELEASED:
        return ()
    test, session = (visit, other) if visit.purpose == Purpose.TEST else (other, visit)
    at = (starts.get(one.id, one.start) for one in (test, session))
    return against_pair(look.edition, look.policy, *at)


def _against_move(look: Look, visit: Visit, time: Time) -> tuple[Because, ...]:
    if visit.purpose != Purpose.SESSION:
        return ()
    return against_session(look.edition, look.story, look.policy, time.start, look.at, instead=visit.start)


def _against_course(look: Look, choices: Sequence[Choice], before: Sequence[Visit]) -> tuple[Because, ...]:
    """Return what stands against dates of a course: each is judged against the one before it, and the pair as one."""
    replaced = {visit.start for visit in before if visit.purpose == Purpose.SESSION}
    stay = [one for one in look.story.sessions if one.state is not SessionState.BOOKED or one.start not in replaced]
    formula = look.story.plan.formula if look.story.plan else ""
    new = [Session(choice.session.start, formula=formula) for choice in choices]
    told = replace(look.story, sessions=(*stay, *new))
    ahead = forecast(look.edition, told, look.policy, look.at)
    refused = tuple(one.booking.because for one in ahead if one.booking is not None and one.booking.is_refused)
    pairs = [
        because
        for choice in choices
        if choice.test is not None
        for because in against_pair(look.edition, look.policy, choice.test.start, choice.session.start)
    ]
    return (*refused, *pairs)


def _placed(
    actor: Actor, person: UUID, course: UUID, choices: Sequence[Choice], before: list[Visit]
) -> Iterator[Visit]:
    """Yield the visit of each vacancy: one that was booked before, moved there, or else a new one."""
    for choice in choices:
        test = None
        if choice.test is not None:
            test = _put(actor, person, course, Purpose.TEST, choice.test, before)
            yield test
        yield _put(actor, person, course, Purpose.SESSION, choice.session, before, test)
    for left in before:
        # A test that the course needs no more goes alone: its session stays where it was just put.
        Visit.objects.filter(test=left).update(test=None)
        visits.mark(actor, left, VisitState.CANCELLED)


def _put(
    actor: Actor, person: UUID, course: UUID, purpose: Purpose, there: Vacancy, before: list[Visit],
    test: Visit | None = None,
) -> Visit:  # fmt: skip
    room = Room.objects.get(pk=there.room, clinic=actor.clinic)
    member = Member.objects.get(pk=there.member, clinic=actor.clinic)
    device = Device.objects.get(pk=there.device, clinic=actor.clinic) if there.device else None
    # A pair stays the pair it was; the rest of the sessions are taken in the order of time.
    old = next((one for one in before if one.purpose == purpose and (test is None or one.test_id == test.id)), None)
    if old is None:
        return _booked(actor, person, course, purpose, Time(there.start, there.end, room, member, device), test)
    before.pop(before.index(old))
    return visits.move(actor, old, there.start, there.end, room=room, member=member, device=device)


def _booked(actor: Actor, person: UUID, course: UUID | None, purpose: str, time: Time, test: Visit | None) -> Visit:
    return visits.book(
        actor, person, purpose, time.start, time.end, room=time.room, member=time.member, device=time.device,
        course=course, test=test,
    )  # fmt: skip


def _whole(instant: datetime) -> datetime:
    return instant - timedelta(minutes=instant.minute % 5, seconds=instant.second, microseconds=instant.microsecond)
