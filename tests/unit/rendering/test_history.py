"""What an entry says in the history: every kind has words, and nothing of a weight where it is hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from nappage.assessment.happening import InstrumentAnswers, ItemAnswer, MedicineList, Note
from nappage.engine.edition import Edition
from nappage.engine.story import (
    Allergy,
    CelluliteObservation,
    HealthEvent,
    MedicineTaken,
    Patient,
    Plan,
    Reading,
    Reason,
    Reply,
    Sex,
    Side,
    Site,
)
from nappage.library.timezones import timezone
from nappage.rendering.body_weight import is_of_weight
from nappage.rendering.history import told
from nappage.rendering.wording import NOT_SHOWN, Speaker
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.statement import Statement, say

AT = datetime(2026, 2, 19, 9, tzinfo=UTC)
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
        (CelluliteObservation(AT, YES, NO, UNKNOWN), "Pinch yes, standing no, lying not known."),
    ],
)  # fmt: skip
def test_every_kind_says_what_it_holds(value: object, words: str, speak: Speaker) -> None:
    assert told([value], speak) == (words,)


def test_what_no_words_were_written_for_says_its_fields_by_name(speak: Speaker) -> None:
    plan = Plan("cellulite", "001-body", (Site("thigh", Side.LEFT),), "F1", 10)
    (words,) = told([plan], speak)
    assert words == "Indication cellulite, variant 001-body, sites zone thigh, side left, formula F1, sessions 10."


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
