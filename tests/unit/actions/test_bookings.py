"""Booking and moving under the rules: the interval, the pair, the opening hours, all of a course or nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest

from nappage.actions import visits
from nappage.actions.acting import Conflict, Denied, NotNow
from nappage.actions.bookings import Dated, Time, book, book_again, book_course, book_courses, move, shorten
from nappage.actions.calendar_feeds import digest_of, make_feed, revoke_feed
from nappage.actions.policies import declare_open, sign_policy
from nappage.actions.waiting import stop_waiting, wait
from nappage.assessment.happening import Started
from nappage.assessment.joint_proposal import Course, can_be_joint, propose_together, usual_wish
from nappage.assessment.look import Look, look_at
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.proposal import Proposal, Wish, needs_test, propose
from nappage.assessment.waiting_list import fitting, names_of, waiting
from nappage.engine.series import Choice, DoesNotFit, Series
from nappage.engine.timetable import NoTimetable, Timetable
from nappage.engine.vacancy import Vacancy
from nappage.records.models import AuditEvent, CalendarFeed, Clinic, Device, Purpose, Room, Slot, Visit, VisitState
from nappage.values.fault import Faulty
from support.cast import Cast, example_terms
from support.course import PLAN, WrittenCourse, ready_for_first_session

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
AT = START - timedelta(days=8)
LENGTH = timedelta(minutes=60)
DAY = timedelta(days=1)


def planned(cast: Cast, name: str = "Demo patient 014") -> WrittenCourse:
    """Return a course with a signed plan and no test yet."""
    person = cast.register(name, START - 12 * DAY)
    course = WrittenCourse(cast, person.id)
    course.consulted(START - 12 * DAY)
    course.planned(START - 12 * DAY + timedelta(minutes=20))
    return course


def look(course: WrittenCourse, at: datetime = AT) -> Look:
    return look_at(course.cast.clinic.id, course.person, course.course, at)


def proposed(course: WrittenCourse, at: datetime = AT, **wish: object) -> Proposal:
    asked = Wish(**({"first": date(2026, 3, 1)} | wish))  # type: ignore[arg-type]
    return propose(course.cast.clinic.id, look(course, at), course.course, asked)


def booked(course: WrittenCourse, at: datetime = AT, **wish: object) -> tuple[Visit, ...]:
    proposal = proposed(course, at, **wish)
    assert isinstance(proposal.found, Series)
    actor = course.cast.actor("reception", at)
    return book_course(actor, course.person, course.course, proposal.found.choices, proposal.instead)


def to(visit: Visit, days: float) -> Time:
    return Time(visit.start + days * DAY, visit.end + days * DAY)


@pytest.mark.proves("R117")
def test_a_course_is_proposed_at_once_and_booked_with_its_test_as_a_pair(cast: Cast) -> None:
    course = planned(cast)
    test, *sessions = booked(course, member=str(cast.injector.id), clock=time(11))
    assert (test.purpose, len(sessions)) == (Purpose.TEST, 10)
    assert sessions[0].test == test
    assert sessions[0].start - test.end >= DAY
    gaps = {(later.start.date() - one.start.date()).days for one, later in pairwise(sessions)}
    assert gaps <= {12, 13, 14, 15, 16, 17}
    assert {visit.member for visit in sessions} == {cast.injector}


def test_a_session_is_proposed_no_later_than_its_test_counts(cast: Cast) -> None:
    course, monday = planned(cast), date(2026, 3, 9)
    before = proposed(course, first=monday).found
    assert isinstance(before, Series)
    test, session = before.choices[0].test, before.choices[0].session
    assert test is not None
    assert (test.start.date(), session.start.date()) == (date(2026, 3, 7), monday)
    sign_policy(
        cast.actor("director", AT), example_terms() | {"test_validity": "1 d"}, "a test counts to the day after"
    )
    found = proposed(course, first=monday).found
    assert isinstance(found, Series)
    test, session = found.choices[0].test, found.choices[0].session
    assert test is not None
    assert (test.start.date(), session.start.date()) == (monday, date(2026, 3, 10))


def test_a_course_moves_together_and_keeps_its_visits(cast: Cast) -> None:
    course = planned(cast)
    before = booked(course)
    after = booked(course, first=date(2026, 3, 16), room=str(Room.objects.get(clinic=cast.clinic, name="Room 2").id))
    assert {one.id for one in before} == {one.id for one in after}
    assert min(one.start for one in after if one.purpose == "session") >= datetime(2026, 3, 16, tzinfo=UTC)
    assert Visit.objects.count() == 11
    assert {one.room.name for one in after if one.room and one.purpose == "session"} == {"Room 2"}


def test_what_a_shorter_course_leaves_over_is_cancelled(cast: Cast) -> None:
    course = planned(cast)
    made = booked(course)
    proposal = proposed(course)
    assert isinstance(proposal.found, Series)
    book_course(cast.actor("reception", AT), course.person, course.course, proposal.found.choices[:4], proposal.instead)
    states = [Visit.objects.get(pk=one.pk).state for one in made if one.purpose == "session"]
    assert states == [VisitState.BOOKED] * 4 + [VisitState.CANCELLED] * 6


def test_a_test_that_the_course_needs_no_more_goes_alone(cast: Cast) -> None:
    course = planned(cast)
    test, first, *rest = booked(course)
    choices = [
        Choice(0, 0, Vacancy(one.start, one.end, str(one.member_id), str(one.room_id))) for one in (first, *rest)
    ]
    instead = [one.id for one in (test, first, *rest)]
    book_course(cast.actor("reception", AT), course.person, course.course, choices, instead)
    assert Visit.objects.get(pk=test.pk).state == VisitState.CANCELLED
    kept = Visit.objects.get(pk=first.pk)
    assert (kept.state, kept.test) == (VisitState.BOOKED, None)


def test_a_course_that_is_under_way_goes_on_from_its_last_session(cast: Cast) -> None:
    course = ready_for_first_session(cast, START)
    visit = Visit.objects.get(person=course.person)
    course.say("injector", START, Started("injector-1", "F1", PLAN.sites, ("name", "birth date")), visit=visit.id)
    later = START + 5 * DAY
    proposal = proposed(course, later, first=date(2026, 3, 9))
    assert isinstance(proposal.found, Series)
    assert (proposal.first, len(proposal.found.choices)) == (2, 9)
    assert proposal.found.choices[0].test is None
    assert proposal.found.choices[0].session.start.date() == date(2026, 3, 17)


def test_a_course_whose_sessions_were_all_given_has_none_left_to_date(cast: Cast) -> None:
    person = cast.register("Demo patient 017", START - 12 * DAY)
    course = WrittenCourse(cast, person.id)
    course.consulted(START - 12 * DAY)
    course.planned(START - 12 * DAY + timedelta(minutes=20), replace(PLAN, sessions=1))
    visit = course.booked(START)
    course.say("injector", START, Started("injector-1", "F1", PLAN.sites, ("name", "birth date")), visit=visit.id)
    with pytest.raises(Faulty, match="new plan"):
        proposed(course, START + DAY)


def test_nothing_of_a_course_is_booked_where_one_time_is_taken(cast: Cast) -> None:
    course, other = planned(cast), planned(cast, "Demo patient 015")
    proposal = proposed(course)
    assert isinstance(proposal.found, Series)
    fifth = proposal.found.choices[4].session
    room = Room.objects.get(pk=fifth.room)
    actor = cast.actor("reception", AT)
    visits.book(actor, other.person, "consultation", fifth.start, fifth.end, room=room)
    with pytest.raises(Conflict):
        book_course(actor, course.person, course.course, proposal.found.choices)
    assert Visit.objects.filter(person=course.person).count() == 0


def test_a_course_that_changed_meanwhile_is_not_moved(cast: Cast) -> None:
    course = planned(cast)
    made = booked(course)
    proposal = proposed(course)
    assert isinstance(proposal.found, Series)
    actor = cast.actor("reception", AT)
    visits.mark(actor, made[5], VisitState.CANCELLED)
    with pytest.raises(Conflict):
        book_course(actor, course.person, course.course, proposal.found.choices, proposal.instead)


@pytest.mark.proves("H-37")
def test_dates_that_break_an_interval_or_a_pair_are_refused_as_a_whole(cast: Cast) -> None:
    course = planned(cast)
    proposal = proposed(course)
    assert isinstance(proposal.found, Series)
    choices = proposal.found.choices
    early = type(choices[0])(0, 0, choices[0].session, choices[1].session)
    with pytest.raises(NotNow) as refused:
        book_course(cast.actor("reception", AT), course.person, course.course, (early, *choices[2:]))
    assert "booking.before-test-opens" in {because.fact.code for because in refused.value.because}
    twice = type(choices[1])(0, 0, choices[0].session)
    with pytest.raises(NotNow) as refused:
        book_course(cast.actor("reception", AT), course.person, course.course, (choices[0], twice))
    assert {because.fact.code for because in refused.value.because} == {"session.early"}
    assert not Visit.objects.exists()


def test_a_full_clinic_is_proven_not_to_fit(cast: Cast) -> None:
    course = planned(cast)
    actor = cast.actor("reception", AT)
    for room in Room.objects.filter(clinic=cast.clinic):
        for number in range(8):
            begins = datetime(2026, 3, 16 + number, 6, tzinfo=UTC)
            visits.book(actor, course.person, "consultation", begins, begins + timedelta(hours=15), room=room)
    found = proposed(course, first=date(2026, 3, 2)).found
    assert isinstance(found, Series)
    for room in Room.objects.filter(clinic=cast.clinic):
        for number in range(1, 26):
            begins = datetime(2026, 3, 1, 6, tzinfo=UTC) + (number + 22) * DAY
            if not Slot.objects.filter(taken=room.id, start=begins).exists():
                visits.book(actor, course.person, "consultation", begins, begins + timedelta(hours=15), room=room)
    stuck = proposed(course, first=date(2026, 3, 2)).found
    assert isinstance(stuck, DoesNotFit)
    assert stuck.earliest <= stuck.latest


def test_a_course_without_a_schedule_or_with_nothing_left_says_so(cast: Cast) -> None:
    person = cast.register("Demo patient 016", START - 12 * DAY)
    course = WrittenCourse(cast, person.id)
    with pytest.raises(Faulty, match="interval"):
        proposed(course)
    assert not can_be_joint(look(course))
    course.consulted(START - 12 * DAY)
    assert needs_test(look(course))


@pytest.mark.proves("H-37")
def test_a_session_too_close_to_another_is_refused_on_booking_and_on_moving(cast: Cast) -> None:
    course = planned(cast)
    _test, first, second, third, *_rest = booked(course)
    actor = cast.actor("reception", AT)
    with pytest.raises(NotNow) as refused:
        move(actor, second, to(third, -6))
    assert refused.value.because[0].fact.code == "session.early"
    with pytest.raises(NotNow):
        book(actor, course.person, course.course, "session", to(first, 3))
    second.refresh_from_db()
    assert second.start < third.start - 10 * DAY


def test_a_pair_moves_together_where_it_would_be_torn_and_only_then(cast: Cast) -> None:
    course = planned(cast)
    test, first, *_rest = booked(course, first=date(2026, 3, 4))
    actor = cast.actor("reception", AT)
    assert [one.purpose for one in move(actor, first, to(first, 1))] == ["session"]
    assert [one.purpose for one in move(actor, first, to(first, 0))] == ["session"]
    moved = move(actor, test, to(test, 1))
    assert {one.purpose for one in moved} == {"test", "session"}
    kept = Visit.objects.get(pk=first.pk)
    assert kept.start - Visit.objects.get(pk=test.pk).start >= DAY
    back = move(actor, Visit.objects.get(pk=first.pk), to(kept, -1))
    assert {one.purpose for one in back} == {"test", "session"}


def test_a_pair_does_not_move_where_the_other_one_would_be_before_now(cast: Cast) -> None:
    course = planned(cast)
    test, first, *_rest = booked(course, first=date(2026, 3, 4))
    with pytest.raises(NotNow) as refused:
        move(cast.actor("reception", test.start - timedelta(hours=3)), first, to(first, -1))
    (fault,) = refused.value.faults
    assert (fault.thing, fault.expected) == ("Allergy test", "a time that is still to come")
    assert f"{test.start - DAY:%-d %b %Y}" in fault.found
    assert "would move along" in fault.remedy
    assert [Visit.objects.get(pk=one.pk).start for one in (test, first)] == [test.start, first.start]


def test_nothing_is_booked_on_a_day_that_has_gone_or_moved_to_it(cast: Cast) -> None:
    course = planned(cast)
    at, gone = START + timedelta(hours=4), Time(START - DAY, START - DAY + LENGTH)
    actor = cast.actor("reception", at)
    with pytest.raises(NotNow) as refused:
        book(actor, course.person, None, "consultation", gone)
    (fault,) = refused.value.faults
    assert fault.found == "Mon 2 Mar 2026, 10:30"
    walked_in = book(actor, course.person, None, "consultation", Time(START, START + LENGTH))
    with pytest.raises(NotNow) as refused:
        move(actor, walked_in, gone)
    assert refused.value.faults == (fault,)
    proposal = proposed(course)
    assert isinstance(proposal.found, Series)
    late = cast.actor("reception", START + 60 * DAY)
    with pytest.raises(NotNow) as refused:
        book_course(late, course.person, course.course, proposal.found.choices)
    assert {one.expected for one in refused.value.faults} == {"today or a day to come"}


def test_a_pair_is_not_torn_where_its_test_took_place(cast: Cast) -> None:
    course = planned(cast)
    test, first, *_rest = booked(course, first=date(2026, 3, 4))
    actor = cast.actor("reception", AT)
    visits.mark(actor, test, VisitState.LEFT)
    with pytest.raises(NotNow) as refused:
        move(actor, first, Time(test.end, test.end + LENGTH))
    assert "booking.before-test-opens" in {because.fact.code for because in refused.value.because}


def test_a_visit_that_is_no_session_moves_freely_and_a_closed_hour_is_refused(cast: Cast) -> None:
    course = planned(cast)
    actor = cast.actor("reception", AT)
    talk = book(actor, course.person, None, "consultation", Time(START, START + LENGTH))
    (moved,) = move(actor, talk, to(talk, 1))
    assert moved.start == START + DAY
    for start in (datetime(2026, 3, 8, 10, tzinfo=UTC), START.replace(hour=2)):
        with pytest.raises(NotNow) as refused:
            move(actor, talk, Time(start, start + LENGTH))
        assert refused.value.faults[0].thing == "Time"
    with pytest.raises(Denied):
        move(cast.actor("auditor", AT), talk, to(talk, 1))


def test_a_test_booked_by_itself_becomes_a_pair_with_the_session_booked_after_it(cast: Cast) -> None:
    course = planned(cast)
    actor = cast.actor("reception", AT)
    test = book(actor, course.person, course.course, "test", Time(START, START + LENGTH))
    with pytest.raises(NotNow):
        book(actor, course.person, course.course, "session", Time(START + timedelta(hours=3), START + 4 * LENGTH))
    session = book(actor, course.person, course.course, "session", to(test, 1))
    assert session.test == test
    later = book(actor, course.person, course.course, "session", to(test, 15))
    assert later.test is None


@pytest.mark.parametrize("state", [VisitState.MISSED, VisitState.CANCELLED])
def test_a_test_that_nobody_came_to_takes_its_session_with_it(cast: Cast, state: VisitState) -> None:
    course = planned(cast)
    test, first, second, *_rest = booked(course)
    visits.mark(cast.actor("reception", test.start), test, state)
    assert Visit.objects.get(pk=first.pk).state == VisitState.CANCELLED
    assert not Slot.objects.filter(visit__in=[test.pk, first.pk]).exists()
    assert Visit.objects.get(pk=second.pk).state == VisitState.BOOKED


def test_a_session_that_is_missed_leaves_a_test_that_was_given(cast: Cast) -> None:
    course = planned(cast)
    test, first, *_rest = booked(course)
    actor = cast.actor("reception", AT)
    visits.mark(actor, test, VisitState.LEFT)
    visits.mark(cast.actor("reception", first.start), first, VisitState.MISSED)
    assert Visit.objects.get(pk=test.pk).state == VisitState.LEFT
    second = Visit.objects.filter(purpose="session", state="booked").earliest("start")
    (moved,) = move(actor, second, to(second, 1))
    assert moved.state == VisitState.BOOKED


def missed(course: WrittenCourse) -> tuple[Visit, Visit]:
    """Return a test of which it was said that nobody came, and the session that was cancelled with it."""
    test, first, *_rest = booked(course)
    visits.mark(course.cast.actor("reception", test.start), test, VisitState.MISSED)
    return test, Visit.objects.get(pk=first.pk)


def test_that_nobody_came_is_taken_back_with_what_was_cancelled_along(cast: Cast) -> None:
    course = planned(cast)
    test, first = missed(course)
    later = cast.actor("reception", test.start + timedelta(minutes=10))
    assert [one.pk for one in book_again(later, test)] == [test.pk, first.pk]
    for one in (test, first):
        there = Visit.objects.get(pk=one.pk)
        assert (there.state, there.start, there.slots.exists()) == (VisitState.BOOKED, one.start, True)
        assert AuditEvent.objects.filter(act="visit booked again", thing=one.pk).count() == 1
    with pytest.raises(Conflict, match="booked again meanwhile"):
        book_again(later, test)


def test_what_was_cancelled_along_stays_so_where_its_time_is_taken_and_is_no_pair_any_more(cast: Cast) -> None:
    course, other = planned(cast), planned(cast, "Demo patient 015")
    test, first = missed(course)
    later = cast.actor("reception", test.start + timedelta(minutes=10))
    taken = visits.book(later, other.person, "consultation", first.start, first.end, member=first.member)
    assert [one.pk for one in book_again(later, test)] == [test.pk]
    kept = Visit.objects.get(pk=first.pk)
    assert (kept.state, kept.test) == (VisitState.CANCELLED, None)
    instead = book(later, course.person, course.course, "session", Time(taken.end, taken.end + LENGTH))
    assert instead.test == test


def test_that_nobody_came_stays_where_its_time_is_taken_or_another_session_was_booked_instead(cast: Cast) -> None:
    course, other = planned(cast), planned(cast, "Demo patient 015")
    test, first, *_rest = booked(course)
    visits.mark(cast.actor("reception", AT), test, VisitState.LEFT)
    later = cast.actor("reception", first.start)
    visits.mark(later, first, VisitState.MISSED)
    walked_in = visits.book(later, other.person, "consultation", first.start, first.end, member=first.member)
    with pytest.raises(visits.Taken):
        book_again(later, first)
    visits.mark(later, walked_in, VisitState.CANCELLED)
    book(later, course.person, course.course, "session", to(first, 2))
    with pytest.raises(NotNow) as refused:
        book_again(later, first)
    assert "session.early" in {because.fact.code for because in refused.value.because}
    assert Visit.objects.get(pk=first.pk).state == VisitState.MISSED


@pytest.mark.proves("H-37")
@pytest.mark.parametrize("seed", range(2))
def test_no_chain_of_moves_brings_two_sessions_closer_than_the_minimum(cast: Cast, seed: int) -> None:
    course, chance = planned(cast), Random(seed)
    booked(course)
    actor, refused = cast.actor("reception", AT), 0
    for _ in range(12):
        visit = chance.choice(list(Visit.objects.filter(course=course.course, purpose="session").order_by("start")))
        try:
            move(actor, visit, to(visit, chance.randint(-14, 14)))
        except (NotNow, Conflict):
            refused += 1
    starts = Visit.objects.filter(course=course.course, purpose="session").order_by("start")
    days = [start.date() for start in starts.values_list("start", flat=True)]
    assert min((later - one).days for one, later in pairwise(days)) >= 7
    assert 0 < refused < 12


def test_somebody_late_is_shortened_or_comes_another_day(cast: Cast) -> None:
    course = ready_for_first_session(cast, START)
    visit = Visit.objects.get(person=course.person)
    late = START + timedelta(minutes=17)
    short = shorten(cast.actor("reception", late), visit, START + timedelta(minutes=60))
    assert (short.start, short.state) == (START + timedelta(minutes=15), VisitState.HERE)
    assert short.end <= START + timedelta(minutes=60)
    with pytest.raises(NotNow):
        shorten(cast.actor("reception", late), visit, late + timedelta(minutes=20))


def test_a_device_is_in_one_place_at_a_time(cast: Cast) -> None:
    gun = Device.objects.create(clinic=cast.clinic, name="Injector gun")
    assert str(gun) == "Injector gun"
    actor = cast.actor("reception", AT)
    one, other = planned(cast), planned(cast, "Demo patient 015")
    book(actor, one.person, None, "consultation", Time(START, START + LENGTH, device=gun))
    with pytest.raises(Conflict):
        book(actor, other.person, None, "consultation", Time(START, START + LENGTH, device=gun))


def test_who_waits_is_found_for_a_time_that_is_long_enough(cast: Cast) -> None:
    person = cast.register("Demo patient 032", AT)
    actor = cast.actor("reception", AT)
    wish = wait(actor, person.id, None, "consultation", 45, date(2026, 3, 2), date(2026, 3, 4))
    zone = policy_in_force(cast.clinic.id, AT).policy.zone
    assert fitting(cast.clinic.id, START, START + LENGTH, zone) == [wish]
    assert fitting(cast.clinic.id, START, START + LENGTH / 2, zone) == []
    assert fitting(cast.clinic.id, START + 3 * DAY, START + 3 * DAY + LENGTH, zone) == []
    assert names_of(waiting(cast.clinic.id)) == {person.id: "Demo patient 032"}
    stop_waiting(actor, wish.id)
    assert waiting(cast.clinic.id) == []
    with pytest.raises(Conflict):
        stop_waiting(actor, wish.id)


def test_a_feed_is_known_by_its_digest_and_revoked_once(cast: Cast) -> None:
    actor = cast.actor("injector", AT)
    secret = make_feed(actor)
    feed = CalendarFeed.objects.get()
    assert (feed.digest, secret in feed.digest) == (digest_of(secret), False)
    assert revoke_feed(actor, feed.id).revoked_by == "injector-1"
    with pytest.raises(Conflict):
        revoke_feed(actor, feed.id)


def test_a_public_holiday_closes_the_clinic_until_the_director_declares_it_open(cast: Cast) -> None:
    director = cast.actor("director", AT)
    sign_policy(director, example_terms() | {"holidays_of": "ES-MD"})
    holiday = date(2026, 11, 2)
    assert not policy_in_force(cast.clinic.id, AT).policy.is_open(holiday)
    declare_open(director, holiday)
    assert policy_in_force(cast.clinic.id, AT).policy.is_open(holiday)
    with pytest.raises(Faulty, match="ISO 3166"):
        sign_policy(director, example_terms() | {"holidays_of": "ES-ZZ"})


def test_a_day_is_declared_open_only_on_a_signed_policy(cast: Cast) -> None:
    cast.director.clinic = Clinic.objects.create(name="Southside")
    with pytest.raises(Faulty):
        declare_open(cast.actor("director", AT), date(2026, 11, 2))


def joint(cast: Cast, count: int, first: date = date(2026, 3, 16)) -> list[Course]:
    """Return courses whose test was given, with nothing of them booked."""
    found = []
    for number in range(count):
        course = planned(cast, f"Demo patient {40 + number:03}")
        course.tested(START - 5 * DAY, late=START - 4 * DAY + timedelta(minutes=30))
        seen = look(course, START)
        assert can_be_joint(seen)
        found.append(Course(course.person, course.course, seen, usual_wish(course.course, Wish(first))))
    return found


def test_several_courses_are_dated_together_and_all_are_booked_or_none(cast: Cast) -> None:
    courses = joint(cast, 2)
    actor = cast.actor("reception", START)
    for _again in range(2):
        proposal = propose_together(cast.clinic.id, courses)
        assert isinstance(proposal.found, Timetable)
        assert proposal.found.is_proven
        dated = [
            Dated(one.person, one.course, _choices(proposal.found, one), proposal.instead[one.course])
            for one in courses
        ]
        made = book_courses(actor, dated)
        assert len(made) == 20
    assert Visit.objects.filter(state="booked").count() == 20
    assert usual_wish(courses[0].course, Wish(date(2026, 3, 16))).member
    with pytest.raises(Denied):
        book_courses(cast.actor("auditor", START), [])


def _choices(found: Timetable, one: Course) -> tuple[Choice, ...]:
    first, *rest = found.placed[str(one.course)]
    return (Choice(0, 0, first, found.tests.get(str(one.course))), *(Choice(0, 0, there) for there in rest))


@pytest.mark.proves("H-37")
def test_a_course_that_needs_its_test_is_dated_with_others_and_the_pair_is_booked_as_one(cast: Cast) -> None:
    tested = joint(cast, 1)
    fresh = planned(cast, "Demo patient 060")
    untested = Course(fresh.person, fresh.course, look(fresh, START), usual_wish(fresh.course, Wish(date(2026, 3, 16))))
    assert can_be_joint(untested.look)
    courses = [*tested, untested]
    proposal = propose_together(cast.clinic.id, courses)
    assert isinstance(proposal.found, Timetable)
    assert proposal.found.is_proven
    assert list(proposal.found.tests) == [str(untested.course)]
    dated = [
        Dated(one.person, one.course, _choices(proposal.found, one), proposal.instead[one.course]) for one in courses
    ]
    assert len(book_courses(cast.actor("reception", START), dated)) == 21
    test = Visit.objects.get(person=untested.person, purpose=Purpose.TEST)
    first = Visit.objects.filter(person=untested.person, purpose=Purpose.SESSION).order_by("start")[0]
    assert first.test == test
    assert first.start - test.end >= timedelta(hours=24)
    assert first.start - test.start <= timedelta(days=8)
    assert not Visit.objects.filter(person=tested[0].person, purpose=Purpose.TEST).exists()


def test_courses_that_do_not_fit_together_are_proven_not_to(cast: Cast) -> None:
    courses = joint(cast, 1, first=date(2026, 3, 16))
    actor = cast.actor("reception", AT)
    for room in Room.objects.filter(clinic=cast.clinic):
        for number in range(60):
            begins = datetime(2026, 3, 15, 6, tzinfo=UTC) + number * DAY
            visits.book(actor, courses[0].person, "consultation", begins, begins + timedelta(hours=15), room=room)
    assert propose_together(cast.clinic.id, courses).found == NoTimetable(is_proven=True)
