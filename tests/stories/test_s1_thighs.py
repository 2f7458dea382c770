"""S1: cellulite of both thighs, variant 001-body, from the stage to the recall.

Left for what people see and do: the flank is put into the queue, and the reason at the checkpoint is signed, on
screens with a login (issue B).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nappage.engine.change import Detected
from nappage.engine.checkpoint import Continuation
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import SessionState, Side, Site
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.stories import Told, closed, example, facts_of, gate

THIGHS = example("s1-thighs")
FIRST = example("s1-thighs-first-session")
TEN = [
    "Tue 3 Mar 2026 10:30", "Tue 17 Mar 2026 10:30", "Tue 31 Mar 2026 10:30", "Tue 14 Apr 2026 10:30",
    "Tue 28 Apr 2026 10:30", "Tue 12 May 2026 10:30", "Tue 26 May 2026 10:30", "Tue 9 Jun 2026 10:30",
    "Tue 23 Jun 2026 10:30", "Tue 7 Jul 2026 10:30",
]  # fmt: skip


@pytest.mark.proves("S1", "R081")
def test_the_three_looks_at_the_skin_are_kept_and_give_stage_2() -> None:
    stage = FIRST.seen("2026-02-19 10:30").measures.stage
    assert stage is not None
    assert stage.grade == 2
    assert (stage.observation.pinch, stage.observation.standing, stage.observation.lying) == (
        Answer.YES, Answer.YES, Answer.NO,
    )  # fmt: skip


@pytest.mark.proves("S1")
def test_62_kg_at_168_cm_are_a_body_mass_index_of_22() -> None:
    assert str(FIRST.seen("2026-02-19 10:30").measures.body_mass_index) == "22 kg/m2"


@pytest.mark.proves("S1", "R014", "K-09", "U-09")
def test_right_and_left_thigh_are_two_areas_and_a_flank_is_refused_for_now_and_queued() -> None:
    assert FIRST.seen("2026-03-03 10:30").treating.over_cap is None
    flank = Site("flank", Side.RIGHT)
    three = FIRST.with_session("2026-03-03 10:30", sites=(*FIRST.plan.sites, flank))
    found = three.seen("2026-03-03 10:30")
    over = found.treating.over_cap
    assert over is not None
    assert [str(area) for area in over.within] == ["thigh/right", "thigh/left"]
    assert over.queue == (flank,)
    assert [notice.refuses for notice in found.start.notices] == [True]
    assert not found.start.may_start
    assert FIRST.plan.queued == (flank,)


@pytest.mark.proves("S1", "R015", "K-02", "H-32")
def test_the_queued_flank_is_the_candidate_for_the_untreated_sentinel() -> None:
    unchosen = FIRST.planned(sentinel="").seen("2026-03-03 10:30").course.plan
    (missing,) = (line.because for line in unchosen if line.because.rule == "sentinel")
    assert missing.remedy["queued"] == ("flank",)
    nothing_queued = FIRST.planned(sentinel="", queued=()).seen("2026-03-03 10:30").course.plan
    (missing,) = (line.because for line in nothing_queued if line.because.rule == "sentinel")
    assert missing.remedy["queued"] is None


@pytest.mark.proves("S1", "R116", "R117", "K-05")
def test_ten_dates_keep_the_clock_time_over_the_spring_change_of_clocks() -> None:
    coming = [FIRST.clock(line.proposed) for line in FIRST.seen("2026-03-03 10:30").course.coming]
    assert coming == TEN
    later = THIGHS.seen("2026-04-14 10:25").course
    assert [THIGHS.clock(one.start) for one in later.given] == TEN[:3]
    assert [THIGHS.clock(line.proposed) for line in later.coming] == TEN[3:]
    assert [one.standing.value for one in later.given] == ["valid"] * 3
    third, second = later.given[2], later.given[1]
    assert (third.start - second.start).total_seconds() / 3600 == 335


@pytest.mark.proves("S1", "K-05", "R100")
def test_the_plan_notes_18_weeks_beside_the_three_months_of_its_source() -> None:
    (note,) = FIRST.seen("2026-03-03 10:30").course.plan
    assert (note.because.fact["days"], note.because.fact["weeks"], str(note.because.fact["stated"])) == (
        126,
        18,
        "3 mo",
    )
    assert [str(source) for source in note.because.sources] == ["001:56"]


@pytest.mark.proves("S1", "K-04", "R097", "R174")
def test_ibuprofen_on_20_february_is_accepted_and_the_last_permitted_day_is_the_23rd() -> None:
    found = FIRST.seen("2026-03-03 10:30")
    assert found.preparing.washouts == ()
    assert found.start.may_start
    for day, kept in (("2026-02-23", True), ("2026-02-24", False)):
        then = FIRST.taking("ibuprofen", prescribed=Answer.NO, last_taken=FIRST.at(f"{day} 21:00"), stopped=True)
        assert (then.seen("2026-03-03 10:30").preparing.washouts == ()) is kept


@pytest.mark.proves("S1", "K-04", "R097", "R174")
def test_ibuprofen_on_26_february_warns_by_one_source_is_kept_by_the_other_and_asks_for_a_reason() -> None:
    taken = FIRST.taking("ibuprofen", prescribed=Answer.NO, last_taken=FIRST.at("2026-02-26 21:00"), stopped=True)
    found = taken.seen("2026-03-03 10:30")
    (washout,) = found.preparing.washouts
    assert washout.last_permitted == date(2026, 2, 23)
    said = {str(each.source): (each.matches, each.window and each.window.last_permitted) for each in washout.positions}
    assert said["003:24"] == (Answer.YES, date(2026, 2, 23))
    assert said["001:51"] == (Answer.NO, date(2026, 2, 27))
    assert {"001:51", "003:24"} <= {str(source) for source in washout.because.sources}
    assert facts_of(found) == ["washout.taken-within"]
    assert not found.start.may_start
    words = "Told of the bruising; she wishes to go on today."
    reasoned = taken.reasoned("wash-out", "bruising-risk-discussed", words, "injector-1", "2026-03-03 10:20")
    assert reasoned.seen("2026-03-03 10:30").start.may_start


@pytest.mark.proves("S1", "H-02", "R206", "R208")
def test_a_start_at_0958_is_refused_because_the_test_gate_opens_at_10() -> None:
    early = FIRST.seen("2026-03-03 09:58")
    assert closed(early) == ["allergy-test"]
    assert gate(early, GateName.ALLERGY_TEST).state is GateState.OPENS_AT
    assert FIRST.clock(gate(early, GateName.ALLERGY_TEST).opens_at) == "Tue 3 Mar 2026 10:00"
    assert FIRST.clock(early.start.opens_at) == "Tue 3 Mar 2026 10:00"
    assert not early.start.may_start


@pytest.mark.proves("S1", "R207", "R208", "H-01", "H-03")
def test_the_start_at_1030_is_accepted_with_a_reading_the_kit_and_screening_of_that_visit() -> None:
    assert FIRST.seen("2026-03-03 10:30").start.may_start
    unread = FIRST.but(tests=tuple(replace(test, readings=test.readings[:2]) for test in FIRST.story.tests))
    assert closed(unread.seen("2026-03-03 10:30")) == ["allergy-test"]
    assert closed(FIRST.under(kit=None).seen("2026-03-03 10:30")) == ["kit"]
    before = tuple(reply for reply in FIRST.story.replies if reply.at < FIRST.at("2026-03-03 00:00"))
    assert closed(FIRST.but(replies=before).seen("2026-03-03 10:30")) == ["screening"]


def given_first(depth: str = "3 mm", layer: str = "superficial-subcutis") -> Told:
    session = THIGHS.session("2026-03-03 10:30")
    passes = tuple(
        replace(one, depth=type(one.volume_per_puncture).parse(depth), layer=layer) for one in session.passes
    )
    return THIGHS.with_session("2026-03-03 10:30", passes=passes)


@pytest.mark.proves("S1", "H-10", "H-39", "R003", "R010")
def test_240_punctures_of_a_fiftieth_of_a_millilitre_are_reconciled_and_give_28_8_mg_of_40() -> None:
    treating = given_first().seen("2026-03-03 11:00").treating
    assert treating.draw_up is not None
    drawn = (treating.draw_up.drawn, treating.draw_up.given, treating.draw_up.wasted, treating.draw_up.difference)
    assert [str(volume) for volume in drawn] == ["5 mL", "4.8 mL", "0.2 mL", "0 mL"]
    assert treating.draw_up.balance.value == "agrees"
    doses = {check.agent: (str(check.given), str(check.limit), check.state.value) for check in treating.doses}
    assert doses == {"A": ("28.8 mg", "40 mg", "within"), "B": ("1.92 mL", "4 mL", "within")}


@pytest.mark.proves("S1", "K-12", "R179")
def test_3_mm_warns_for_the_thigh_skin_and_not_for_the_layer_under_it() -> None:
    assert given_first().seen("2026-03-03 11:00").treating.objections == ()
    (objection,) = given_first(layer="intradermal").seen("2026-03-03 11:00").treating.objections
    assert (objection.because.fact.code, objection.weight.value) == ("depth.other-layer", "warning")
    (bound,) = [
        each
        for each in given_first("6 mm", "intradermal").seen("2026-03-03 11:00").treating.objections
        if each.weight.value == "reason-needed"
    ]
    assert bound.because.fact.code == "depth.outside-bound"


@pytest.mark.proves("S1", "K-10", "R031", "R218")
def test_after_1058_a_hot_shower_waits_until_1858_and_there_is_no_make_up_rule() -> None:
    directions = {each.instruction: each for each in THIGHS.seen("2026-03-03 11:00").after.aftercare}
    shower = directions["no-hot-shower"].moment
    assert shower is not None
    assert THIGHS.clock(shower.instant) == "Tue 3 Mar 2026 18:58"
    assert "no-make-up" not in directions


@pytest.mark.proves("S1", "H-32")
def test_the_baseline_of_session_1_is_the_mean_of_two_readings_thigh_and_sentinel() -> None:
    outcomes = THIGHS.seen("2026-04-14 10:25").measures.outcomes
    right = next(one for one in outcomes if one.treated.place.side is Side.RIGHT)
    assert [str(value) for value in right.treated.baseline.readings] == ["57.2 cm", "56.8 cm"]
    assert str(right.treated.baseline.value) == "57 cm"
    assert right.sentinel is not None
    assert [str(value) for value in right.sentinel.baseline.readings] == ["28.4 cm", "28.6 cm"]
    assert str(right.sentinel.baseline.value) == "28.5 cm"


@pytest.mark.proves("S1", "H-32", "K-02")
def test_at_the_checkpoint_of_14_april_the_change_is_within_measurement_variation() -> None:
    outcomes = THIGHS.seen("2026-04-14 10:25").measures.outcomes
    right = next(one for one in outcomes if one.treated.place.side is Side.RIGHT)
    assert str(right.treated.latest.value) == "56.6 cm"
    assert right.sentinel is not None
    assert (str(right.treated.change), str(right.sentinel.change), str(right.difference)) == (
        "-0.4 cm", "-0.1 cm", "-0.3 cm",
    )  # fmt: skip
    assert {one.detected for one in outcomes} == {Detected.WITHIN}
    assert {one.detected.value for one in outcomes} == {"within-measurement-variation"}


@pytest.mark.proves("S1", "H-32", "R147")
def test_an_agreed_criterion_that_is_not_met_stops_unless_a_named_clinician_gives_a_reason() -> None:
    found = THIGHS.seen("2026-04-14 10:25")
    checkpoint = found.course.checkpoint
    assert checkpoint is not None
    assert (checkpoint.session, checkpoint.met, checkpoint.continuation) == (4, Answer.NO, Continuation.STOP)
    assert checkpoint.because.fact["treated"] is not None
    assert closed(found) == []
    assert [hold.rule for hold in found.start.holds] == ["checkpoint"]
    assert not found.start.may_start
    words = "She reads the change in the mirror and wishes to go on."
    for by, goes_on in (("physician-1", True), ("reception-1", False), ("nobody-1", False)):
        reasoned = THIGHS.reasoned("checkpoint", "patient-wishes-after-discussion", words, by, "2026-04-14 10:20")
        assert reasoned.seen("2026-04-14 10:25").start.may_start is goes_on


@pytest.mark.proves("S1", "H-32")
def test_the_checkpoint_waits_for_both_thighs_and_counts_the_one_that_is_farther_from_the_goal() -> None:
    tape = THIGHS.story.tape
    left_now = [one for one in tape if one.side is Side.LEFT and one.at > THIGHS.at("2026-04-14 00:00")]
    one_side = THIGHS.but(tape=tuple(one for one in tape if one not in left_now))
    held = one_side.seen("2026-04-14 10:25").course.checkpoint
    assert held is not None
    assert (held.met, held.continuation) == (Answer.UNKNOWN, Continuation.HOLD)
    smaller = Quantity.parse("48.0 cm")
    shrunk = tuple(replace(one, value=smaller) if one in left_now else one for one in tape)
    uneven = THIGHS.but(tape=shrunk).seen("2026-04-14 10:25").course.checkpoint
    assert uneven is not None
    assert (uneven.met, str(uneven.because.fact["treated"])) == (Answer.NO, "-0.4 cm")


@pytest.mark.proves("S1", "H-32")
def test_the_checkpoint_of_session_4_does_not_stop_session_3_while_it_is_given() -> None:
    found = THIGHS.seen("2026-03-31 10:30")
    assert (found.start.closed, found.start.holds) == ((), ())
    assert found.course.checkpoint is not None
    assert found.course.checkpoint.session == 4
    assert [hold.rule for hold in THIGHS.seen("2026-04-01 10:00").start.holds] == ["checkpoint"]


@pytest.mark.proves("S1", "H-32")
def test_a_measurement_from_before_the_last_session_does_not_judge_it() -> None:
    old = tuple(
        replace(one, at=THIGHS.at("2026-03-31 10:10")) if one.at.month == 4 else one for one in THIGHS.story.tape
    )
    checkpoint = THIGHS.but(tape=old).seen("2026-04-14 10:25").course.checkpoint
    assert checkpoint is not None
    assert (checkpoint.met, checkpoint.continuation) == (Answer.UNKNOWN, Continuation.HOLD)


@pytest.mark.proves("S1", "K-08", "R112", "R139")
def test_a_completed_course_is_recalled_from_7_january_to_7_july_2027() -> None:
    assert THIGHS.seen("2026-04-14 10:25").course.recall is None
    done = tuple(
        replace(one, state=SessionState.GIVEN, end=one.end or one.start, passes=THIGHS.story.sessions[0].passes)
        for one in THIGHS.story.sessions
    )
    recall = THIGHS.but(sessions=done).seen("2026-07-08 10:00").course.recall
    assert recall is not None
    assert (recall.opens, recall.closes) == (date(2027, 1, 7), date(2027, 7, 7))
