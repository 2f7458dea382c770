"""Writing a course in a test in few words: the entries that screens before the one under test would have made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from nappage.actions.acting import acting
from nappage.actions.entries import append
from nappage.actions.visits import book
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import ConsentSigned, MedicineList, TestGiven, TestRead
from nappage.engine.question import Asks, Question
from nappage.engine.story import (
    CelluliteObservation,
    Component,
    Consent,
    Criterion,
    Formula,
    Plan,
    Reading,
    Reply,
    Side,
    Site,
    TestSubstance,
    WhealReading,
)
from nappage.records.keys import new_key
from nappage.records.models import Course, Purpose, Room, Visit
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.cast import Cast

F1 = (
    Component("A", Quantity.parse("3.0 mL"), Quantity.parse("10 mg/mL"), "A-101"),
    Component("B", Quantity.parse("2.0 mL"), lot="B-101"),
)
THIGHS = (Site("thigh", Side.RIGHT), Site("thigh", Side.LEFT))
PLAN = Plan(
    indication="cellulite",
    variant="001-body",
    sites=THIGHS,
    formula="F1",
    sessions=10,
    technique="nappage",
    layer="superficial-subcutis",
    queued=(Site("flank", Side.RIGHT),),
    sentinel="arm",
    criterion=Criterion(4, "thigh", Quantity.parse("-1.6 cm"), "One size less at both thighs."),
    lifestyle="Walking three times a week.",
)


@dataclass
class WrittenCourse:
    """The course of one person, written step by step through the actions."""

    cast: Cast
    person: UUID

    @property
    def course(self) -> UUID:
        return Course.objects.get(person=self.person).id

    def say(self, duty: str, at: datetime, *values: object, visit: UUID | None = None, person: bool = False) -> UUID:
        """Append one entry and return its id."""
        actor = self.cast.actor(duty, at)
        with acting(actor, "chart.read", self.person, act="written by a test"):
            course = None if person else self.course
            return append(actor, self.person, *values, course=course, visit=visit).id

    def asked(self, at: datetime, **said: Answer) -> None:
        """Record the answers: what `said` names (with underscores), else nothing found."""
        found = []
        for question in edition_in_use().all(Question).values():
            listed = question.asks in (Asks.MEDICINES, Asks.ALLERGIES)
            usual = Answer.YES if listed else Answer.NO
            found.append(Reply(question.id, said.get(question.id.replace("-", "_"), usual), at, "patient"))
        self.say("assistant", at, *found, person=True)

    def consulted(self, at: datetime) -> None:
        """Record a first visit in which nothing stood against anything."""
        self.asked(at)
        self.say("assistant", at, Reading("weight", Quantity.parse("62.0 kg"), at), person=True)
        self.say("assistant", at, MedicineList(), person=True)
        self.say("physician", at, CelluliteObservation(at, Answer.YES, Answer.YES, Answer.NO))

    def planned(self, at: datetime, plan: Plan = PLAN, *, signed: bool = True) -> None:
        """Record formula F1, signed, and a plan."""
        self.say("physician", at, Formula("F1", F1, at, "physician-1"))
        self.say("physician", at, replace(plan, signed_at=at, signed_by="physician-1") if signed else plan)

    def consented(self, at: datetime) -> None:
        """Record a consent signed on paper."""
        self.say("physician", at, ConsentSigned(Consent(at, "patient", "test"), "0" * 64, new_key(), "on paper"))

    def tested(self, at: datetime, late: datetime | None = None) -> None:
        """Record a test of F1 with nothing seen at either reading."""
        self.asked(at - timedelta(minutes=10))
        self.say("injector", at, TestGiven("test-1", F1, at), person=True)
        for when in filter(None, (at + timedelta(minutes=18), late)):
            self.say("injector", when, TestRead("test-1", both_sites(when)), person=True)

    def booked(self, start: datetime, purpose: Purpose = Purpose.SESSION, duty: str = "injector") -> Visit:
        """Return a visit booked for one of the cast."""
        room = Room.objects.filter(clinic=self.cast.clinic).first()
        actor = self.cast.actor("reception", start - timedelta(days=1))
        end = start + timedelta(minutes=45)
        return book(
            actor, self.person, purpose, start, end, room=room, member=self.cast.members[duty], course=self.course
        )


def both_sites(at: datetime, mix: str = "4 mm", control: str = "4 mm") -> tuple[WhealReading, WhealReading]:
    """Return a reading of mix and control without flare or infiltrate."""

    def site(substance: TestSubstance, size: str) -> WhealReading:
        wide = Quantity.parse(size)
        return WhealReading(substance, at, "injector-1", wide, wide, Answer.NO, Answer.NO)

    return site(TestSubstance.MIX, mix), site(TestSubstance.CONTROL, control)


def ready_for_first_session(cast: Cast, start: datetime) -> WrittenCourse:
    """Return S1 until its first session: consulted, planned, consented, tested the day before, read and asked today."""
    person = cast.register("Demo patient 014", start - timedelta(days=12))
    course = WrittenCourse(cast, person.id)
    consultation = start - timedelta(days=12)
    course.consulted(consultation)
    course.planned(consultation + timedelta(minutes=20))
    course.consented(consultation + timedelta(minutes=30))
    course.tested(start - timedelta(hours=24, minutes=30), late=start - timedelta(minutes=15))
    course.asked(start - timedelta(minutes=20))
    course.booked(start)
    return course
