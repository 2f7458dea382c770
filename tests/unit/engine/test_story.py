"""What a record takes a silence to mean: unknown where a rule asks, and never a no, a treatment or a place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from nappage.engine import story as told
from nappage.engine.policy import Lot, LotState, Policy, SignedAgent
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SIZE = Quantity.parse("4 mm")


def test_an_allergy_of_unstated_severity_is_not_a_mild_one() -> None:
    assert told.Allergy("lidocaine").severe is Answer.UNKNOWN


def test_a_medicine_is_neither_stopped_nor_known_to_be_prescribed_until_somebody_says_so() -> None:
    taken = told.MedicineTaken("aspirin")
    assert (taken.prescribed, taken.stopped) == (Answer.UNKNOWN, False)


def test_a_flare_or_infiltrate_that_nobody_noted_is_not_absent() -> None:
    [mix, *_] = told.TestSubstance
    seen = told.WhealReading(mix, AT, "reader", SIZE, SIZE)
    assert (seen.flare, seen.infiltrate) == (Answer.UNKNOWN, Answer.UNKNOWN)


def test_a_cream_is_not_known_to_have_been_open() -> None:
    cream = told.Cream("cream", Quantity.parse("8 g"), Quantity.parse("60 cm2"), AT)
    assert cream.occluded is Answer.UNKNOWN


def test_a_session_is_a_booking_of_this_clinic_until_it_is_said_to_be_given_or_of_another() -> None:
    session = told.Session(AT)
    assert (session.state, session.elsewhere) == (told.SessionState.BOOKED, False)


def test_a_measured_place_has_no_side_and_was_treated_unless_it_is_said_to_be_the_sentinel() -> None:
    reading = told.TapeReading("waist", Quantity.parse("80 cm"), AT)
    assert (reading.side, reading.sentinel) == (told.Side.MIDLINE, False)
    assert told.Site("chin").side is told.Side.MIDLINE


def test_an_answer_was_given_at_the_clinic_and_a_judgement_by_nobody_masked() -> None:
    assert told.Reply("pregnancy", Answer.NO, AT, "nurse").channel is told.Channel.CLINIC
    judged = told.Assessment(AT, "doctor", told.Verdict.IMPROVED)
    assert (judged.raters, judged.raters_agreeing) == (0, 0)


def test_a_clinic_that_signed_nothing_of_it_asks_for_the_test_and_for_a_new_one_at_each_lot() -> None:
    clinic = Policy("madrid", "ES", ZoneInfo("Europe/Madrid"), None, ())
    assert (clinic.test_required, clinic.fictional) == (Answer.YES, False)
    signed = SignedAgent("A")
    assert (signed.new_lot_closes_test, signed.by_volume) == (True, False)
    assert Lot("A", "a1", date(2027, 1, 1)).state is LotState.IN_USE
