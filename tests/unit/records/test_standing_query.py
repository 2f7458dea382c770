"""A standing query answers as the query that it stands for does, with every form of values, always by the present."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from nappage.records.models import Course, Entry, Identity, Visit
from nappage.records.standing_query import MOST_LISTED, Given, StandingQuery
from support.cast import Cast
from support.course import ready_for_first_session

START = datetime(2026, 3, 3, 7, tzinfo=UTC)
LATE = START + timedelta(days=1)


def entries_until(person: UUID, at: datetime) -> QuerySet[Entry]:
    return Entry.objects.filter(person=person, recorded_at__lte=at).order_by("recorded_at", "id")


def names_of(persons: list[UUID]) -> QuerySet[Identity, Any]:
    return Identity.objects.filter(person__in=persons).order_by("folded").values_list("person", "name")


def visits_with_rooms(person: UUID) -> QuerySet[Visit]:
    return Visit.objects.filter(person=person).select_related("room", "member").order_by("start")


def entries_of(person: UUID, course: UUID | None) -> QuerySet[Entry, Any]:
    of_course = Q(course__isnull=True) | Q(course=course) if course else Q(course__isnull=True)
    return Entry.objects.filter(of_course, person=person).order_by("id").values_list("id", flat=True)


def the_same_again(asked: StandingQuery[Any], plain: Any, *given: Given) -> list[Any]:
    """Return the rows after asking twice: the second time the SQL is one that was kept."""
    first, again = asked.rows(*given), asked.rows(*given)
    assert first == again == list(plain(*given))
    return again


def test_it_answers_as_the_query_itself_for_other_values_than_it_was_made_with(cast: Cast) -> None:
    courses = [ready_for_first_session(cast, START + number * timedelta(hours=1)) for number in range(2)]
    asked = StandingQuery(entries_until)
    for course in courses:
        for at in (START - timedelta(days=30), START, LATE):
            the_same_again(asked, entries_until, course.person, at)
    assert the_same_again(asked, entries_until, courses[1].person, LATE)
    assert not the_same_again(asked, entries_until, uuid4(), LATE)


def test_lists_of_every_length_are_answered_also_an_empty_and_a_very_long_one(cast: Cast) -> None:
    persons = [cast.register(f"Demo patient {number:03}", START).id for number in range(MOST_LISTED + 2)]
    asked = StandingQuery(names_of)
    for count in range(len(persons) + 1):
        assert len(the_same_again(asked, names_of, persons[:count])) == count


def test_what_is_read_beside_a_row_is_there_without_another_query(cast: Cast) -> None:
    course = ready_for_first_session(cast, START)
    asked = StandingQuery(visits_with_rooms)
    the_same_again(asked, visits_with_rooms, course.person)
    with CaptureQueriesContext(connection) as captured:
        visits = asked.rows(course.person)
        shown = [(str(visit.room), str(visit.member), visit.start) for visit in visits]
    assert len(captured) == 1
    assert shown == [(str(one.room), str(one.member), one.start) for one in visits_with_rooms(course.person)]


def test_a_value_that_is_missing_makes_another_form(cast: Cast) -> None:
    course = ready_for_first_session(cast, START)
    asked = StandingQuery(entries_of)
    assert the_same_again(asked, entries_of, course.person, None)
    assert len(asked.rows(course.person, course.course)) > len(asked.rows(course.person, None))


def test_it_keeps_the_question_and_never_an_answer(cast: Cast) -> None:
    person = cast.register("Demo patient 001", START).id
    asked = StandingQuery(names_of)
    assert asked.rows([person]) == [(person, "Demo patient 001")]
    Identity.objects.filter(person=person).update(name="Demo patient 002")
    assert asked.rows([person]) == [(person, "Demo patient 002")]


def test_the_sql_is_worked_out_once_for_each_form(cast: Cast) -> None:
    made: list[tuple[Given, ...]] = []

    def counted(person: UUID) -> QuerySet[Course]:
        made.append((person,))
        return Course.objects.filter(person=person)

    asked, persons = StandingQuery(counted), [uuid4() for _ in range(5)]
    for person in persons:
        assert asked.first(person) is None
    assert len(made) == 1
    assert made[0][0] not in persons


@pytest.mark.parametrize("typed", ["Demo patient 001", "", "%", "own value"])
def test_text_is_a_value_like_any_other(cast: Cast, typed: str) -> None:
    cast.register("Demo patient 001", START)

    def named(name: str) -> QuerySet[Identity, Any]:
        return Identity.objects.filter(name=name).values_list("name", flat=True)

    the_same_again(StandingQuery(named), named, "another")
    the_same_again(StandingQuery(named), named, typed)
