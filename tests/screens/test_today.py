"""The day's board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nappage.actions.entries import record
from nappage.actions.visits import mark
from nappage.assessment.happening import Observation
from nappage.engine.story import Reply, SymptomReport
from nappage.records.models import KitCheck, Purpose, Visit, VisitState
from nappage.values.answer import Answer
from support.cast import Cast
from support.course import WrittenCourse, ready_for_first_session
from support.pages import words_of_page

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
Clock = Callable[[datetime], None]


def board(cast: Cast, duty: str, query: str = "") -> str:
    response = cast.client(duty).get(f"/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_it_shows_the_days_visits_by_hour(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    course.booked(START + timedelta(hours=2), Purpose.FOLLOW_UP)
    clock(START - timedelta(minutes=5))
    page = board(cast, "injector")
    assert page.index("10:30") < page.index("12:30")
    assert "Demo patient 014" in page
    assert "All eight gates open at this instant" in page


def test_it_shows_what_is_still_needed(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START - timedelta(minutes=5))
    record(cast.actor("assistant", START - timedelta(minutes=6)), "reply.record", course.person, unsure())
    assert "Not yet: screening" in board(cast, "injector")


def unsure() -> Reply:
    return Reply("pregnancy", Answer.UNKNOWN, START - timedelta(minutes=6), "patient")


@pytest.mark.proves("S5")
def test_it_shows_the_front_desk_on_hold_and_never_why(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    record(cast.actor("assistant", START - timedelta(minutes=6)), "reply.record", course.person, unsure())
    clock(START - timedelta(minutes=5))
    page = board(cast, "reception").lower()
    assert "demo patient 014" in page
    assert not any(word in page for word in ("screening", "pregnan", "allergy", "gate"))


def test_it_is_new_at_once_when_something_was_recorded(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START - timedelta(minutes=5))
    assert "All eight gates open" in board(cast, "injector")
    record(cast.actor("assistant", START - timedelta(minutes=5)), "reply.record", course.person, unsure())
    assert "Not yet: screening" in board(cast, "injector")


def test_it_renews_its_part_alone(cast: Cast, clock: Clock) -> None:
    ready_for_first_session(cast, START)
    clock(START)
    part = cast.client("injector").get("/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="board"')
    assert "<html" not in part


def test_it_lists_people_to_call_who_are_not_booked(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    report = SymptomReport("lump", onset=START, at=START, zone="thigh")
    record(cast.actor("assistant", START), "report.record", course.person, report, course=course.course)
    clock(START + timedelta(days=2))
    assert "To call" in board(cast, "assistant")
    assert "To call" not in board(cast, "reception")


@pytest.mark.parametrize("purpose", [Purpose.FOLLOW_UP, Purpose.CONSULTATION])
def test_who_told_of_something_is_to_be_called_though_they_are_booked_for_a_talk_today(
    cast: Cast, clock: Clock, purpose: Purpose
) -> None:
    """A talk at five in the afternoon is no answer to a lump that was to be looked at yesterday."""
    course = ready_for_first_session(cast, START)
    report = SymptomReport("breathing", onset=START, at=START)
    record(cast.actor("assistant", START), "report.record", course.person, report, course=course.course)
    course.booked(START + timedelta(days=2, hours=7), purpose)
    clock(START + timedelta(days=2))
    shown = words_of_page(cast.client("assistant").get("/"))
    assert "To call Demo patient 014 D. P. 0. E3 emergency late" in shown
    assert "To call" not in board(cast, "reception")


def test_who_told_of_an_emergency_is_called_first_and_stands_before_the_visits(cast: Cast, clock: Clock) -> None:
    clock(START + timedelta(days=2))
    for number, symptom in ((1, "lump"), (2, "breathing"), (3, "pus")):
        course = WrittenCourse(cast, cast.register(f"Demo caller {number}", START).id)
        report = SymptomReport(symptom, onset=START, at=START)
        record(cast.actor("assistant", START), "report.record", course.person, report, course=course.course)
    shown = board(cast, "assistant")
    places = [shown.index(words) for words in ("To call", "Demo caller 2", "E3 emergency", "late", "Demo caller 1")]
    assert places == sorted(places)
    assert shown.index("Demo caller 1") < shown.index("Nobody is booked on this day")


def test_it_says_when_the_kit_expires_soon(cast: Cast, clock: Clock) -> None:
    clock(datetime(2027, 2, 10, 9, tzinfo=UTC))
    assert "The emergency kit expires on 28 Feb 2027" in board(cast, "injector")


def test_it_says_that_the_kit_was_never_checked(cast: Cast, clock: Clock) -> None:
    clock(KitCheck.objects.get().at - timedelta(seconds=1))
    assert "was never checked" in board(cast, "injector")


def test_it_says_whose_credential_ends(cast: Cast, clock: Clock) -> None:
    clock(datetime(2027, 12, 20, 9, tzinfo=UTC))
    assert "The credential of Demo injector ends on 31 Dec 2027" in board(cast, "director")
    clock(datetime(2028, 1, 2, 9, tzinfo=UTC))
    assert "The credential of Demo injector ended on 31 Dec 2027" in board(cast, "director")


def test_it_flags_two_of_one_name(cast: Cast, clock: Clock) -> None:
    for hours in (0, 1):
        person = cast.register("Demo Namesake", START)
        WrittenCourse(cast, person.id).booked(START + timedelta(hours=hours), Purpose.CONSULTATION)
    clock(START)
    assert board(cast, "reception").count("Same name today") == 2


def test_it_shows_who_is_watched_and_until_when(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    course.say("injector", START, Observation("assistant-1", 30, "test", START))
    clock(START + timedelta(minutes=10))
    page = board(cast, "injector")
    assert "11:00" in page
    assert "Demo assistant" in page


def test_it_puts_those_who_left_apart(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    mark(cast.actor("reception", START), course.booked(START + timedelta(hours=3)), VisitState.LEFT)
    clock(START + timedelta(hours=4))
    assert "1 visit ended" in board(cast, "injector")


def test_it_shows_another_day_when_asked_and_today_when_the_day_is_none(cast: Cast, clock: Clock) -> None:
    ready_for_first_session(cast, START)
    clock(START - timedelta(days=3))
    assert "Nobody is booked" in board(cast, "injector")
    assert "Demo patient 014" in board(cast, "injector", "?day=2026-03-03")
    assert "Nobody is booked" in board(cast, "injector", "?day=yesterday")


def test_it_shows_nothing_of_another_clinic(cast: Cast, stranger: Cast, clock: Clock) -> None:
    ready_for_first_session(cast, START)
    clock(START)
    assert "Demo patient 014" not in board(stranger, "director")


ASKS = "Earlier days: did they come?"


def test_it_asks_how_a_visit_of_an_earlier_day_ended_until_somebody_says_so(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    visit = course.booked(START + timedelta(hours=3), Purpose.FOLLOW_UP)
    clock(START + timedelta(hours=5))
    assert ASKS not in board(cast, "reception")
    clock(START + timedelta(days=1))
    page = board(cast, "reception")
    assert "Tuesday 3 March, 13:30 · follow-up" in page[page.index(ASKS) :]
    assert ASKS not in board(cast, "reception", "?day=2026-03-05")
    for left in Visit.objects.filter(person=course.person, state=VisitState.BOOKED).exclude(pk=visit.pk):
        mark(cast.actor("reception", START + timedelta(days=1)), left, VisitState.LEFT)
    assert ASKS in board(cast, "reception")
    mark(cast.actor("reception", START + timedelta(days=1)), visit, VisitState.MISSED)
    assert ASKS not in board(cast, "reception")


def test_it_does_not_ask_about_a_visit_at_which_something_was_recorded_or_a_month_ago(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    for booked in Visit.objects.filter(person=course.person):
        actor = cast.actor("injector", booked.start)
        record(actor, "reply.record", course.person, unsure(), visit=booked.id)
    clock(START + timedelta(days=1))
    assert ASKS not in board(cast, "reception")
    course.booked(START + timedelta(hours=3), Purpose.FOLLOW_UP)
    assert ASKS in board(cast, "reception")
    clock(START + timedelta(days=32))
    assert ASKS not in board(cast, "reception")


def test_it_asks_nothing_about_visits_of_another_clinic(cast: Cast, stranger: Cast, clock: Clock) -> None:
    ready_for_first_session(cast, START)
    clock(START + timedelta(days=1))
    assert ASKS in board(cast, "director")
    assert ASKS not in board(stranger, "director")
