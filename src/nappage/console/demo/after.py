"""The demo's weeks after a session: calls that were made, somebody who travels, nodules, an emergency, an incident."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from nappage.assessment.followed import Away, CheckOut, Mishap, NoduleSeen, StaffIncident
from nappage.assessment.happening import EmergencyStep
from nappage.console.demo.clinic import DemoClinic
from nappage.console.demo.later import later_stages
from nappage.console.demo.messages import stages_of_messages
from nappage.console.demo.patients import (
    DAY,
    MINUTE,
    DemoPatient,
    course_until,
    ml,
    new_patient,
    read_late,
    stages,
    treated,
)
from nappage.console.demo.photos import photographed
from nappage.console.demo.portal import issue_passports, open_portal
from nappage.engine.contact import ContactMade, Told
from nappage.engine.story import Side, Site, SymptomReport
from nappage.records.models import Course, Entry
from nappage.values.answer import Answer

END = 28 * MINUTE
CALLS = (
    ("before-leaving", 20 * MINUTE),
    ("24-hours", DAY),
    ("72-hours", 3 * DAY),
    ("day-7", 7 * DAY),
    ("day-14", 14 * DAY),
)
LIST = ("asked-before-leaving", "skin-looked-at", "stood-and-walked", "sheet-given", "numbers-told", "zone-asked")
RIGHT = Site("thigh", Side.RIGHT)


def sessions_of(patient: DemoPatient) -> dict[datetime, UUID | None]:
    """Return the visits of the sessions that were started, by their start."""
    started = Entry.objects.filter(person=patient.person, kind="started").order_by("at")
    return dict(started.values_list("at", "visit"))


def called(patient: DemoPatient, until: datetime) -> None:
    """Record that everybody was asked in time, until an instant; what is due on that day is left open."""
    for start, visit in sessions_of(patient).items():
        for name, after in CALLS:
            at = start + END + after + 10 * MINUTE
            if at < until - 2 * 60 * MINUTE:
                made = ContactMade(start, (name,), Told.NOTHING, at, "assistant")
                patient.say("assistant", at, made, visit=visit)


def left(patient: DemoPatient, zone: str = "") -> None:
    """Record the list that was gone through after the last session, and where somebody travels."""
    start, visit = list(sessions_of(patient).items())[-1]
    at = start + END + 18 * MINUTE
    lines = [CheckOut(each, Answer.YES) for each in LIST]
    patient.say("assistant", at, *lines, CheckOut("next-call-agreed", Answer.NO, "Calls us herself."), visit=visit)
    if zone:
        patient.say("assistant", at, Away(zone))


def stages_after(home: DemoClinic, today: Callable[[int, int], datetime]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield each patient of the weeks after a session, and the call that writes them."""
    yield "the calls after earlier sessions", lambda: _calls(home, today(9, 0))
    yield "treated yesterday, flies home to New York", lambda: _traveller(home, today(9, 0))
    yield "a nodule seen twice, growing", lambda: _nodule(home, today(9, 0))
    yield "lips swollen half an hour after a session", lambda: _emergency(home, today(9, 0))


def _calls(home: DemoClinic, at: datetime) -> None:
    """Record the calls of every course of the demo; those of the last four days are still to be made."""
    for course in Course.objects.filter(clinic=home.clinic).order_by("opened_at"):
        called(DemoPatient(home, course.person_id, course.id), at - 4 * DAY)


def _traveller(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 30, at - 20 * DAY, date(1986, 2, 11))
    # Not by the injector of room 1: yesterday they test whoever has a first session today, at an hour that follows now.
    start = at - DAY - timedelta(hours=1)
    course_until(patient, start, 0, "injector-2", 2)
    read_late(patient, start - 20 * MINUTE)
    treated(patient, start, "injector-2", 2, "56.8 cm")
    left(patient, "America/New_York")
    called(patient, at)
    patient.say("assistant", at - 20 * 60 * MINUTE, _report("warmth", at - 24 * 60 * MINUTE, at - 20 * 60 * MINUTE))


def _nodule(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 31, at - 60 * DAY, date(1978, 8, 23))
    course_until(patient, at - 2 * DAY, 2, "injector", 1)
    called(patient, at - 3 * DAY)
    onset = at - 12 * DAY
    patient.say("assistant", at - 15 * DAY, _report("bruise", at - 15 * DAY - 60 * MINUTE, at - 15 * DAY, "2 cm"))
    for days, size, red in ((8, "6 mm", Answer.NO), (1, "11 mm", Answer.YES)):
        seen = at - days * DAY
        features = ("red",) if red is Answer.YES else ()
        report = SymptomReport("lump", onset=onset, at=seen, zone="thigh", features=features, size=ml(size))
        id = patient.say("injector", seen, report)
        found = NoduleSeen(RIGHT, ml(size), id, Answer.NO, red, Answer.NO, Answer.NO, onset)
        patient.say("injector", seen, found)
    stuck = StaffIncident(
        Mishap.NEEDLE_STICK, "injector", at - 16 * DAY, "Pricked when the needle was taken off.",
        "Washed at once, occupational health the same day.", "the director",
    )  # fmt: skip
    patient.say("injector", at - 16 * DAY, stuck)


def _emergency(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 32, at - 20 * DAY, date(1999, 4, 17))
    start = at - 2 * DAY
    course_until(patient, start, 0, "injector-2", 2)
    read_late(patient, start - 20 * MINUTE)
    treated(patient, start, "injector-2", 2, "55.2 cm")
    seen = start + END + 35 * MINUTE
    for symptom in ("lip-swelling", "breathing"):
        patient.say("injector-2", seen, _report(symptom, seen, seen))
    steps = (("call-emergency-number", 1, ""), ("lay-flat", 2, ""), ("adrenaline", 3, "0.5 mg"))
    for step, minute, dose in steps:
        tapped = seen + minute * MINUTE
        done = EmergencyStep("anaphylaxis", step, tapped, ml(dose) if dose else None)
        patient.say("injector-2", tapped, done)


def _report(symptom: str, onset: datetime, at: datetime, size: str = "") -> SymptomReport:
    zone = "" if symptom in ("lip-swelling", "breathing") else "thigh"
    return SymptomReport(symptom, onset=onset, at=at, zone=zone, size=ml(size) if size else None)


def every_stage(
    home: DemoClinic, today: Callable[[int, int], datetime], now: datetime | None = None
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield all patients of the demo: those before and in a session, those after one, and those with measures."""
    yield from stages(home, today, now)
    yield from later_stages(home, today)
    yield from stages_after(home, today)
    yield "photos of the thighs, drawn", lambda: photographed(home, today(9, 0))
    # Whoever opens the demo before nine logs in at once, too.
    morning = min(today(9, 0), now or today(9, 0))
    yield "access to the portal", lambda: open_portal(home, morning)
    yield "passports signed with the clinic's key", lambda: issue_passports(home, morning)
    yield from stages_of_messages(home, today)
