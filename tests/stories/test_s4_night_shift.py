"""S4: what is reported after a session, from a warm hour to an emergency.

Left for screens: the emergency number as the first screen at most two taps away, and the photo itself, belong to the
patient's door (issue C); the message that alerts the clinic is sent by it (issue C).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nappage.engine.gate import GateName, GateState
from nappage.engine.outlook import Outlook
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Level, Pathway
from nappage.engine.triage import ReportTriage
from support.stories import closed, example, gate

FLANKS = example("s4-flanks")
SWELLING = example("s4-lip-swelling")
NIGHT = "2026-11-03 21:30"


def report(at: str, found: Outlook | None = None) -> ReportTriage:
    """Return the triage of the report made at a local time."""
    found = found or FLANKS.seen(NIGHT)
    return next(one for one in found.after.triage.reports if one.report.at == FLANKS.at(at))


@pytest.mark.proves("S4", "R051", "K-15")
def test_warmth_45_minutes_after_the_session_is_often_seen() -> None:
    warmth = report("2026-10-06 12:10")
    assert (warmth.level, warmth.words.code) == (Level.OFTEN_SEEN, "triage.often-seen")
    assert not warmth.holds_sessions


@pytest.mark.proves("S4", "R054", "R215", "K-15")
def test_a_bruise_of_the_next_day_is_often_seen_until_13_october() -> None:
    bruise = report("2026-10-07 08:00")
    assert (bruise.level, bruise.words.code) == (Level.OFTEN_SEEN, "triage.often-seen")
    assert FLANKS.clock(bruise.often_seen_until) == "Tue 13 Oct 2026 11:25"


@pytest.mark.proves("S4", "K-19", "R055", "R056", "H-08")
def test_the_bump_is_noted_in_neutral_words_and_a_nurse_sees_it_from_day_21() -> None:
    noted = report("2026-10-09 08:00")
    assert noted.words.code == "triage.noted"
    day_21 = report("2026-10-27 20:00")
    assert (day_21.level, day_21.whom) == (Level.CONTACT, "nurse")
    assert day_21.report.at.date() - date(2026, 10, 6) == timedelta(days=21)
    assert FLANKS.clock(day_21.answer_by(FLANKS.policy.zone)) == "Thu 29 Oct 2026 20:00"


@pytest.mark.proves("S4", "H-08", "R196")
def test_on_day_28_the_painful_red_oozing_bump_goes_the_infection_pathway_the_same_day_with_a_photo() -> None:
    day_28 = report("2026-11-03 21:25")
    assert day_28.report.at.date() - date(2026, 10, 6) == timedelta(days=28)
    assert (day_28.level, day_28.whom, day_28.pathway) == (Level.SAME_DAY, "clinician", Pathway.INFECTION)
    assert day_28.photo_asked
    assert day_28.alerts_clinic
    assert FLANKS.clock(day_28.answer_by(FLANKS.policy.zone)) == "Wed 4 Nov 2026 00:00"


@pytest.mark.proves("S4", "H-26")
def test_the_most_urgent_report_comes_first_and_a_calm_one_beside_it_lowers_nothing() -> None:
    found = FLANKS.seen(NIGHT)
    assert found.after.triage.level is Level.SAME_DAY
    assert found.tasks[0].what.code == "task.see-patient"
    assert found.tasks[0].what["symptom"] == "lump"
    calm = SymptomReport("warmth", onset=FLANKS.at("2026-11-03 21:26"), at=FLANKS.at("2026-11-03 21:26"), zone="flank")
    more = FLANKS.but(reports=(*FLANKS.story.reports, calm)).seen(NIGHT)
    assert report("2026-11-03 21:25", more).level is Level.SAME_DAY


@pytest.mark.proves("S4")
@pytest.mark.parametrize(
    ("instant", "level"),
    [
        ("2026-10-06 12:30", Level.OFTEN_SEEN),
        ("2026-10-09 09:00", Level.OFTEN_SEEN),
        ("2026-10-27 20:30", Level.CONTACT),
        ("2026-11-03 21:30", Level.SAME_DAY),
    ],
)
def test_each_evening_knows_only_what_was_told_until_then(instant: str, level: Level) -> None:
    assert FLANKS.seen(instant).after.triage.level is level


@pytest.mark.proves("S4", "R057")
def test_lip_swelling_and_trouble_breathing_35_minutes_after_a_session_are_an_emergency_at_once() -> None:
    found = SWELLING.seen("2026-10-06 12:01")
    assert [one.level for one in found.after.triage.reports] == [Level.EMERGENCY, Level.EMERGENCY]
    swelling = found.after.triage.reports[0]
    assert (swelling.report.symptom, swelling.words.code, swelling.whom) == (
        "lip-swelling", "triage.emergency", "emergency-services",
    )  # fmt: skip
    assert swelling.report.at - SWELLING.session("2026-10-06 11:00").start == timedelta(minutes=60)
    assert swelling.alerts_clinic
    assert swelling.answer_by(SWELLING.policy.zone) == swelling.report.at
    assert SWELLING.policy.emergency_number == "112"
    assert [task.what.code for task in found.tasks[:2]] == ["task.see-patient", "task.see-patient"]


@pytest.mark.proves("S4", "H-06", "R057")
def test_all_later_sessions_are_held_none_is_deleted_and_the_agents_of_the_formula_are_flagged() -> None:
    found = SWELLING.seen("2026-10-06 12:01")
    assert {hold.rule for hold in found.course.holds} == {"symptom/lip-swelling/1", "symptom/breathing/1"}
    assert not found.start.may_start
    booked = [SWELLING.clock(line.proposed) for line in found.course.coming if line.booking]
    assert booked == ["Tue 20 Oct 2026 11:00", "Tue 3 Nov 2026 11:00"]
    assert found.after.triage.flagged_formulas == ("F1",)
    flagged = [one for one in SWELLING.story.formulas if one.id in found.after.triage.flagged_formulas]
    assert [part.agent for formula in flagged for part in formula.components] == ["A", "B"]
    closed_test = gate(found, GateName.ALLERGY_TEST)
    assert closed_test.state is GateState.CLOSED
    assert {reason.fact.code for reason in closed_test.reasons} == {"test.reaction-reported"}


@pytest.mark.proves("S4", "H-06")
def test_the_hold_is_still_there_on_the_day_of_the_next_session() -> None:
    found = SWELLING.screened("2026-10-20").seen("2026-10-20 11:00")
    assert "allergy-test" in closed(found)
    assert len(found.start.holds) == 2
    assert not found.start.may_start


@pytest.mark.proves("S4", "H-26")
def test_a_second_symptom_never_makes_the_first_less_urgent() -> None:
    one = SWELLING.but(reports=SWELLING.story.reports[:1]).seen("2026-10-06 12:01").after.triage
    both = SWELLING.seen("2026-10-06 12:01").after.triage
    assert one.level is Level.EMERGENCY
    assert both.level is Level.EMERGENCY


@pytest.mark.proves("S4")
def test_an_unknown_onset_takes_the_more_urgent_reading() -> None:
    (*others, last) = FLANKS.story.reports
    unknown = FLANKS.but(reports=(*others, replace(last, onset=None))).seen(NIGHT)
    assert report("2026-11-03 21:25", unknown).level >= Level.SAME_DAY
