"""Giving a session: the start, the passes, stop and resume, the end, the signature, what is added."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nappage.actions.acting import Conflict, Denied, NotNow
from nappage.actions.entries import record
from nappage.actions.lots import uses_of
from nappage.actions.reports import report_symptoms
from nappage.actions.sessions import (
    TimeOut,
    add,
    chart_and_look,
    chart_pass,
    end,
    react,
    reconcile,
    resume,
    score,
    sign,
    start,
    stop,
)
from nappage.actions.visits import book
from nappage.assessment.happening import Drawn, Note, Observation, PassGiven, ReactionSeen, Signed
from nappage.assessment.look import look_at_visit
from nappage.engine.gate import GateName
from nappage.engine.story import Reason, SameDayOutcome, Side, Site, SymptomReport
from nappage.library.decision import digest_of
from nappage.records.keys import new_key
from nappage.records.models import AuditEvent, Decision, Entry, KitCheck, Lot, LotState, Purpose, Visit
from nappage.values.fault import Faulty
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.charts import LENGTH
from support.sessions import LEFT, RIGHT, SAID, THIGHS, Chair, at_the_chair, given, under_way
from support.stories import example

pytestmark = pytest.mark.django_db


def refused(chair: Chair, clock: str = "10:30", said: TimeOut = SAID, who: str = "injector") -> NotNow:
    with pytest.raises(NotNow) as refusal:
        start(chair.actor(who, clock), chair.visit.id, said)
    assert chair.charted(clock).started is None
    return refusal.value


# -- the start -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "H-01", "H-03")
def test_a_start_at_1030_is_recorded_with_its_decision_and_its_lots(cast: Cast) -> None:
    chair = at_the_chair(cast)
    entry = chair.start()
    started = chair.charted().started
    assert started is not None
    assert (started[0].id, started[1].injector, started[1].formula) == (entry.id, "injector-1", "F1")
    assert started[1].sites == THIGHS
    decision = Decision.objects.get(entry=entry.id)
    assert (decision.act, decision.at, len(decision.outlook)) == ("start session", chair.at("10:30"), 64)
    got = {lot.lot: [use.person_id for use in uses_of(lot)] for lot in Lot.objects.filter(clinic=cast.clinic)}
    assert {lot: persons for lot, persons in got.items() if persons} == {
        "A-101": [chair.laid.person], "B-101": [chair.laid.person],
    }  # fmt: skip
    assert Visit.objects.get(pk=chair.visit.pk).state == "here"


@pytest.mark.proves("H-06")
def test_what_was_told_between_the_tap_and_its_turn_keeps_a_session_from_starting(cast: Cast) -> None:
    chair = at_the_chair(cast)
    person, moment = chair.laid.person, chair.at("10:30") + timedelta(seconds=1)
    report = SymptomReport("hives", onset=moment, at=moment)
    report_symptoms(cast.actor("assistant", moment), person, chair.laid.course, (report,))
    assert "symptom/hives" in {because.rule for because in refused(chair).because}


@pytest.mark.proves("S1", "H-02")
def test_a_clock_that_ran_ahead_opens_no_test_sooner(cast: Cast) -> None:
    chair = at_the_chair(cast)
    record(cast.actor("injector", chair.at("12:00")), "chart.read", chair.laid.person, Note("chart", "Written early."))
    refused(chair, "09:58")


@pytest.mark.proves("S1", "H-02")
def test_a_start_at_0958_is_refused_because_the_test_opens_at_10(cast: Cast) -> None:
    chair = at_the_chair(cast)
    refusal = refused(chair, "09:58")
    opening = next(because for because in refusal.because if because.fact.code == "test.opens")
    assert opening.fact["at"] == chair.at("10:00")
    event = AuditEvent.objects.get(clinic=cast.clinic.id, act="refused: start session")
    assert event.detail["rules"]
    assert event.person == chair.laid.person


def test_every_reason_is_said_at_once(cast: Cast) -> None:
    chair = at_the_chair(cast)
    KitCheck.objects.create(
        clinic=cast.clinic, checked_on="2026-03-01", expires_on="2026-03-02", trained=["injector-1"],
        at=chair.at("08:00"), by="director-1",
    )  # fmt: skip
    refusal = refused(chair, "09:58", TimeOut(("name",), (RIGHT,)))
    assert {because.rule for because in refusal.because} >= {"gate.kit", "intradermal.opens_after"}
    assert [fault.thing for fault in refusal.faults] == ["Who is here", "left thigh"]


@pytest.mark.proves("H-13", "H-14")
@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        (TimeOut((), THIGHS), "Who is here"),
        (TimeOut(("name", "name"), THIGHS), "Who is here"),
        (TimeOut(("name", "birth-date"), (RIGHT,)), "left thigh"),
        (TimeOut(("name", "birth-date"), (*THIGHS, Site("flank", Side.RIGHT))), "right flank"),
    ],
)
def test_two_identifiers_and_each_site_of_the_plan_are_said_aloud(cast: Cast, said: TimeOut, lacking: str) -> None:
    (fault,) = refused(at_the_chair(cast), said=said).faults
    assert fault.thing == lacking


@pytest.mark.proves("H-15")
def test_a_lot_recalled_a_moment_ago_refuses_the_start(cast: Cast) -> None:
    chair = at_the_chair(cast)
    assert chair.look("10:29").outlook.start.may_start
    Lot.objects.filter(clinic=cast.clinic, lot="A-101").update(state=LotState.RECALLED)
    assert {because.rule for because in refused(chair).because} == {"gate.lot"}


@pytest.mark.proves("H-22", "K-27")
def test_the_credential_that_counts_is_that_of_who_starts(cast: Cast) -> None:
    chair = at_the_chair(cast)
    cast.physician.licensed_until = chair.at("10:30").date().replace(day=1)
    cast.physician.save()
    assert "gate.credential" in {because.rule for because in refused(chair, who="physician").because}


def test_only_who_may_start_starts(cast: Cast, stranger: Cast) -> None:
    chair = at_the_chair(cast)
    for who in ("assistant", "reception", "auditor", "director"):
        with pytest.raises(Denied):
            start(chair.actor(who, "10:30"), chair.visit.id, SAID)
    with pytest.raises(Visit.DoesNotExist):
        start(stranger.actor("injector", chair.at("10:30")), chair.visit.id, SAID)


def test_a_second_start_says_who_started(cast: Cast) -> None:
    chair = under_way(cast)
    with pytest.raises(Conflict, match="Demo injector"):
        chair.start("10:31", "physician")


def test_a_second_visit_of_the_day_is_not_started(cast: Cast) -> None:
    chair = under_way(cast)
    again = book(
        cast.actor("reception", chair.at("09:00")), chair.laid.person, Purpose.SESSION, chair.at("15:00"),
        chair.at("15:00") + LENGTH, course=chair.laid.course,
    )  # fmt: skip
    refusal = refused(Chair(chair.laid, again), "15:00")
    assert [fault.thing for fault in refusal.faults] == ["Visit"]


def test_a_visit_of_another_day_or_purpose_is_not_started(cast: Cast) -> None:
    chair = at_the_chair(cast)
    tomorrow = chair.laid.at("2026-03-04 10:30")
    Visit.objects.filter(pk=chair.visit.pk).update(start=tomorrow, end=tomorrow + LENGTH)
    assert [fault.expected for fault in refused(chair).faults] == ["a visit booked for today"]
    Visit.objects.filter(pk=chair.visit.pk).update(purpose=Purpose.FOLLOW_UP)
    assert [fault.expected for fault in refused(chair).faults] == ["a visit booked for a session"]


RULES = ("stroke", "P07")


@pytest.mark.proves("H-01", "K-21")
def test_a_physician_s_decision_given_for_the_booked_time_still_counts_ten_minutes_later(cast: Cast) -> None:
    told = example("s1-thighs-first-session").replied("stroke", "yes", "2026-03-03 10:00")
    chair = at_the_chair(cast, told)
    assert "stroke" in {because.rule for because in refused(chair).because}
    words = "Seen by her neurologist last month, who agrees in writing."
    at, person = chair.at("10:20"), chair.laid.person
    decided = [Reason(rule, "specialist-agrees", words, "physician-1", at, session=chair.visit.start) for rule in RULES]
    record(chair.actor("physician", "10:20"), "decision.record", person, *decided, course=chair.laid.course)
    chair.start("10:40")
    screening = next(gate for gate in chair.look("10:45").outlook.gates if gate.name is GateName.SCREENING)
    assert {reason.rule for reason in screening.decided_by} == set(RULES)


# -- passes ----------------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "H-10", "R003", "R010", "R062", "R166", "R182", "K-13")
def test_240_punctures_give_28_8_mg_of_40(cast: Cast) -> None:
    chair = under_way(cast)
    chair.chart(given(RIGHT), "10:40")
    chair.chart(given(LEFT), "10:55")
    assert chair.doses() == {"A": "28.8 mg", "B": "1.92 mL"}
    assert (chair.charted().tally.punctures, str(chair.charted().tally.volume)) == (240, "4.8 mL")


@pytest.mark.proves("H-18", "E16")
def test_the_same_pass_sent_again_is_one_pass(cast: Cast) -> None:
    chair = under_way(cast)
    id = new_key()
    first = chair.chart_as(id, given(), "10:40")
    again = chair.chart_as(id, given(), "10:47")
    assert (again.id, again.at) == (first.id, first.at)
    assert chair.charted().tally.punctures == 120
    with pytest.raises(Conflict, match="another entry"):
        chair.chart_as(id, given(punctures=121), "10:48")


@pytest.mark.proves("E16", "K-13")
def test_118_points_then_a_lost_answer_are_118_never_119(cast: Cast) -> None:
    chair = under_way(cast)
    ids = [new_key() for _ in range(118)]
    for id in ids[:117]:
        chair.chart_as(id, given(punctures=1))
    assert chair.charted().tally.punctures == 117
    chair.chart_as(ids[117], given(punctures=1))  # taken by the server; its answer never came
    chair.chart_as(ids[117], given(punctures=1), "10:52")  # so the tablet sends it again
    assert chair.charted().tally.punctures == 118


def test_nothing_is_charted_before_the_start_nor_after_the_signature(cast: Cast) -> None:
    chair = at_the_chair(cast)
    with pytest.raises(Conflict, match="not started"):
        chair.chart()
    chair.start()
    signed(chair)
    with pytest.raises(Conflict, match="addendum"):
        chair.chart(clock="11:10")


@pytest.mark.proves("H-10")
def test_a_pass_over_the_signed_limit_is_refused_and_nothing_of_it_stays(cast: Cast) -> None:
    chair = under_way(cast)
    chair.chart(given(punctures=300))
    with pytest.raises(NotNow) as refusal:
        chair.chart(given(punctures=34))  # 334 x 0.02 mL x 6 mg/mL = 40.08 mg of 40
    assert [because.fact.code for because in refusal.value.because] == ["dose.over"]
    assert chair.charted().tally.punctures == 300
    chair.chart(given(punctures=33))
    assert chair.doses()["A"] == "39.96 mg"


@pytest.mark.proves("K-12", "R179")
def test_a_depth_outside_the_bound_needs_its_reason_first(cast: Cast) -> None:
    chair = under_way(cast)
    deep = given(depth=Quantity.parse("6 mm"), layer="intradermal")
    with pytest.raises(NotNow) as refusal:
        chair.chart(deep)
    assert [because.fact.code for because in refusal.value.because] == ["depth.outside-bound"]
    reason = Reason(
        "depth", "thickness-measured", "Measured by ultrasound at this site.", "injector-1", chair.at("10:41")
    )
    record(chair.actor("injector", "10:41"), "reason.record", chair.laid.person, reason, course=chair.laid.course)
    chair.chart(deep, "10:42")
    assert chair.charted().tally.punctures == 120


@pytest.mark.parametrize(
    ("charted", "thing"),
    [
        (given(Site("flank", Side.RIGHT)), "Zone"),
        (given(punctures=0), "Punctures"),
        (given(each="0 mL"), "Volume per puncture"),
        (given(by="assistant-1"), "Operator"),
        (given(by="nobody"), "Operator"),
    ],
)
def test_a_pass_that_cannot_be_is_refused_in_four_parts(cast: Cast, charted: PassGiven, thing: str) -> None:
    chair = under_way(cast)
    with pytest.raises(NotNow) as refusal:
        chair.chart(charted)
    (fault,) = refusal.value.faults
    assert fault.thing == thing


@pytest.mark.proves("H-22")
def test_an_operator_without_a_credential_of_the_day_is_refused(cast: Cast) -> None:
    chair = under_way(cast)
    cast.physician.licensed_until = chair.at("10:30").date().replace(day=1)
    cast.physician.save()
    with pytest.raises(NotNow) as refusal:
        chair.chart(given(by="physician-1"))
    assert [fault.expected for fault in refusal.value.faults] == ["a credential that covers today"]


@pytest.mark.proves("E13", "H-19")
def test_two_people_chart_two_zones_and_the_totals_sum(cast: Cast) -> None:
    chair = under_way(cast)
    chair.chart(given(RIGHT), who="injector")
    chair.chart(given(LEFT, by="physician-1"), who="physician")
    assert chair.charted().tally.punctures == 240
    assert chair.doses()["A"] == "28.8 mg"


@pytest.mark.proves("E13", "H-19")
def test_a_second_operator_in_one_zone_is_shown_the_first_s_entries(cast: Cast) -> None:
    chair = under_way(cast)
    theirs = [chair.chart(given(RIGHT, 60)).id, chair.chart(given(RIGHT, 60)).id]
    with pytest.raises(Conflict, match="Demo injector") as conflict:
        chair.chart(given(RIGHT, by="physician-1"), who="physician")
    assert list(conflict.value.found) == theirs
    assert chair.charted().tally.punctures == 120


def test_an_entry_that_came_in_a_moment_later_counts_all_the_same(cast: Cast) -> None:
    chair = under_way(cast)
    chair.chart(given(LEFT, 333 - 120, by="physician-1"), "10:50", "physician")
    with pytest.raises(NotNow):
        chair.chart(given(RIGHT, 121), "10:49")


@pytest.mark.proves("H-18")
def test_a_pass_that_reaches_the_server_the_next_morning_is_judged_on_its_day(cast: Cast) -> None:
    chair = under_way(cast)
    late = cast.actor("injector", chair.laid.at("2026-03-04 08:05"))
    entry = chart_pass(late, chair.visit.id, new_key(), given(), happened=chair.at("10:44"))
    assert entry.at == chair.at("10:44")
    with pytest.raises(NotNow):
        chart_pass(late, chair.visit.id, new_key(), given(punctures=250), happened=chair.at("10:45"))


# -- stop, resume, reactions -----------------------------------------------------------------------------------------


def test_anyone_stops_with_one_tap_and_the_next_puncture_waits(cast: Cast) -> None:
    chair = under_way(cast)
    chair.chart()
    first = stop(chair.actor("assistant", "10:41"), chair.visit.id)
    assert stop(chair.actor("injector", "10:42"), chair.visit.id).id == first.id
    with pytest.raises(Conflict, match="halted"):
        chair.chart(clock="10:43")
    earlier = chart_pass(
        chair.actor(clock="10:43"), chair.visit.id, new_key(), given(LEFT, 7), happened=chair.at("10:40")
    )
    assert earlier.at == chair.at("10:40")
    resume(chair.actor("injector", "10:44"), chair.visit.id)
    chair.chart(given(LEFT, 100), "10:45")
    assert chair.charted().tally.punctures == 227


@pytest.mark.proves("H-40")
def test_an_event_at_minute_6_pauses_the_timer_until_the_session_goes_on(cast: Cast) -> None:
    chair = under_way(cast)
    react(chair.actor("assistant", "10:36"), chair.visit.id, ReactionSeen("dizziness", chair.at("10:36"), "pale"))
    assert chair.charted("10:50").lasted(chair.at("10:50")).seconds // 60 == 6
    resume(chair.actor("injector", "10:50"), chair.visit.id)
    assert chair.charted("10:55").lasted(chair.at("10:55")).seconds // 60 == 11
    end(chair.actor("injector", "10:58"), chair.visit.id)
    assert chair.charted("12:00").lasted(chair.at("12:00")).seconds // 60 == 14
    assert [report.symptom for report in chair.look("11:00").story.reports] == ["dizziness"]


def test_hives_during_a_session_close_the_test_and_it_does_not_go_on(cast: Cast) -> None:
    chair = under_way(cast)
    react(chair.actor("injector", "10:36"), chair.visit.id, ReactionSeen("hives", chair.at("10:36"), site=LEFT))
    with pytest.raises(NotNow) as refusal:
        resume(chair.actor("injector", "10:38"), chair.visit.id)
    assert "test.reaction-reported" in {because.fact.code for because in refusal.value.because}


@pytest.mark.proves("H-40")
def test_a_needlestick_of_the_staff_is_kept_and_is_no_symptom_of_the_patient(cast: Cast) -> None:
    chair = under_way(cast)
    react(
        chair.actor("injector", "10:36"), chair.visit.id, ReactionSeen("needlestick", chair.at("10:36"), "left thumb")
    )
    assert [seen.what for _, seen in chair.charted().of(ReactionSeen)] == ["needlestick"]
    assert chair.look("11:00").story.reports == ()


# -- closing ---------------------------------------------------------------------------------------------------------


def signed(chair: Chair) -> Entry:
    chair.chart(given(RIGHT), "10:40")
    chair.chart(given(LEFT), "10:55")
    reconcile(chair.actor(clock="10:57"), chair.visit.id, Drawn(Quantity.parse("5.0 mL"), Quantity.parse("0.2 mL")))
    end(chair.actor(clock="10:58"), chair.visit.id)
    return sign(chair.actor(clock="11:01"), chair.visit.id, SHOWN)


SHOWN = Signed(2, 240, Quantity.parse("4.8 mL"))


@pytest.mark.proves("S1", "H-39")
def test_s1_s_first_session_is_signed(cast: Cast) -> None:
    chair = under_way(cast)
    entry = signed(chair)
    assert entry.by == "injector-1"
    assert Decision.objects.filter(entry=entry.id, act="sign session").exists()
    (watch,) = [watch for _, watch in chair.look("11:02").chart.of(Observation) if watch.after == "session"]
    assert watch.began == chair.at("10:58")
    assert chair.look("11:00").story.sessions[0].end == chair.at("10:58")


@pytest.mark.proves("H-39", "H-18")
def test_the_signature_is_refused_with_everything_that_is_open(cast: Cast) -> None:
    chair = under_way(cast)
    chair.chart(given(RIGHT))
    with pytest.raises(NotNow) as refusal:
        sign(chair.actor(clock="11:01"), chair.visit.id, SHOWN)
    assert [because.fact.code for because in refusal.value.because] == ["draw-up.not-recorded"]
    assert [fault.thing for fault in refusal.value.faults] == ["End", "What this device shows"]


@pytest.mark.proves("H-39")
@pytest.mark.parametrize(
    ("wasted", "agrees"), [("0.2 mL", True), ("0.25 mL", True), ("0.26 mL", False), ("0 mL", False)]
)
def test_volumes_that_differ_beyond_the_tolerance_are_not_signed(cast: Cast, wasted: str, agrees: bool) -> None:
    chair = under_way(cast)
    chair.chart(given(RIGHT))
    chair.chart(given(LEFT))
    reconcile(chair.actor(clock="10:57"), chair.visit.id, Drawn(Quantity.parse("5.0 mL"), Quantity.parse(wasted)))
    end(chair.actor(clock="10:58"), chair.visit.id)
    if agrees:
        sign(chair.actor(clock="11:01"), chair.visit.id, SHOWN)
    else:
        with pytest.raises(NotNow) as refusal:
            sign(chair.actor(clock="11:01"), chair.visit.id, SHOWN)
        assert [because.fact.code for because in refusal.value.because] == ["draw-up.differs"]


def test_an_addendum_changes_nothing_that_was_signed(cast: Cast) -> None:
    chair = under_way(cast)
    with pytest.raises(Conflict, match="not signed yet"):
        add(chair.actor(), chair.visit.id, "She asked for a plaster.")
    signed(chair)
    before = chair.look("11:05").story
    with pytest.raises(Faulty):
        add(chair.actor(clock="11:05"), chair.visit.id, "  ")
    add(chair.actor(clock="11:05"), chair.visit.id, "She asked for a plaster.")
    assert chair.look("11:06").story.sessions == before.sessions


@pytest.mark.proves("R107")
def test_glow_is_scored_on_its_scale_and_kept_apart(cast: Cast) -> None:
    chair = under_way(cast)
    actor = chair.actor(clock="10:59")
    for wrong in (SameDayOutcome("glow", actor.at, 5), SameDayOutcome("firmness", actor.at, 1)):
        with pytest.raises(Faulty):
            score(actor, chair.visit.id, wrong)
    score(actor, chair.visit.id, SameDayOutcome("glow", actor.at, 3))
    assert [outcome.score for outcome in chair.look("11:00").story.same_day] == [3]


def test_the_look_of_a_pass_is_the_one_that_anybody_would_take_after_it(cast: Cast) -> None:
    chair = under_way(cast)
    chair.chart(given(punctures=40), "10:44")  # another device's, whose clock is ahead
    charted = chart_and_look(chair.actor(clock="10:41"), chair.visit.id, new_key(), given(punctures=60))
    anew = look_at_visit(Visit.objects.get(pk=chair.visit.pk), chair.at("10:41"))
    assert charted.look.chart.lines == anew.chart.lines
    assert charted.look.story == anew.story
    assert digest_of(charted.look.outlook) == digest_of(anew.outlook)


def test_the_look_of_a_pass_sent_again_has_it_once(cast: Cast) -> None:
    chair, id = under_way(cast), new_key()
    looks = [chart_and_look(chair.actor(), chair.visit.id, id, given()).look for _ in range(2)]
    assert [line.id for line in looks[1].chart.lines].count(id) == 1
    assert looks[0].chart.lines == looks[1].chart.lines
