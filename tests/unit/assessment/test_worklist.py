"""The worklist finds everybody who has to be asked without opening every chart, and nobody of another clinic."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from nappage.actions.entries import strike
from nappage.assessment.at_home import QuestionAsked, QuestionSent
from nappage.assessment.due_contact import persons_to_ask
from nappage.assessment.followed import ReportClosed
from nappage.assessment.look import look_at
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.worklist import waiting_for, worklist
from nappage.engine.contact import ContactMade, Told
from nappage.engine.story import SymptomReport
from nappage.records.models import Entry, PersonKey, Slot
from support.after_session import given_session, say
from support.cast import Cast
from support.charts import Laid
from support.course import WrittenCourse
from support.measured import FIRST, course_of

SESSION = ("s4-flanks", "2026-10-06 11:00", "2026-10-06 11:25")


def candidates(laid: Laid, at: datetime) -> list[object]:
    in_force = policy_in_force(laid.cast.clinic.id, at)
    return list(persons_to_ask(laid.cast.clinic.id, in_force, at, at))


def asked(laid: Laid, at: str, *ids: str) -> UUID:
    """Return the entry that somebody was reached at a local time."""
    start = laid.at("2026-10-06 11:00")
    visit = Entry.objects.get(person=laid.person, kind="started").visit
    return say(laid, at, ContactMade(start, ids, Told.NOTHING, laid.at(at)), visit=visit)


def test_whoever_waits_for_a_call_is_a_candidate_at_every_hour_of_four_weeks(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    asked(laid, "2026-10-06 11:50", "before-leaving")
    asked(laid, "2026-10-07 13:00", "24-hours")
    asked(laid, "2026-10-13 18:00", "72-hours", "day-7")
    for day in range(7, 31):
        for hour in (0, 9, 12, 23):
            clock = f"2026-10-{day:02} {hour:02}:30"
            at = laid.at(clock)
            is_due = any(one.is_due(at) for one in laid.look(clock).contacts)
            assert not is_due or candidates(laid, at) == [laid.person], clock


def test_whoever_was_asked_everything_that_was_due_is_not_opened(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    asked(laid, "2026-10-07 13:00", "24-hours")
    assert candidates(laid, laid.at("2026-10-08 12:00")) == []


def test_whoever_was_asked_by_an_entry_that_was_taken_back_waits_again(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    made, at = asked(laid, "2026-10-07 13:00", "24-hours"), laid.at("2026-10-08 12:00")
    assert candidates(laid, at) == []
    strike(cast.actor("injector", at), made, "it was somebody else who was reached")
    assert candidates(laid, at) == [laid.person]


def test_a_contact_that_nobody_made_stays_on_the_list_however_late_it_is(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    for clock in ("2027-05-10 12:00", "2027-05-20 12:00", "2029-10-06 12:00"):
        assert candidates(laid, laid.at(clock)) == [laid.person], clock
    at = laid.at("2029-10-06 12:00")
    made = asked(laid, "2029-10-06 11:00", "month-6")
    assert candidates(laid, at + timedelta(days=1)) == []
    strike(cast.actor("injector", at + timedelta(days=1)), made, "it was somebody else who was reached")
    assert candidates(laid, at + timedelta(days=1)) == [laid.person]


def test_a_question_from_home_stays_on_the_list_until_it_is_answered(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    sent = say(laid, "2026-10-07 09:00", QuestionSent("May I swim?"))
    at = laid.at("2028-01-01 12:00")
    found = worklist(cast.clinic.id, policy_in_force(cast.clinic.id, at), at, at)
    assert [one.question.words for one in found if one.question] == ["May I swim?"]
    say(laid, "2028-01-01 11:00", QuestionAsked("May I swim?", "Ask us first.", sent))
    found = worklist(cast.clinic.id, policy_in_force(cast.clinic.id, at), at, at)
    assert not any(one.question for one in found)


def test_a_report_whose_closing_was_taken_back_is_on_the_list_again(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    told = laid.at("2026-10-07 09:00")
    report = say(laid, "2026-10-07 09:00", SymptomReport("lump", onset=told, at=told))

    def reported(clock: str) -> list[UUID | None]:
        at = laid.at(clock)
        found = worklist(cast.clinic.id, policy_in_force(cast.clinic.id, at), at, at)
        return [one.entry for one in found if one.report]

    assert reported("2026-10-07 10:00") == [report]
    closing = say(laid, "2026-10-07 11:00", ReportClosed(report, "seen, nothing there"))
    asked(laid, "2026-10-07 11:30", "24-hours")  # so that nothing else opens this chart
    assert reported("2026-10-07 12:00") == []
    strike(cast.actor("physician", laid.at("2026-10-07 13:00")), closing, "it was another patient's report")
    assert reported("2026-10-07 14:00") == [report]


# How long after a session somebody is reached, for which follow-up: some on the morning of a day, before its hour.
REACHED = (
    ("before-leaving", timedelta(minutes=40)),
    ("24-hours", timedelta(hours=25)),
    ("72-hours", timedelta(hours=71)),
    ("day-7", timedelta(days=6, hours=22)),
    ("day-14", timedelta(days=14, hours=3)),
    ("week-4", timedelta(days=29)),
)
LOOKED = (0.1, 1.2, 4, 8, 13.9, 14.1, 16, 27, 30, 45, 60, 118, 200, 219, 240, 700)


def test_it_lists_what_reading_every_chart_would_find(cast: Cast) -> None:
    chance = Random(19)
    courses = [one_course(cast, number, chance) for number in range(7)]
    for days in LOOKED:
        at = FIRST + timedelta(days=days)
        until, in_force = at + timedelta(days=1), policy_in_force(cast.clinic.id, at)
        looks = [look_at(cast.clinic.id, course.person, course.course, at, in_force) for course in courses]
        naive = {(one.person, one.owner, one.by) for look in looks for one in waiting_for(look, until)}
        found = [(one.person, one.owner, one.by) for one in worklist(cast.clinic.id, in_force, at, until)]
        assert set(found) == naive, days
        assert len(found) == len(set(found)), days
        assert naive, days


def one_course(cast: Cast, number: int, chance: Random) -> WrittenCourse:
    """Return a course of some sessions, after each of which somebody was reached at some of the times."""
    course = course_of(cast, ("57.0",) * chance.randint(1, 3), name=f"Demo patient {number:03}").written
    Slot.objects.all().delete()  # so that the next one may come at the same hours
    for start, visit in Entry.objects.filter(person=course.person, kind="started").values_list("at", "visit"):
        for id, after in chance.sample(REACHED, chance.randint(0, len(REACHED))):
            course.say("assistant", start + after, ContactMade(start, (id,), Told.NOTHING, start + after), visit=visit)
    return course


def test_another_clinic_has_its_own_worklist(cast: Cast, stranger: Cast) -> None:
    laid = given_session(cast, *SESSION)
    at = laid.at("2026-10-08 12:00")
    for home, count in ((cast, 2), (stranger, 0)):
        found = worklist(home.clinic.id, policy_in_force(home.clinic.id, at), at, at)
        assert len(found) == count


def test_whoever_was_erased_is_asked_nothing_and_the_list_opens(cast: Cast) -> None:
    laid = given_session(cast, *SESSION)
    told = laid.at("2026-10-07 09:00")
    say(laid, "2026-10-07 09:00", SymptomReport("warmth", onset=told, at=told))
    at = laid.at("2026-10-08 12:00")
    in_force = policy_in_force(cast.clinic.id, at)
    assert {one.person for one in worklist(cast.clinic.id, in_force, at, at)} == {laid.person}
    PersonKey.objects.filter(person=laid.person).delete()
    assert worklist(cast.clinic.id, in_force, at, at) == ()
