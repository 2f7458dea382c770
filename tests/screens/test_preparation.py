"""The preparation for the next visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nappage.assessment.chart import chart_of
from nappage.assessment.happening import CheckIn, MedicineList
from nappage.engine.story import MedicineTaken
from nappage.values.answer import Answer
from support.cast import Cast
from support.course import WrittenCourse, ready_for_first_session

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
Clock = Callable[[datetime], None]


def page(cast: Cast, course: WrittenCourse, duty: str = "assistant") -> str:
    return str(cast.client(duty).get(f"/patients/{course.person}/preparation/").content.decode())


@pytest.mark.proves("S1", "R032")
def test_it_warns_of_ibuprofen_inside_the_window_with_both_sources(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    taken = MedicineTaken("ibuprofen", Answer.NO, last_taken=datetime(2026, 2, 26, 20, tzinfo=UTC), stopped=True)
    course.say("assistant", START - timedelta(minutes=15), MedicineList((taken,)), person=True)
    clock(START - timedelta(minutes=10))
    shown = page(cast, course)
    assert "ibuprofen" in shown
    assert "003:24 asks for 7 days, so Mon 23 Feb 2026 at the latest (not kept); 001:51 asks for 3 days" in shown


@pytest.mark.proves("H-07")
def test_it_never_says_stop_beside_a_prescribed_medicine(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    taken = MedicineTaken("clopidogrel", Answer.YES, last_taken=START - timedelta(days=1))
    course.say("assistant", START - timedelta(minutes=15), MedicineList((taken,)), person=True)
    clock(START - timedelta(minutes=10))
    shown = page(cast, course).lower().replace("do not stop", "")
    assert "clopidogrel" in shown
    assert "stop" not in shown.split("<main", 1)[1].split("</main", 1)[0]


@pytest.mark.proves("H-09")
def test_it_never_asks_to_put_a_cream_on_at_home(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START - timedelta(days=1))
    shown = page(cast, course).split("<main", 1)[1].split("</main", 1)[0].lower()
    assert "numbing" not in shown
    assert "anaesthe" not in shown


def test_it_records_what_was_said_at_check_in_and_nothing_else(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START - timedelta(minutes=10))
    said = {"no-stimulant": "no", "protein-before": "declined", "words": "two coffees at eight"}
    assert cast.client("assistant").post(f"/patients/{course.person}/preparation/", said).status_code == 302
    kept = [value for _, value in chart_of(course.person, course.course, START).of(CheckIn)]
    assert [(one.instruction, one.kept) for one in kept] == [
        ("no-stimulant", Answer.NO),
        ("protein-before", Answer.UNKNOWN),
    ]
    assert "two coffees at eight" in page(cast, course)


def test_it_notes_what_is_asked_in_words_and_asks_no_yes_or_no_about_it(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START - timedelta(minutes=10))
    shown = page(cast, course)
    assert 'name="ask-days-off" maxlength="400"' in shown
    assert 'name="vitamins-against-bruising"' not in shown
    assert "says otherwise" not in shown
    said = {"ask-days-off": "two days", "no-stimulant": "yes"}
    recorded = cast.client("assistant").post(f"/patients/{course.person}/preparation/", said, follow=True)
    assert "Recorded." in recorded.content.decode()
    kept = {value.instruction: value for _, value in chart_of(course.person, course.course, START).of(CheckIn)}
    assert (kept["ask-days-off"].words, kept["no-stimulant"].words) == ("two days", "")
    card = page(cast, course).split("Said at check-in", 1)[1]
    assert "yes" not in card.split("</section>", 1)[0]


def test_it_lets_nobody_record_who_only_reads(cast: Cast, clock: Clock) -> None:
    course = ready_for_first_session(cast, START)
    clock(START - timedelta(minutes=10))
    said = {"no-stimulant": "no", "words": ""}
    assert cast.client("director").post(f"/patients/{course.person}/preparation/", said).status_code == 403
    assert "was it kept" not in page(cast, course, "director")


def test_it_says_what_to_do_where_no_visit_is_known(cast: Cast, clock: Clock) -> None:
    person = cast.register("Demo patient 014", START)
    clock(START)
    shown = str(cast.client("assistant").get(f"/patients/{person.id}/preparation/").content.decode())
    assert "No visit is booked or proposed yet" in shown
