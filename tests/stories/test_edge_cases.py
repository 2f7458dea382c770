"""Edge cases E01, E03, E05, E06, E08, E11, E18, E19 and E23, and the time vectors of hazard H-02, through the outlook.

Left: the keystrokes of E06 in the audit, the count of E18 in the director's report and the fields that refuse (issues
B and D); the notice of a new edition to people (E23, issue C). E13, E16, E25 and E29 need records and screens (issue
B). E05 is told in test_s2_face.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.opening_hours import next_open_day
from nappage.engine.policy import SignedMixture
from nappage.engine.precaution import Level
from nappage.engine.story import Allergy, Component, Consent, Formula, Side, Site, TapeReading
from nappage.library.difference import How, changes
from nappage.library.edition import read_edition
from nappage.library.timezones import timezone
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.later_edition import next_edition_in
from support.stories import Told, closed, example, facts_of, gate, shipped

FIRST = example("s1-thighs-first-session")
THIGHS = example("s1-thighs")
DAY = "2026-03-03 10:30"


# -- hours that really pass ------------------------------------------------------------------------------------------


def with_test_at(told: Told, given: str, opens: str) -> Told:
    """Return a case whose test was given at one local time and whose session is booked for another."""
    (test,) = told.story.tests
    late = told.at(opens)
    early = told.at(given) + timedelta(minutes=18)
    immediate = min(reading.at for reading in test.readings)
    readings = tuple(replace(one, at=early if one.at == immediate else late) for one in test.readings)
    moved = replace(test, at=told.at(given), entered_at=told.at(given), readings=readings)
    (session,) = told.story.sessions
    told = told.but(tests=(moved,), sessions=(replace(session, start=late),))
    return told.screened(given[:10]).screened(opens[:10])


@pytest.mark.proves("E01", "E03", "H-02", "R206")
@pytest.mark.parametrize(
    ("zone", "given", "opens"),
    [
        ("Europe/Madrid", "2026-03-28 10:00", "2026-03-29 11:00"),
        ("Asia/Jerusalem", "2026-03-26 09:30", "2026-03-27 10:30"),
        ("America/New_York", "2026-10-31 15:30", "2026-11-01 14:30"),
        ("Australia/Lord_Howe", "2026-10-03 16:00", "2026-10-04 16:30"),
        ("Europe/Madrid", "2026-06-10 10:00", "2026-06-11 10:00"),
    ],
)
def test_the_gate_opens_after_24_hours_that_really_passed(zone: str, given: str, opens: str) -> None:
    told = with_test_at(FIRST.under(zone=timezone(zone)), given, opens)
    opening = told.at(opens)
    assert opening - told.at(given) == timedelta(hours=24)
    before = told.seen(str((opening - timedelta(minutes=1)).astimezone(told.policy.zone)))
    assert closed(before) == ["allergy-test"]
    assert gate(before, GateName.ALLERGY_TEST).state is GateState.OPENS_AT
    assert before.start.opens_at == opening
    at_opening = told.seen(opens)
    assert closed(at_opening) == []
    assert at_opening.start.may_start


@pytest.mark.proves("E01", "H-02")
def test_in_the_short_night_the_wall_clock_shows_24_hours_one_hour_too_early() -> None:
    told = with_test_at(FIRST, "2026-03-28 10:00", "2026-03-29 11:00")
    found = told.seen("2026-03-29 10:00")
    assert not found.start.may_start
    assert FIRST.clock(found.start.opens_at) == "Sun 29 Mar 2026 11:00"


# -- what is typed, said and added -----------------------------------------------------------------------------------


@pytest.mark.proves("E06", "H-12", "R029")
def test_22_5_typed_as_centimetres_after_57_2_is_offered_as_inches_and_kept_as_typed() -> None:
    slip = TapeReading("thigh", Quantity.parse("22.5 cm"), THIGHS.at("2026-03-17 10:10"), "injector-1", Side.RIGHT)
    found = THIGHS.but(tape=(*THIGHS.story.tape[:2], slip)).seen("2026-03-17 10:20")
    doubts = {each.because.fact.code: each.because for each in found.measures.objections}
    doubt = doubts["reading.unit-slip"]
    assert str(doubt.fact["typed"]) == "22.5 cm"
    assert (str(doubt.remedy["meant"]), str(doubt.remedy["value"])) == ("22.5 [in_i]", "57.2 cm")


@pytest.mark.proves("E08", "H-01", "R046")
def test_do_not_know_about_pregnancy_holds_and_only_a_recorded_fact_of_the_visit_opens() -> None:
    unsure = FIRST.replied("pregnancy", "unknown", "2026-03-03 10:00")
    found = unsure.seen(DAY)
    assert closed(found) == ["screening"]
    assert not found.start.may_start
    held = {each.precaution.id: each for each in found.findings if each.precaution.level is Level.A}
    assert held["pregnancy"].answer is Answer.UNKNOWN
    words = "I have asked her and consider it very unlikely."
    decided = unsure.reasoned("pregnancy", "clinical-need-documented", words, "physician-1", "2026-03-03 10:20")
    assert closed(decided.seen(DAY)) == ["screening"]
    how = "urine test negative, read at the clinic"
    resolved = unsure.replied("pregnancy", "no", "2026-03-03 10:20", by="physician-1", how=how)
    assert resolved.seen(DAY).start.may_start


@pytest.mark.proves("E08", "H-01")
def test_an_answer_of_the_day_before_or_none_at_all_is_never_a_no() -> None:
    morning = FIRST.at("2026-03-03 00:00")
    old = tuple(one for one in FIRST.story.replies if one.question != "pregnancy" or one.at < morning)
    assert closed(FIRST.but(replies=old).seen(DAY)) == ["screening"]


def with_p(told: Told) -> Told:
    """Return the case with the antibiotic P added to the formula of its session, compatible and in stock."""
    extra = Component("P", Quantity.parse("1.0 mL"), Quantity.parse("50 mg/mL"), "P-101")
    (formula,) = told.story.formulas
    changed = Formula("F2", (*formula.components, extra), told.at("2026-03-03 10:10"), "physician-1")
    told = told.but(formulas=(formula, changed)).planned(formula="F2").with_session(DAY, formula="F2")
    keyed = tuple(
        replace(one, allergy_keys=("penicillin",)) if one.agent == "P" else one for one in told.policy.formulary
    )
    return told.under(formulary=keyed, mixtures=(SignedMixture(("A", "B", "P"), "fictional"),))


NEED = "Infected follicle beside the site, culture is on its way."


@pytest.mark.proves("E11", "H-04", "R168")
def test_an_extra_agent_at_the_chair_closes_the_test_gate_until_a_new_test() -> None:
    found = with_p(FIRST).seen(DAY)
    assert closed(found) == ["allergy-test"]
    assert [reason.fact.code for reason in gate(found, GateName.ALLERGY_TEST).reasons] == ["test.untested"]
    told = with_p(FIRST)
    (first,) = told.story.tests
    second = replace(first, id="test-2", components=told.story.formulas[1].components[2:])
    assert closed(told.but(tests=(first, second)).seen(DAY)) == []


@pytest.mark.proves("E11", "H-04", "H-20")
@pytest.mark.parametrize(
    ("by", "code", "words", "opens"),
    [
        ("physician-1", "clinical-need-documented", NEED, True),
        ("physician-1", "clinical-need-documented", "needed", False),
        ("physician-1", "unavoidable-absence", NEED, False),
        ("injector-1", "clinical-need-documented", NEED, False),
    ],
)
def test_a_physician_s_coded_decision_opens_it_and_nobody_else_s(by: str, code: str, words: str, opens: bool) -> None:
    told = with_p(FIRST).reasoned("allergy-test", code, words, by, "2026-03-03 10:20")
    assert (gate(told.seen(DAY), GateName.ALLERGY_TEST).state is GateState.OPEN) is opens


@pytest.mark.proves("E11", "H-35", "R057", "R169")
def test_no_decision_opens_it_when_the_agent_meets_an_allergy() -> None:
    told = with_p(FIRST).but(allergies=(Allergy("penicillin", Answer.YES),))
    told = told.reasoned("allergy-test", "clinical-need-documented", NEED, "physician-1", "2026-03-03 10:20")
    told = told.reasoned("P26", "clinical-need-documented", NEED, "physician-1", "2026-03-03 10:20")
    assert closed(told.seen(DAY)) == ["screening", "allergy-test"]


@pytest.mark.proves("E18", "H-20", "K-09", "R014")
@pytest.mark.parametrize(
    ("words", "accepted"),
    [(".", False), ("12345678901234", False), ("123456789012345", True), ("              .", False)],
)
def test_a_third_area_needs_a_coded_reason_of_15_characters_and_it_is_counted(words: str, accepted: bool) -> None:
    three = FIRST.with_session(DAY, sites=(*FIRST.plan.sites, Site("flank", Side.RIGHT)))
    told = three.reasoned("area-cap", "small-neighbouring-areas", words, "injector-1", "2026-03-03 10:20")
    found = told.seen(DAY)
    assert found.start.may_start is accepted
    assert facts_of(found) == ["area.over-cap"]
    assert sum(notice.reason is not None for notice in found.start.notices) == accepted


# -- born on a leap day ----------------------------------------------------------------------------------------------


def leap_day(session: str) -> Told:
    """Return a case of somebody born on 29 February 2008, booked for a local time."""
    told = FIRST.but(patient=replace(FIRST.story.patient, born=date(2008, 2, 29)))
    return told.moved(DAY, session).screened("2026-02-20").screened(session[:10])


def too_young(told: Told, at: str) -> bool:
    return any(one.precaution.id == "P04" and one.answer is Answer.YES for one in told.seen(at).findings)


@pytest.mark.proves("E19", "H-21")
def test_born_on_29_february_2008_is_too_young_on_28_february_2026_and_not_on_the_next_day() -> None:
    saturday = leap_day("2026-02-28 10:30")
    found = saturday.seen("2026-02-28 10:30")
    assert [reason.rule for reason in gate(found, GateName.SCREENING).reasons] == ["P04"]
    assert not found.start.may_start
    assert not too_young(leap_day("2026-03-01 10:30"), "2026-03-01 10:30")
    assert next_open_day(FIRST.policy, date(2026, 3, 1)) == date(2026, 3, 2)
    monday = leap_day("2026-03-02 10:30")
    assert gate(monday.seen("2026-03-02 10:30"), GateName.SCREENING).state is GateState.OPEN


@pytest.mark.proves("E19", "H-21")
def test_the_age_is_that_of_the_session_s_day_not_of_its_booking() -> None:
    assert too_young(leap_day("2026-02-28 10:30"), "2026-02-20 12:00")
    assert not too_young(leap_day("2026-03-02 10:30"), "2026-02-20 12:00")


@pytest.mark.proves("E19", "H-21", "K-21")
def test_a_guardian_s_consent_and_a_physician_s_reason_do_not_unlock_it() -> None:
    told = leap_day("2026-02-28 10:30")
    guardian = Consent(told.at("2026-02-20 11:00"), "guardian", "fictional-1")
    told = told.but(consents=(*told.story.consents, guardian))
    words = "Her mother signed as well, and she is nearly of age."
    told = told.reasoned("P04", "clinical-need-documented", words, "physician-1", "2026-02-28 10:20")
    found = told.seen("2026-02-28 10:30")
    assert "screening" in closed(found)
    assert not found.start.may_start


# -- a new edition in the middle of a course -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def later_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next_edition_in(tmp_path_factory.mktemp("later"))


@pytest.fixture(scope="module")
def later(later_folder: Path) -> Edition:
    return read_edition(later_folder)


def last_permitted(told: Told, at: str, edition: Edition) -> object:
    directions = told.seen(at, edition).preparing.directions
    days = next(each.days for each in directions if each.instruction == "no-anti-inflammatory")
    return days and days.last_permitted


@pytest.mark.proves("E23", "H-33")
def test_the_preparation_of_a_coming_session_follows_the_new_edition(later: Edition) -> None:
    assert last_permitted(THIGHS, "2026-03-22 12:00", shipped()) == date(2026, 3, 23)
    assert last_permitted(THIGHS, "2026-03-22 12:00", later) == date(2026, 3, 20)
    taken = THIGHS.taking("ibuprofen", prescribed=Answer.NO, last_taken=THIGHS.at("2026-03-22 09:00"), stopped=True)
    assert facts_of(taken.seen("2026-03-31 10:20", shipped())) == []
    assert facts_of(taken.seen("2026-03-31 10:20", later)) == ["washout.taken-within"]


@pytest.mark.proves("E23", "H-33")
def test_open_plans_are_screened_again_and_a_match_is_held(later: Edition) -> None:
    taken = THIGHS.taking("isotretinoin", prescribed=Answer.YES, last_taken=THIGHS.at("2026-01-15 09:00"), stopped=True)
    assert closed(taken.seen("2026-03-31 10:20", shipped())) == []
    found = taken.seen("2026-03-31 10:20", later)
    assert closed(found) == ["screening"]
    assert [reason.rule for reason in gate(found, GateName.SCREENING).reasons] == ["isotretinoin-recent"]
    assert closed(THIGHS.seen("2026-03-31 10:20", later)) == []


@pytest.mark.proves("E23", "H-33")
def test_the_schedule_is_not_rewritten_and_sessions_given_stand_as_they_stood(later: Edition) -> None:
    old, new = THIGHS.seen("2026-04-01 12:00", shipped()).course, THIGHS.seen("2026-04-01 12:00", later).course
    assert new.coming == old.coming
    assert new.given == old.given


@pytest.mark.proves("E23", "H-33")
def test_the_difference_names_the_wash_out_and_the_exclusion_and_from_when_they_hold(later: Edition) -> None:
    found = {change.id: change for change in changes(shipped(), later)}
    assert set(found) == {"anti-inflammatory-own", "isotretinoin-recent"}
    washout, exclusion = found["anti-inflammatory-own"], found["isotretinoin-recent"]
    assert (washout.how, washout.effective) == (How.CHANGED, date(2026, 3, 20))
    assert (exclusion.how, exclusion.effective) == (How.ADDED, date(2026, 3, 20))
    assert "stated" in {each.name for each in washout.fields}
