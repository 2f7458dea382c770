"""A course that was given and measured, written in few words: for measures, checkpoint and recall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nappage.assessment.happening import Ended, PassGiven, Started
from nappage.assessment.look import Look, look_at
from nappage.engine.landmark import Posture, Tension
from nappage.engine.story import Pass, Plan, Reading, Side, TapeReading
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.course import PLAN, THIGHS, WrittenCourse

FIRST = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TWO_WEEKS = timedelta(days=14)


@dataclass
class MeasuredCourse:
    """A written course with its days."""

    written: WrittenCourse
    cast: Cast

    @property
    def person(self) -> str:
        return str(self.written.person)

    def url(self, path: str) -> str:
        return f"/patients/{self.person}/{path}"

    def look(self, at: datetime) -> Look:
        return look_at(self.cast.clinic.id, self.written.person, self.written.course, at)

    def measured(self, at: datetime, thigh: str, arm: str = "28.4", weight: str = "62.0 kg") -> None:
        """Record duplicates of both thighs and of the arm, and a weight."""
        self.written.say("injector", at, *tape(at, thigh, arm))
        self.written.say("assistant", at, Reading("weight", Quantity.parse(weight), at), person=True)

    def given(self, start: datetime) -> None:
        """Record a session given."""
        visit = self.written.booked(start).id
        started = Started("injector-1", "F1", THIGHS, ("name", "birth-date"))
        self.written.say("injector", start, started, visit=visit)
        for site in THIGHS:
            done = Pass(site, "nappage", 120, Quantity.parse("0.02 mL"), by="injector-1")
            self.written.say("injector", start + timedelta(minutes=10), PassGiven(done), visit=visit)
        self.written.say("injector", start + timedelta(minutes=28), Ended(start + timedelta(minutes=28)), visit=visit)


def tape(at: datetime, thigh: str, arm: str, posture: Posture = Posture.STANDING) -> list[TapeReading]:
    """Return duplicates 0.2 cm apart of both thighs and of the untreated right arm."""

    def pair(landmark: str, typed: str, side: Side, sentinel: bool) -> Iterable[TapeReading]:
        for one in (Quantity.parse(f"{typed} cm"), Quantity.parse(f"{typed} cm") + Quantity.parse("0.2 cm")):
            yield TapeReading(landmark, one, at, "injector-1", side, sentinel, posture, Tension.RESTING)

    return [
        *pair("thigh", thigh, Side.RIGHT, False),
        *pair("thigh", thigh, Side.LEFT, False),
        *pair("arm", arm, Side.RIGHT, True),
    ]


def course_of(cast: Cast, sizes: Iterable[str], plan: Plan = PLAN, name: str = "Demo patient 014") -> MeasuredCourse:
    """Return a course with a session every two weeks, one for each thigh size, measured before it."""
    person = cast.register(name, FIRST - 2 * TWO_WEEKS)
    course = MeasuredCourse(WrittenCourse(cast, person.id), cast)
    course.written.consulted(FIRST - TWO_WEEKS)
    course.written.planned(FIRST - TWO_WEEKS, plan)
    course.written.consented(FIRST - TWO_WEEKS)
    for number, size in enumerate(sizes):
        start = FIRST + number * TWO_WEEKS
        course.measured(start - timedelta(minutes=8), size)
        course.given(start)
    return course
