"""What an entry says in the history: every kind has words, and nothing of a weight where it is hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from nappage.assessment.followed import CheckOut
from nappage.assessment.happening import (
    ConsentSigned,
    Drawn,
    Ended,
    InstrumentAnswers,
    ItemAnswer,
    Lifestyle,
    MedicineList,
    Note,
    Observation,
    PassGiven,
    PlanTerms,
    ReactionSeen,
    Signed,
    Started,
    TestGiven,
    TestRead,
)  # fmt: skip
from nappage.assessment.photographed import PhotoConsent, PhotoUse, PhotoUsed
from nappage.engine import story
from nappage.engine.area import AreaSize
from nappage.engine.contact import ContactMade, Told
from nappage.engine.edition import Edition
from nappage.engine.package_price import PackagePrice
from nappage.engine.story import (
    Allergy,
    CelluliteObservation,
    Component,
    Consent,
    Formula,
    HealthEvent,
    MedicineTaken,
    Pass,
    Patient,
    Plan,
    Reading,
    Reason,
    Reply,
    Sex,
    Side,
    Site,
    SymptomReport,
    TapeReading,
    WhealReading,
)
from nappage.library.timezones import timezone
from nappage.rendering.body_weight import is_of_weight
from nappage.rendering.history import told
from nappage.rendering.wording import NOT_SHOWN, Speaker
from nappage.values.answer import Answer
from nappage.values.money import Currency, Money
from nappage.values.quantity import Quantity
from nappage.values.statement import Statement, say

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
THIGH, MM = Site("thigh", Side.LEFT), Quantity.parse("5 mm")
A = Component("A", Quantity.parse("3 mL"), Quantity.parse("10 mg/mL"), "A-101")
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.fixture
def speak(edition: Edition) -> Speaker:
    return Speaker(edition, timezone("Europe/Madrid"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Reply("breastfeeding", NO, AT, "patient"), "Are you breastfeeding? no, said by patient."),
        (
            Reply("breastfeeding", UNKNOWN, AT, "patient", how="prefer not to say"),
            "Are you breastfeeding? prefer not to say, said by patient.",
        ),
        (
            Reply("breastfeeding", NO, AT, "injector-1", how="test-result: seen"),
            "Are you breastfeeding? no (test-result: seen), said by injector-1.",
        ),
        (Reply("gone", YES, AT, "patient", denies=("stroke",)), "Gone yes; no to: stroke, said by patient."),
        (
            HealthEvent("stroke", AT, "patient", date(2015, 1, 2), date(2015, 3, 4), note="at night"),
            "Stroke since Fri 2 Jan 2015 until Wed 4 Mar 2015: “at night”.",
        ),
        (MedicineList(), "No medicines."),
        (
            MedicineList((MedicineTaken("aspirin", YES, None, AT, True, "headache"), MedicineTaken("x"))),
            "Aspirin, prescribed, last taken Thu 19 Feb 2026, 10:00, no longer taken, for headache; "
            "x, not known whether prescribed.",
        ),
        (Allergy("latex", YES), "Allergy to latex, severe."),
        (Reading("weight", Quantity.parse("62.0 kg"), AT), "Weight 62 kg."),
        (
            Reason("stroke", "specialist-agrees", "letter in the chart", "physician-1", AT, "prescriber-1"),
            "Physician-1 decided on stroke: the treating doctor was asked and agrees: “letter in the chart”, "
            "confirmed by prescriber-1.",
        ),
        (Note("said", "as it was"), "Said: “as it was”."),
        (InstrumentAnswers("own", "own", (ItemAnswer("Do you hide?", "no"),)), "Do you hide?: no."),
        (Patient(date(1990, 5, 14), Sex.FEMALE, None, 2), "Born Mon 14 May 1990, sex female, phototype 2."),
        (
            Plan("cellulite", "001-body", (THIGH,), "F1", 10, "nappage", "superficial-subcutis"),
            "Cellulite by the schedule “body, every two weeks, 10 sessions” at left thigh with F1 in 10 sessions; "
            "nappage into the superficial subcutis; not signed yet.",
        ),
        (
            Formula("F1", (A, Component("B", Quantity.parse("2 mL"))), AT, "physician-1"),
            "F1: A 3 mL 10 mg/mL (lot A-101); B 2 mL; signed by physician-1, Thu 19 Feb 2026, 10:00.",
        ),
        (
            PlanTerms(goal="Trousers that sit better by summer.", price=PackagePrice(Money(Decimal(90), Currency.EUR))),
            "The goal in their words: “Trousers that sit better by summer.”; the price: 90.00 EUR a session.",
        ),
        (
            ConsentSigned(Consent(AT, "patient", "4"), "0" * 64, UUID(int=1), "on-paper", language="fr"),
            "Version 4 signed by patient, on paper, in French.",
        ),
        (PlanTerms(first=AT), "The first session talked of for Thu 19 Feb 2026, 10:00."),
        (TestGiven("test-1", (A,), AT), "A 3 mL 10 mg/mL (lot A-101) placed Thu 19 Feb 2026, 10:00, beside a control."),
        (
            TestRead("test-1", (WhealReading(story.TestSubstance.MIX, AT, "injector-1", MM, MM, NO),)),
            "Mix 5 mm × 5 mm, no flare, infiltrate not known.",
        ),
        (
            TapeReading("thigh", Quantity.parse("57.2 cm"), AT, side=Side.LEFT, sentinel=True),
            "Left thigh 57.2 cm, untreated.",
        ),
        (
            Started("injector-1", "F1", (THIGH,), ("name", "birth-date"), "Room 2"),
            "Injector-1 began with F1 at left thigh, known by name, birth date, Room 2.",
        ),
        (
            PassGiven(Pass(THIGH, "nappage", 120, Quantity.parse("0.02 mL"), depth=MM), needle="30G", needle_lot="N-7"),
            "Left thigh: 120 × 0.02 mL nappage, 5 mm deep, needle 30G, needle lot N-7.",
        ),
        (Drawn(Quantity.parse("5 mL"), Quantity.parse("0.2 mL")), "5 mL drawn up, 0.2 mL wasted."),
        (Ended(AT), "The last puncture was made by Thu 19 Feb 2026, 10:00."),
        (Signed(2, 240, Quantity.parse("4.8 mL")), "2 passes, 240 punctures, 4.8 mL given."),
        (
            Observation("injector-1", 30, "session", AT),
            "Injector-1 watches for 30 min after the session, from Thu 19 Feb 2026, 10:00.",
        ),
        (CheckOut("sheet-given", YES, "in a hurry"), "Sheet given: done: “in a hurry”."),
        (
            SymptomReport("bruise", onset=AT, at=AT, zone="thigh", size=MM, words="blue"),
            "A bruise, thigh, 5 mm wide, since Thu 19 Feb 2026, 10:00: “blue”.",
        ),
        (ReactionSeen("bruise", AT, "small", THIGH), "A bruise, left thigh: “small”."),
        (ReactionSeen("dizziness", AT), "Dizziness or fainting."),
        (
            ContactMade(AT, ("day-7",), Told.NOTHING, AT, "injector-1"),
            "Asked after the session of Thu 19 Feb 2026, 10:00 (on day 7): nothing troubled them.",
        ),
        (AreaSize(THIGH, Quantity.parse("270 cm2")), "Left thigh with 270 cm²."),
        (PhotoConsent(PhotoUse.RATING, given=False), "Photos for masked rating: not agreed."),
        (
            PhotoConsent(PhotoUse.IDENTITY, given=True, explained_by="injector-1"),
            "Photos to know the person by: agreed, asked by injector-1.",
        ),
        (PhotoUsed(UUID(int=1), PhotoUse.TEACHING, "slide 7"), "Given out for teaching: “slide 7”."),
        (CelluliteObservation(AT, YES, NO, UNKNOWN), "Pinch yes, standing no, lying not known."),
    ],
)  # fmt: skip
def test_every_kind_says_what_it_holds(value: object, words: str, speak: Speaker) -> None:
    assert told([value], speak) == (words,)


def test_what_no_words_were_written_for_says_its_fields_by_name(speak: Speaker) -> None:
    (words,) = told([Lifestyle("no diet", "walks", "thrice a week.")], speak)
    assert words == "Diet no diet, activity walks, goal thrice a week."


@pytest.mark.proves("H-23")
@pytest.mark.parametrize("typed", ["62.0 kg", "136.7 [lb_av]", "22.0 kg/m2"])
def test_a_discreet_speaker_says_no_weight_and_everything_else(edition: Edition, typed: str) -> None:
    speak = Speaker(edition, timezone("Europe/Madrid"), hide_weight=True)
    assert speak.quantity(Quantity.parse(typed)) == NOT_SHOWN
    assert speak.quantity(Quantity.parse("40 mg")) == "40 mg"


@pytest.mark.proves("H-23")
@pytest.mark.parametrize(
    ("statement", "of_weight"),
    [
        (say("fact.reading", about="bmi", found=Quantity.parse("17.4 kg/m2")), True),
        (say("fact.reading-unknown", about="weight"), True),
        (say("body-mass.measure"), True),
        (say("fact.reading", about="inr", found=Quantity.parse("2.4 1")), False),
        (say("fact.condition", about="stroke", found=None), False),
    ],
)
def test_what_speaks_of_weight_is_known_by_what_it_says(statement: Statement, of_weight: bool) -> None:
    assert is_of_weight(statement) is of_weight


def test_who_was_there_beside_them_is_called_by_name(edition: Edition) -> None:
    called = {"nurse-1": "Demo nurse", "physician-1": "Demo physician"}
    speak = Speaker(edition, timezone("Europe/Madrid"), members=lambda: called)
    reason = Reason("stroke", "specialist-agrees", "", "physician-1", AT, "nurse-1")
    assert told([reason], speak) == (
        "Demo physician decided on stroke: the treating doctor was asked and agrees, confirmed by Demo nurse.",
    )
    test = TestGiven("test-1", (A,), AT, second="nurse-1")
    assert ", seen by Demo nurse" in " ".join(told([test], speak))
