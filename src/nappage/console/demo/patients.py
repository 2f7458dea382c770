"""The demo's patients: one at every stage, written through the actions at the times they would have been."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from nappage.actions.acting import Actor, acting
from nappage.actions.bookings import book_course
from nappage.actions.entries import append
from nappage.actions.lots import note_uses
from nappage.actions.persons import open_course, register
from nappage.actions.visits import book, mark
from nappage.actions.waiting import wait
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import (
    ConsentSigned,
    Drawn,
    Ended,
    MedicineList,
    PassGiven,
    PlanTerms,
    Signed,
    Started,
    TestGiven,
    TestRead,
)
from nappage.assessment.look import look_at
from nappage.assessment.proposal import Wish, propose
from nappage.console.demo.clinic import DemoClinic
from nappage.engine.area import AreaSize
from nappage.engine.landmark import Posture, Tension
from nappage.engine.package_price import PackagePrice
from nappage.engine.question import Asks, Question
from nappage.engine.series import Series
from nappage.engine.story import (
    Allergy,
    CelluliteObservation,
    Component,
    Consent,
    Criterion,
    Formula,
    HealthEvent,
    MedicineTaken,
    Pass,
    Plan,
    Reading,
    Reply,
    Sex,
    Side,
    Site,
    SymptomReport,
    TapeReading,
    TestSubstance,
    WhealReading,
)
from nappage.records.keys import new_key
from nappage.records.models import Purpose, Visit, VisitState
from nappage.values.answer import Answer
from nappage.values.money import Money
from nappage.values.quantity import Quantity

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
THIGHS = (Site("thigh", Side.RIGHT), Site("thigh", Side.LEFT))
EVERY_TWO_WEEKS = 14
CHECKPOINT = 4
SESSIONS = 10


def ml(text: str) -> Quantity:
    return Quantity.parse(text)


F1 = (
    Component("A", ml("3.0 mL"), ml("10 mg/mL"), "A-311"),
    Component("B", ml("2.0 mL"), lot="B-552"),
)


@dataclass
class DemoPatient:
    """One patient of the demo being written, step by step."""

    home: DemoClinic
    person: UUID
    course: UUID

    def say(self, who: str, at: datetime, *values: object, visit: UUID | None = None, person: bool = False) -> UUID:
        """Append one entry of a person or of the course, as an act of a member; return its id."""
        actor = self.home.actor(who, at)
        with acting(actor, "chart.read", self.person, act="demo entry"):
            entry = append(actor, self.person, *values, course=None if person else self.course, visit=visit)
        if any(isinstance(value, TestGiven | Started) for value in values):
            note_uses(entry, F1)
        return entry.id


def new_patient(
    home: DemoClinic, number: int, at: datetime, born: date, sex: Sex = Sex.FEMALE, name: str = ""
) -> DemoPatient:
    """Return a patient registered at an instant."""
    actor: Actor = home.actor("physician", at)
    person = register(
        actor,
        name=name or f"Demo patient {number:03}",
        born=born,
        sex=sex,
        phone=f"+34 600 000 {number:03}",
        height=ml("168 cm"),
        phototype=2,
    )
    return DemoPatient(home, person.id, open_course(actor, person.id).id)


def asked(patient: DemoPatient, at: datetime, **said: Answer) -> None:
    """Record the answers to the questions of screening: what `said` names, else nothing found."""
    replies = []
    for question in edition_in_use().all(Question).values():
        listed = question.asks in (Asks.MEDICINES, Asks.ALLERGIES)
        answer = said.get(question.id.replace("-", "_"), Answer.YES if listed else Answer.NO)
        replies.append(Reply(question.id, answer, at, "patient"))
    patient.say("assistant", at, *replies, person=True)


def consulted(patient: DemoPatient, at: datetime, **said: Answer) -> None:
    """Record a whole first visit: answers (`said` names those with a finding), looks at the skin, weight, medicines."""
    asked(patient, at, **said)
    patient.say("assistant", at, Reading("weight", ml("62.0 kg"), at), person=True)
    patient.say("physician", at, CelluliteObservation(at, Answer.YES, Answer.YES, Answer.NO))
    taken = MedicineTaken("ibuprofen", Answer.NO, None, at - 9 * DAY, True, "headache")
    patient.say("assistant", at, MedicineList((taken,)), person=True)


def planned(patient: DemoPatient, at: datetime, *, signed: bool = True) -> None:
    """Record formula F1 and the plan for both thighs."""
    signature = {"signed_at": at, "signed_by": "physician"} if signed else {}
    patient.say("physician", at, Formula("F1", F1, at, "physician"))
    plan = Plan(
        indication="cellulite",
        variant="001-body",
        sites=THIGHS,
        formula="F1",
        sessions=SESSIONS,
        technique="nappage",
        layer="superficial-subcutis",
        queued=(Site("flank", Side.RIGHT),),
        sentinel="arm",
        criterion=Criterion(CHECKPOINT, "thigh", ml("-1.6 cm"), "One size less at both thighs."),
        lifestyle="Walking three times a week; no diet planned.",
    )
    written = patient.say("physician", at, replace(plan, **signature))  # type: ignore[arg-type]
    price = PackagePrice(Money.parse("90.00 EUR"))
    sizes = tuple(AreaSize(site, ml("270 cm2")) for site in THIGHS)
    patient.say("physician", at, PlanTerms(written, "Smoother thighs by summer.", price, sizes=sizes))


def consented(patient: DemoPatient, at: datetime) -> None:
    """Record a consent, on paper in the demo's past."""
    consent = Consent(at, "patient", "demo")
    patient.say("physician", at, ConsentSigned(consent, "0" * 64, new_key(), "on paper, before this demo"))


def allergy_tested(patient: DemoPatient, at: datetime, *, late_reading: datetime | None = None) -> None:
    """Record a test of F1 with its immediate reading, and the late one if it was made."""
    visit = book_visit(patient, Purpose.TEST, at, 30, "injector", 0)
    asked(patient, at - 10 * MINUTE)
    patient.say(
        "injector",
        at + 5 * MINUTE,
        TestGiven("test-1", F1, at, mix_site="left forearm", control_site="right forearm"),
        person=True,
    )
    _read(patient, at + 18 * MINUTE, "5 mm", "4 mm")
    mark(patient.home.actor("reception", at + 45 * MINUTE), Visit.objects.get(pk=visit), VisitState.LEFT)
    if late_reading is not None:
        read_late(patient, late_reading)


def read_late(patient: DemoPatient, at: datetime) -> None:
    """Record the late reading of the test, at which nothing was seen."""
    _read(patient, at, "0 mm", "0 mm")


def _read(patient: DemoPatient, at: datetime, mix: str, control: str) -> None:
    def site(substance: TestSubstance, size: str) -> WhealReading:
        return WhealReading(substance, at, "injector", ml(size), ml(size), Answer.NO, Answer.NO)

    pair = (site(TestSubstance.MIX, mix), site(TestSubstance.CONTROL, control))
    patient.say("injector", at, TestRead("test-1", pair), person=True)


def book_visit(patient: DemoPatient, purpose: Purpose, start: datetime, minutes: int, who: str, room: int) -> UUID:
    """Book a visit a week before it and return its id."""
    home = patient.home
    actor = home.actor("reception", start - 7 * DAY)
    end = start + minutes * MINUTE
    return book(
        actor,
        patient.person,
        purpose,
        start,
        end,
        room=home.rooms[room],
        member=home.members[who],
        course=patient.course,
    ).id


def treated(
    patient: DemoPatient,
    start: datetime,
    who: str,
    room: int,
    size: str,
    sites: tuple[Site, ...] = THIGHS,
    landmark: str = "thigh",
) -> None:
    """Record a session given: today's answers, measures, two passes, reconciled and signed."""
    visit = book_visit(patient, Purpose.SESSION, start, 45, who, room)
    asked(patient, start - 25 * MINUTE)
    measured(patient, start - 8 * MINUTE, size, sites, landmark)
    patient.say(who, start, Started(who, "F1", sites, ("name", "birth date")), visit=visit)
    for site in sites:
        done = Pass(site, "nappage", 120, ml("0.02 mL"), ml("3 mm"), layer="superficial-subcutis", by=who)
        patient.say(who, start + 12 * MINUTE, PassGiven(done, ml("15 mm"), "30G 4 mm"), visit=visit)
    patient.say(who, start + 27 * MINUTE, Drawn(ml("2.4 mL") * len(sites) + ml("0.2 mL"), ml("0.2 mL")), visit=visit)
    patient.say(who, start + 28 * MINUTE, Ended(start + 28 * MINUTE), visit=visit)
    patient.say(who, start + 31 * MINUTE, Signed(len(sites), 120 * len(sites), ml("2.4 mL") * len(sites)), visit=visit)


# How the readings of one place differ from one day to the next with nothing changed, in tenths of a centimetre.
DAY_TO_DAY = (0, 3, -2, 1, -4, 2, 0, -3, 4, -1)


def measured(patient: DemoPatient, at: datetime, size: str, sites: tuple[Site, ...], landmark: str) -> None:
    """Record duplicate tape readings of the treated places and of the sentinel arm, and the weight."""
    step = DAY_TO_DAY[at.toordinal() // EVERY_TWO_WEEKS % len(DAY_TO_DAY)]
    drift = ml("0.1 cm") * step
    first = ml(size) + drift * Decimal("0.5")
    arm = ml("28.4 cm") - drift * Decimal("0.5")
    tape = [
        TapeReading(landmark, value, at, "injector", site.side, False, Posture.STANDING, Tension.RESTING)
        for site in sites
        for value in (first, first + ml("0.2 cm"))
    ]
    tape += [
        TapeReading("arm", value, at, "injector", Side.RIGHT, True, Posture.STANDING, Tension.RESTING)
        for value in (arm, arm + ml("0.2 cm"))
    ]
    patient.say("injector", at, *tape)
    patient.say("injector", at, Reading("weight", ml("62.0 kg") - ml("0.2 kg") * step, at), person=True)


def course_until(
    patient: DemoPatient, today: datetime, given: int, who: str, room: int, tested: datetime | None = None
) -> None:
    """Record a course whose next session is today: consultation, test, `given` sessions two weeks apart."""
    first = today - given * EVERY_TWO_WEEKS * DAY
    consultation = first - 12 * DAY
    consulted(patient, consultation)
    planned(patient, consultation + 20 * MINUTE)
    consented(patient, consultation + 30 * MINUTE)
    allergy_tested(patient, tested or first - DAY - 30 * MINUTE, late_reading=first - 20 * MINUTE if given else None)
    for number in range(given):
        treated(patient, first + number * EVERY_TWO_WEEKS * DAY, who, room, f"{57.0 - number * 0.1:.1f} cm")


def stages(
    home: DemoClinic, today: Callable[[int, int], datetime], now: datetime | None = None
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield each patient of the demo by what they are at, and the call that writes them. `today` gives a clock time.

    What has to be ready to be done is ready by `now`, whatever the hour at which the demo is opened.
    """
    yield "new, first consultation today", lambda: _new(home, today(9, 30))
    yield "answers given, plan being drafted", lambda: _drafting(home, today(10, 0))
    yield "tested yesterday, first session today", lambda: _first_session(home, today(10, 30), now)
    yield "fourth session and checkpoint today", lambda: _checkpoint(home, today(11, 30))
    yield "second session today, not asked yet", lambda: _second_session(home, today(12, 30))
    yield "on hold: may be pregnant", lambda: _held(home, today(15, 0), now)
    yield "on an anticoagulant: a physician decides", lambda: _anticoagulant(home, today(16, 0))
    yield "a lump reported after the third session", lambda: _lump(home, today(17, 0))
    yield "allergic to penicillin", lambda: _allergic(home, today(13, 30))
    yield "two with one name", lambda: _namesakes(home, today(9, 0))
    yield "a whole course booked, its test and first session as a pair", lambda: _booked_ahead(home, today(10, 0))
    yield "waits for an earlier time", lambda: _waiting(home, today(14, 0))
    yield "names from everywhere", lambda: _names(home, today(9, 0))


def _new(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 1, at - DAY, date(1988, 11, 3))
    book_visit(patient, Purpose.CONSULTATION, at, 45, "physician", 0)


def _drafting(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 2, at - 3 * DAY, date(1979, 7, 21))
    consulted(patient, at - 3 * DAY)
    planned(patient, at - 3 * DAY + 20 * MINUTE, signed=False)
    book_visit(patient, Purpose.CONSULTATION, at, 30, "physician-2", 1)


def _first_session(home: DemoClinic, at: datetime, now: datetime | None) -> None:
    patient = new_patient(home, 14, at - 14 * DAY, date(1990, 5, 14))
    # The late reading is due already when the demo is opened before the hour of the session.
    course_until(patient, at, 0, "injector", 1, tested=min(at, now or at) - DAY - 30 * MINUTE)
    book_visit(patient, Purpose.SESSION, at, 45, "injector", 1)


def _checkpoint(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 15, at - 60 * DAY, date(1984, 2, 9))
    course_until(patient, at, 3, "injector", 1)
    asked(patient, at - 20 * MINUTE)
    book_visit(patient, Purpose.SESSION, at, 45, "injector", 1)


def _second_session(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 16, at - 30 * DAY, date(1995, 9, 30))
    course_until(patient, at, 1, "injector-2", 2)
    book_visit(patient, Purpose.SESSION, at, 45, "injector-2", 2)


def _held(home: DemoClinic, at: datetime, now: datetime | None) -> None:
    patient = new_patient(home, 17, at - 45 * DAY, date(1993, 1, 17))
    course_until(patient, at, 2, "injector", 0)
    # Asked on the day of the visit: an answer of another day holds nothing, and is only asked again.
    asked(patient, min(at - 20 * MINUTE, now or at), pregnancy=Answer.UNKNOWN)
    book_visit(patient, Purpose.SESSION, at, 45, "injector", 0)


def _anticoagulant(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 18, at - 20 * DAY, date(1969, 4, 2), Sex.MALE)
    consulted(patient, at - 20 * DAY)
    taken = MedicineTaken("apixaban", Answer.YES, date(2024, 3, 1), at - DAY, False, "atrial fibrillation")
    patient.say("assistant", at - 19 * DAY, MedicineList((taken,)), person=True)
    planned(patient, at - 19 * DAY)
    book_visit(patient, Purpose.CONSULTATION, at, 30, "physician", 0)


def _lump(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 19, at - 70 * DAY, date(1991, 12, 5))
    course_until(patient, at - 6 * DAY, 3, "injector", 2)
    report = SymptomReport("lump", onset=at - 2 * DAY, at=at - DAY, zone="thigh", size=ml("8 mm"))
    patient.say("assistant", at - DAY, report)
    book_visit(patient, Purpose.FOLLOW_UP, at, 20, "injector", 2)


def _allergic(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 20, at - 2 * DAY, date(1982, 6, 12))
    consulted(patient, at - 2 * DAY, cancer=Answer.YES)
    patient.say("assistant", at - 2 * DAY, Allergy("penicillin", Answer.YES), person=True)
    patient.say(
        "physician", at - 2 * DAY, HealthEvent("cancer", at - 2 * DAY, "patient", until=date(2015, 5, 1)), person=True
    )
    # Of yesterday's talk nobody said whether it took place: the board asks.
    book_visit(patient, Purpose.CONSULTATION, at - DAY, 30, "physician-2", 0)
    book_visit(patient, Purpose.CONSULTATION, at, 30, "physician-2", 0)


def _booked_ahead(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 33, at - 5 * DAY, date(1986, 8, 19))
    consulted(patient, at - 5 * DAY)
    planned(patient, at - 5 * DAY + 20 * MINUTE)
    consented(patient, at - 5 * DAY + 30 * MINUTE)
    asked_at = at - 4 * DAY
    look = look_at(home.clinic.id, patient.person, patient.course, asked_at)
    wish = Wish((at + DAY).date(), str(home.members["injector"].id), clock=time(12))
    found = propose(home.clinic.id, look, patient.course, wish).found
    if isinstance(found, Series):
        book_course(home.actor("reception", asked_at), patient.person, patient.course, found.choices)


def _waiting(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 34, at - 9 * DAY, date(1994, 2, 27))
    day = at.date()
    wait(home.actor("reception", at - DAY), patient.person, patient.course, "consultation", 45, day, day + 10 * DAY)


def _namesakes(home: DemoClinic, at: datetime) -> None:
    for number, born in ((21, date(1987, 3, 8)), (22, date(1996, 10, 25))):
        new_patient(home, number, at - 5 * DAY, born, name="Demo Namesake")


def _names(home: DemoClinic, at: datetime) -> None:
    names = ("Demomononym", "مريضة تجريبية", "D’emo-O'Patient ñ 🌿", "Demo " + "Long " * 26 + "Name")
    for number, name in enumerate(names, 23):
        new_patient(home, number, at - 6 * DAY, date(1980, 1, number), name=name)
