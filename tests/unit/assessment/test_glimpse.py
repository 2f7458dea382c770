"""A glimpse stands for a minute, and not an instant longer than what it was made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nappage.actions.visits import mark, move
from nappage.assessment.glimpse import glimpses
from nappage.assessment.look import Look
from nappage.assessment.policy_in_force import policy_in_force
from nappage.records.models import Purpose, Visit, VisitState
from support.cast import Cast
from support.course import WrittenCourse, ready_for_first_session

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
NOW = START - timedelta(minutes=5)
HOUR = timedelta(hours=1)
Change = Callable[[WrittenCourse, Visit], object]


@pytest.fixture
def course(cast: Cast) -> WrittenCourse:
    return ready_for_first_session(cast, START)


def glimpse(course: WrittenCourse, at: datetime = NOW) -> Look:
    clinic = course.cast.clinic.id
    return glimpses(clinic, [course.person], policy_in_force(clinic, at), at)[course.person]


def moved(course: WrittenCourse, visit: Visit) -> None:
    move(course.cast.actor("reception", NOW), visit, START + HOUR, START + 2 * HOUR)


def marked(state: VisitState) -> Change:
    return lambda course, visit: mark(course.cast.actor("reception", max(NOW, visit.start)), visit, state)


def booked_again(course: WrittenCourse, _visit: Visit) -> None:
    course.booked(START + 48 * HOUR, Purpose.FOLLOW_UP)


def test_it_is_remembered_within_its_minute(course: WrittenCourse) -> None:
    assert glimpse(course) is glimpse(course)


def test_it_is_worked_out_again_a_minute_later(course: WrittenCourse) -> None:
    assert glimpse(course) is not glimpse(course, NOW + timedelta(seconds=60))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(moved, id="moved"),
        pytest.param(marked(VisitState.HERE), id="here"),
        pytest.param(marked(VisitState.MISSED), id="missed"),
        pytest.param(booked_again, id="another booked"),
    ],
)
def test_it_is_new_at_once_when_a_visit_changes(course: WrittenCourse, change: Change) -> None:
    before = glimpse(course)
    change(course, Visit.objects.get(person=course.person, purpose=Purpose.SESSION, start=START))
    assert glimpse(course) is not before


def test_it_is_new_at_once_when_it_was_another_end_that_a_visit_came_to(course: WrittenCourse) -> None:
    visit = Visit.objects.get(person=course.person, purpose=Purpose.SESSION, start=START)
    marked(VisitState.LEFT)(course, visit)
    before = glimpse(course)
    marked(VisitState.MISSED)(course, visit)
    assert glimpse(course) is not before
