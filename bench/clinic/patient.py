"""What is said and done in the courses of one patient, act by act, in the order of time, as the screens would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bench.clinic.calendar import DAY, MINUTE, CourseDates, Place
from bench.clinic.contacts import asked_after
from bench.clinic.home import Home
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import (
    ConsentSigned,
    Drawn,
    Ended,
    MedicineList,
    Observation,
    ObservationEnded,
    PassGiven,
    PlanTerms,
    Signed,
    Started,
    TestGiven,
    TestRead,
)
from nappage.engine.question import Asks, Question
from nappage.engine.story import (
    CelluliteObservation,
    Component,
    Consent,
    Criterion,
    Formula,
    MedicineTaken,
    Pass,
    Patient,
    Plan,
    Reading,
    Reply,
    Sex,
    Side,
    Site,
    TapeReading,
    TestSubstance,
    WhealReading,
)
from nappage.records.models import Purpose
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity

WEEK = 7 * DAY
THIGHS = (Site("thigh", Side.RIGHT), Site("thigh", Side.LEFT))
EACH = "0.02 mL"
WASTED = "0.2 mL"
q = Quantity.parse


@dataclass(frozen=True, slots=True)
class Booking:
    """A visit that is booked."""

    id: UUID
    purpose: Purpose
    place: Place


@dataclass(frozen=True, slots=True)
class Act:
    """One act of somebody: what it says in the audit trail, and the rows that it leaves.

    `values` make one entry; `lots` are used by it, a `decision` is kept with it.
    """

    at: datetime
    who: str
    act: str
    person: UUID
    values: tuple[object, ...] = ()
    course: UUID | None = None
    visit: UUID | None = None
    id: UUID | None = None
    books: Booking | None = None
    opens: UUID | None = None
    registers: int | None = None
    ends: UUID | None = None
    lots: tuple[tuple[str, str], ...] = ()
    decision: bool = False


@dataclass
class PatientCourses:
    """One patient by number. Equal seeds tell equal stories."""

    home: Home
    number: int
    courses: tuple[CourseDates, ...]
    punctures: tuple[int, ...]
    now: datetime
    chance: random.Random
    person: UUID = field(init=False)
    asked: dict[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person = self.key(self.began)

    @property
    def began(self) -> datetime:
        """Return when this person was registered: as the first visit was booked."""
        return self.courses[0].consultation.start - WEEK

    def key(self, at: datetime) -> UUID:
        """Return a UUIDv7 of the instant at which the row would have been made."""
        made = int(at.timestamp() * 1000) << 80 | self.chance.getrandbits(76)
        return UUID(int=made & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)

    def acts(self) -> Iterator[Act]:
        """Yield everything, in the order of time, up to now."""
        acts = sorted(self._acts(), key=lambda act: act.at)
        yield from (act for act in acts if act.at <= self.now)

    def born(self) -> date:
        """Return the birth date."""
        return date(1955 + self.number % 48, 1 + self.number % 12, 1 + self.number % 28)

    def _acts(self) -> Iterator[Act]:
        patient = Patient(self.born(), Sex.FEMALE, q("168 cm"), 2)
        yield Act(self.began, "reception", "patient.register", self.person, (patient,), registers=self.number)
        given = 0
        for dates in self.courses:
            punctures = self.punctures[given : given + len(dates.sessions)]
            yield from _Course(self, dates).acts(punctures)
            given += len(dates.sessions)


class _Course:
    """One course being told."""

    def __init__(self, patient: PatientCourses, dates: CourseDates) -> None:
        self.patient, self.dates = patient, dates
        self.given: list[UUID] = []
        self.id = patient.key(dates.consultation.start)
        day = dates.consultation.start.date()
        self.lots = tuple((agent, patient.home.lot(agent, day)) for agent in ("A", "B"))
        (_, lot_a), (_, lot_b) = self.lots
        self.mixture = (Component("A", q("3.0 mL"), q("10 mg/mL"), lot_a), Component("B", q("2.0 mL"), lot=lot_b))

    def acts(self, punctures: tuple[int, ...]) -> Iterator[Act]:
        """Yield the acts of this course."""
        yield from self._consultation()
        yield from self._test()
        for number, (place, count) in enumerate(zip(self.dates.sessions, punctures, strict=True)):
            yield from self._session(place, count, first=number == 0, size=57 - 0.6 * number)
        yield from self._contacts()
        if self.dates.booked is not None:
            yield from self._visit(self.dates.booked, Purpose.SESSION, gone=False)
            yield from self._asked_again(self.dates.booked)

    def _say(self, who: str, at: datetime, act: str, *values: object, person: bool = False, **more: object) -> Act:
        course = None if person else self.id
        key = self.patient.key(at)
        return Act(at, who, act, self.patient.person, values, course=course, id=key, **more)  # type: ignore[arg-type]

    def _look(self, who: str, at: datetime, screen: str) -> Act:
        return Act(at, who, f"look {screen}", self.patient.person)

    def _visit(self, place: Place, purpose: Purpose, *, gone: bool = True) -> Iterator[Act]:
        """Yield the booking a week before, yet of no course that is not open; that somebody came and left."""
        booked_at = place.start - WEEK
        if purpose is not Purpose.CONSULTATION:
            # On days when many begin, a consultation is days later than it was laid out.
            booked_at = max(booked_at, self.dates.consultation.end)
        booking = Booking(self.patient.key(booked_at), purpose, place)
        yield Act(booked_at, "reception", "visit.book", self.patient.person, course=self.id, books=booking)
        if gone:
            for at, act in ((place.start - 4 * MINUTE, "visit here"), (place.end - 2 * MINUTE, "visit left")):
                yield Act(at, "reception", act, self.patient.person, ends=booking.id)
        self.visit = booking.id

    def _consultation(self) -> Iterator[Act]:
        place = self.dates.consultation
        at, physician = place.start, "physician"
        yield from self._visit(place, Purpose.CONSULTATION)
        yield Act(at, physician, "open course", self.patient.person, opens=self.id)
        yield self._look(physician, at + MINUTE, "open chart")
        yield self._say(
            "assistant", at + 3 * MINUTE, "record intake", *replies(at, self.patient.asked), person=True, decision=True
        )
        weight = Reading("weight", q("62.0 kg"), at)
        yield self._say("assistant", at + 4 * MINUTE, "record intake", weight, person=True)
        looks = CelluliteObservation(at, Answer.YES, Answer.YES, Answer.NO)
        yield self._say(physician, at + 5 * MINUTE, "record intake", looks)
        taken = MedicineTaken("ibuprofen", Answer.NO, None, at - 9 * DAY, True, "headache")
        yield self._say("assistant", at + 6 * MINUTE, "record intake", MedicineList((taken,)), person=True)
        yield from self._planned(at + 15 * MINUTE)

    def _planned(self, at: datetime) -> Iterator[Act]:
        who = "physician"
        yield self._look(who, at - MINUTE, "open plan")
        yield self._say(who, at, "sign formula", Formula("F1", self.mixture, at, who))
        plan = self._say(who, at + MINUTE, "sign plan", _plan(at + MINUTE, who), decision=True)
        yield plan
        terms = PlanTerms(plan=plan.id, goal="Smoother thighs by summer.", alternatives_shown=("none", "exercise"))
        yield self._say(who, at + 2 * MINUTE, "write plan", terms)
        key = self.patient.key(at)
        signed = ConsentSigned(Consent(at + 9 * MINUTE, "patient", "1"), f"{key.int:064x}", key, "drawn", who)
        yield self._say(who, at + 9 * MINUTE, "take consent", signed, decision=True)

    def _test(self) -> Iterator[Act]:
        place, who = self.dates.test, self.patient.home.injector(self.dates.test.room).slug
        yield from self._visit(place, Purpose.TEST)
        yield from self._asked_again(place)
        at, key = place.start + 2 * MINUTE, f"test-{self.id}"
        yield self._look(who, at, "open allergy_test")
        given = TestGiven(key, self.mixture, at, mix_site="left forearm", control_site="right forearm")
        yield self._say(who, at, "give test", given, person=True, lots=self.lots, decision=True)
        yield from self._watched(who, at, "give test", "test", person=True)
        for when in (at + 18 * MINUTE, at + DAY + 60 * MINUTE):
            yield self._say(who, when, "read test", TestRead(key, _both_sites(when, who)), person=True)

    def _asked_again(self, place: Place) -> Iterator[Act]:
        at = place.start - 15 * MINUTE
        yield self._look("assistant", at, "open screening")
        said = replies(at, self.patient.asked)
        yield self._say("assistant", at + 2 * MINUTE, "record screening", *said, person=True, decision=True)

    def _session(self, place: Place, punctures: int, *, first: bool, size: float) -> Iterator[Act]:
        yield from self._visit(place, Purpose.SESSION)
        self.given.append(self.visit)
        yield from self._asked_again(place)
        who, at, visit = self.patient.home.injector(place.room).slug, place.start, self.visit
        yield self._look(who, at - 5 * MINUTE, "open session")
        yield self._say(who, at - 3 * MINUTE, "record measures", *tape(at - 3 * MINUTE, who, size), visit=visit)
        begun = Started(who, "F1", THIGHS, ("name", "birth-date"), f"Room {place.room + 1}", "device-7")
        yield self._say(who, at, "start session", begun, visit=visit, lots=self.lots, decision=True)
        yield self._look(who, at + MINUTE, "open session")
        charted = list(_passes(punctures, who))
        for minutes, given in enumerate(charted, 8):
            yield self._say(who, at + minutes * MINUTE, "chart pass", given, visit=visit)
        volume = Quantity(q(EACH).amount * punctures, q(EACH).unit)
        drawn = Drawn(Quantity(volume.amount + q(WASTED).amount, volume.unit), q(WASTED))
        yield self._say(who, at + 27 * MINUTE, "record volumes", drawn, visit=visit)
        yield self._say(who, at + 28 * MINUTE, "end session", Ended(at + 28 * MINUTE), visit=visit)
        if first:
            yield from self._watched(who, at + 28 * MINUTE, "end session", "session", visit=visit)
        signature = Signed(len(charted), punctures, volume)
        yield self._say(who, at + 31 * MINUTE, "sign session", signature, visit=visit, decision=True)

    def _watched(self, who: str, at: datetime, act: str, after: str, **more: Any) -> Iterator[Act]:
        """Yield that somebody is watched for half an hour after something, and then no longer."""
        watch = self._say(who, at, act, Observation(who, 30, after, at), **more)
        yield watch
        assert watch.id is not None, "what is said has the id of its entry"
        ended = ObservationEnded(watch.id, at + 31 * MINUTE)
        yield self._say(who, at + 31 * MINUTE, "end observation", ended, **more)

    def _contacts(self) -> Iterator[Act]:
        """Yield who was asked how it is, and when, up to the weeks after the last session."""
        for asked in asked_after(self.dates.sessions, "assistant"):
            made = asked.made
            yield self._say("assistant", made.at, "record contact", made, visit=self.given[asked.session])


def replies(at: datetime, asked: dict[str, date]) -> Iterator[Reply]:
    """Yield the answers, of somebody against whom nothing stands, to the questions that are due on that day.

    `asked` says when each was asked last, and is told of these.
    """
    today = at.date()
    for question in edition_in_use().all(Question).values():
        last = asked.get(question.id)
        if last is None or question.validity is None or question.validity.after(last) <= today:
            asked[question.id] = today
            listed = question.asks in (Asks.MEDICINES, Asks.ALLERGIES)
            yield Reply(question.id, Answer.YES if listed else Answer.NO, at, "patient")


def _plan(at: datetime, who: str) -> Plan:
    return Plan(
        indication="cellulite",
        variant="001-body",
        sites=THIGHS,
        formula="F1",
        sessions=10,
        technique="nappage",
        layer="superficial-subcutis",
        queued=(Site("flank", Side.RIGHT),),
        sentinel="arm",
        criterion=Criterion(4, "thigh", q("-1.6 cm"), "One size less at both thighs."),
        lifestyle="Walking three times a week; no diet planned.",
        signed_at=at,
        signed_by=who,
    )


def _both_sites(at: datetime, who: str) -> tuple[WhealReading, ...]:
    wide = q("4 mm")
    sites = (TestSubstance.MIX, TestSubstance.CONTROL)
    return tuple(WhealReading(one, at, who, wide, wide, Answer.NO, Answer.NO) for one in sites)


def tape(at: datetime, who: str, size: float) -> Iterator[TapeReading]:
    for side in (Side.RIGHT, Side.LEFT):
        for value in (size, size + 0.2):
            yield TapeReading("thigh", q(f"{value:.1f} cm"), at, who, side)
    for text in ("28.4 cm", "28.6 cm"):
        yield TapeReading("arm", q(text), at, who, Side.RIGHT, True)


def _passes(punctures: int, who: str) -> Iterator[PassGiven]:
    """Yield the passes of a session: two over the right thigh, one or two over the left."""
    parts = [punctures // 4, punctures // 4, punctures - 2 * (punctures // 4)]
    for part, site in zip(parts, (THIGHS[0], THIGHS[0], THIGHS[1]), strict=True):
        if part:
            done = Pass(site, "nappage", part, q(EACH), q("3 mm"), layer="superficial-subcutis", by=who)
            yield PassGiven(done, q("15 mm"), "30G 4 mm")
