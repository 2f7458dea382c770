"""The printed day: for the hours in which no screen can be asked, everything that must not be forgotten."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nappage.actions.visits import mark
from nappage.assessment.happening import MedicineList
from nappage.assessment.look import look_at
from nappage.assessment.policy_in_force import policy_in_force
from nappage.engine.story import Allergy, HealthEvent, MedicineTaken, Reply
from nappage.records.models import AuditEvent, Purpose, VisitState
from nappage.values.answer import Answer
from support.cast import Cast
from support.course import WrittenCourse, ready_for_first_session

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
EVENING_BEFORE = START - timedelta(hours=15)
Clock = Callable[[datetime], None]
ALLERGIES = (Allergy("penicillin", Answer.YES), Allergy("latex"), Allergy("a cream from abroad"))
EVENTS = ("stroke", "cancer", "deep-vein-thrombosis", "epilepsy", "pregnancy")


def paper_of(cast: Cast, duty: str, folder: Path, query: str = "?day=2026-03-03") -> str:
    """Return the words of the day's paper, without its line breaks."""
    answer = cast.client(duty).get(f"/day-paper/{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store, private"
    file = folder / "day.pdf"
    file.write_bytes(answer.content)
    said = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(said.split())


def sick(cast: Cast, number: int) -> WrittenCourse:
    """Return somebody who is booked, with one thing that excludes and the allergies."""
    person = cast.register(f"Demo patient 03{number}", START - timedelta(days=20))
    course = WrittenCourse(cast, person.id)
    told = START - timedelta(days=10)
    course.say("assistant", told, HealthEvent(EVENTS[number], told, "patient"), person=True)
    course.say("assistant", told, ALLERGIES[number % 3], person=True)
    course.say("assistant", told, MedicineList((MedicineTaken("warfarin"),)), person=True)
    course.say("assistant", told, Reply("allergies", Answer.YES, told, "patient"), person=True)
    course.booked(START + timedelta(minutes=60 * number + 90), Purpose.CONSULTATION)
    return course


@pytest.mark.proves("H-36")
def test_the_paper_holds_every_exclusion_and_every_allergy_of_everybody_booked(
    cast: Cast, clock: Clock, tmp_path: Path
) -> None:
    ready = ready_for_first_session(cast, START)
    courses = [ready, *(sick(cast, number) for number in range(len(EVENTS)))]
    clock(EVENING_BEFORE)
    said = paper_of(cast, "assistant", tmp_path)
    matched = []
    for course in courses:
        in_force = policy_in_force(cast.clinic.id, EVENING_BEFORE)
        look = look_at(cast.clinic.id, course.person, course.course, EVENING_BEFORE, in_force)
        assert str(course.person) in said
        assert all(allergy.to in said for allergy in look.story.allergies)
        assert all(taken.name in said for taken in look.story.medicines)
        titles = [one.precaution.title for one in look.outlook.findings if one.answer is Answer.YES]
        matched += titles
        assert [title for title in titles if " ".join(title.split()) not in said] == []
    assert len(set(matched)) >= len(EVENTS)
    assert said.count("penicillin (severe reaction)") == 2
    assert "Told on 21 Feb 2026 to be the whole list." in said
    assert "cellulite: right thigh, left thigh" in said
    assert "A-101" in said
    assert "In an emergency" in said
    assert said.count("What was done") == len(courses)


@pytest.mark.proves("H-36")
def test_what_nobody_asked_is_on_the_paper_as_not_asked(cast: Cast, clock: Clock, tmp_path: Path) -> None:
    course = WrittenCourse(cast, cast.register("Demo patient 041", START).id)
    course.booked(START, Purpose.CONSULTATION)
    clock(START)
    said = paper_of(cast, "injector", tmp_path, "")
    assert "Allergies None on the list. Never asked whether this is all." in said
    assert "Nothing is planned." in said
    assert "Still to be asked Are you pregnant, or is it possible that you are?" in said
    assert "questions of the clinic's own list" in said


def test_it_leaves_out_who_left_and_says_when_nobody_is_booked(cast: Cast, clock: Clock, tmp_path: Path) -> None:
    course = ready_for_first_session(cast, START)
    visit = course.booked(START + timedelta(hours=3))
    clock(START)
    assert paper_of(cast, "injector", tmp_path).count(str(course.person)) == 2
    mark(cast.actor("reception", START), visit, VisitState.LEFT)
    assert paper_of(cast, "injector", tmp_path).count(str(course.person)) == 1
    assert "Nobody is booked on this day." in paper_of(cast, "injector", tmp_path, "?day=2026-03-08")


@pytest.mark.proves("H-36")
def test_each_chart_that_is_printed_is_in_the_trail_and_the_front_desk_prints_none(
    cast: Cast, stranger: Cast, clock: Clock, tmp_path: Path
) -> None:
    course = ready_for_first_session(cast, START)
    clock(START)
    assert cast.client("reception").get("/day-paper/").status_code == 403
    assert "Print the day" not in cast.client("reception").get("/").content.decode()
    assert "Print the day" in cast.client("injector").get("/").content.decode()
    assert str(course.person) not in paper_of(stranger, "injector", tmp_path)
    looks = AuditEvent.objects.filter(act="look", person=course.person, detail={"screen": "print day"})
    assert looks.count() == 0
    assert str(course.person) in paper_of(cast, "injector", tmp_path)
    assert looks.count() == 1
