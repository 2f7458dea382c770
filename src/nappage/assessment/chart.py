"""A person's chart: every line in the order it was recorded, and those that stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from nappage.assessment.happening import KIND_OF
from nappage.assessment.line import EntriesAsked, Line, lines_by_person
from nappage.records.models import Course, Entry, PersonLink, Visit, VisitState
from nappage.records.person_links import linked_since, links_around
from nappage.records.standing_query import StandingQuery

V = TypeVar("V")


@dataclass(frozen=True)
class Chart:
    """What is recorded about one person and one course by an instant. `lines` holds all, struck ones too.

    `earlier` is the chart with the course that this one follows.
    """

    person: UUID
    course: UUID | None
    at: datetime
    lines: tuple[Line, ...]
    visits: tuple[Visit, ...]
    linked: tuple[LinkedChart, ...] = ()
    earlier: Chart | None = None

    @cached_property
    def struck(self) -> dict[UUID, Line]:
        """Return the lines that take another back, by the id of the one taken back."""
        return {line.strikes: line for line in self.lines if line.strikes is not None}

    @cached_property
    def all_lines(self) -> tuple[Line, ...]:
        """Return the lines of this course and of those that it follows, each once, in the order recorded."""
        before = self.earlier.all_lines if self.earlier else ()
        found = {line.id: line for line in (*before, *self.lines)}
        return tuple(sorted(found.values(), key=lambda line: (line.recorded_at, line.id)))

    @cached_property
    def standing(self) -> tuple[Line, ...]:
        """Return the lines that were not taken back."""
        return tuple(line for line in self.lines if line.id not in self.struck and line.strikes is None)

    def of(self, kind: type[V], visit: UUID | None = None) -> Iterator[tuple[Line, V]]:
        """Yield each standing value of a class with its line, in the order recorded; of one visit if it is named."""
        name = KIND_OF[kind]
        for line in self.standing:
            if line.kind == name and (visit is None or line.visit == visit):
                yield from ((line, value) for value in line.values)

    def latest(self, kind: type[V], visit: UUID | None = None) -> V | None:
        """Return the value of a class recorded last, or None."""
        found = [value for _, value in self.of(kind, visit)]
        return found[-1] if found else None


@dataclass(frozen=True)
class LinkedChart:
    """The chart of a record that is held to be of the same person, and since when."""

    since: datetime
    chart: Chart


def chart_of(person: UUID, course: UUID | None, at: datetime) -> Chart:
    """Return the chart of a person as it was recorded by an instant: the person's lines and those of one course.

    Beside it stand the charts of the records that were linked to it by then.
    """
    links = links_around(person, at)
    if not links:
        return _own(person, course, at)
    since = linked_since(person, links)
    others = {other: _own(other, _present_course(other, at), at) for other in since}
    linked = tuple(LinkedChart(since[other], chart) for other, chart in others.items() if chart.lines)
    return replace(_own(person, course, at), linked=linked)


# Whatever is recorded was recorded before.
_BY_NOW = datetime.max.replace(tzinfo=UTC)


def chart_by_now(person: UUID, course: UUID | None, at: datetime) -> Chart:
    """Return the chart with everything that is recorded by now, also what came in after the instant of a request."""
    chart = chart_of(person, course, _BY_NOW)
    return replace(chart, at=max([at, *(line.recorded_at for line in chart.lines)]))


def _present_course(person: UUID, at: datetime) -> UUID | None:
    courses = Course.objects.filter(person=person, opened_at__lte=at).order_by("-opened_at", "-id")
    return courses.values_list("id", flat=True).first()


def charts_of(courses: Mapping[UUID, UUID | None], at: datetime) -> Mapping[UUID, Chart]:
    """Return the charts of many persons, each with the course named for them, in a number of queries that is fixed.

    Only somebody whose record is linked to another is asked for apart.
    """
    persons = set(courses)
    links = PersonLink.objects.filter(Q(kept__in=persons) | Q(merged__in=persons)).values_list("kept", "merged")
    linked = {person for both in links for person in both} & persons
    found = _own_of({person: course for person, course in courses.items() if person not in linked}, at)
    return found | {person: chart_of(person, courses[person], at) for person in linked}


def _own(person: UUID, course: UUID | None, at: datetime) -> Chart:
    return _own_of({person: course}, at)[person]


def _own_of(courses: Mapping[UUID, UUID | None], at: datetime) -> dict[UUID, Chart]:
    named = [course for course in courses.values() if course is not None]
    lines = lines_by_person(_ENTRIES, courses, named, at)
    visits: dict[UUID, list[Visit]] = {person: [] for person in courses}
    for visit in _VISITS.rows(tuple(courses)):
        visits[visit.person_id].append(visit)
    earlier = _earlier(named, at)
    return {
        person: Chart(person, course, at, lines[person], tuple(visits[person]), earlier=earlier.get(person))
        for person, course in courses.items()
    }


def _earlier(courses: list[UUID], at: datetime) -> dict[UUID, Chart]:
    """Return the charts with the courses that these follow, by person: one query where none follows another."""
    before: dict[UUID, UUID | None] = dict(_FOLLOWED.rows(courses)) if courses else {}
    return _own_of(before, at) if before else {}


_ENTRIES = EntriesAsked(
    lambda courses, at: Entry.objects.filter(
        Q(course__isnull=True) | Q(course__in=courses), recorded_at__lte=at
    ).order_by("recorded_at", "id")
)
_VISITS = StandingQuery(
    lambda persons: (
        Visit.objects.filter(person__in=persons).exclude(state=VisitState.CANCELLED).select_related("room", "member")
    )
)
_FOLLOWED = StandingQuery(
    lambda courses: Course.objects.filter(pk__in=courses, follows__isnull=False).values_list("person", "follows")
)
