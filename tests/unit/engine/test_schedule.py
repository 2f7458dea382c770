"""The forecast beyond the scenarios: what is unknown stays unknown, what is overdue is not crowded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from types import MappingProxyType

import pytest

from nappage.engine.edition import Edition
from nappage.engine.minimum_interval import MinimumInterval
from nappage.engine.policy import Opening, SignedAgent
from nappage.engine.schedule import evaluate, forecast
from nappage.engine.spacing import IntervalFinding, Standing, judge_interval
from nappage.engine.story import Component, Formula, Plan, Reason, Session, SessionState, StepAccepted, Story
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan
from nappage.values.statement import say
from support.clinic_days import CLINIC, at, booked, given, plan, shown, story

BODY = plan("cellulite", "001-body", 4)
SKIN = plan("loose-skin", "003-adaptive", 4)
NO_INTERVAL = plan("cellulite", "000-gradual", 4)
ONE_ML = Quantity.parse("1 mL")


def with_formula(told: Story, *agents: str, id: str = "F1") -> Story:
    formula = Formula(id, tuple(Component(agent, ONE_ML) for agent in agents))
    return replace(told, formulas=(*told.formulas, formula))


def test_without_a_plan_there_is_nothing_to_forecast_or_to_judge(edition: Edition) -> None:
    told = story(None, *given("2026-03-03 10:30"))
    assert forecast(edition, told, CLINIC, at("2026-03-03 11:00")) == ()
    assert evaluate(edition, told, CLINIC, at("2026-03-03 11:00")) == ()


def test_before_a_first_date_every_date_is_unknown(edition: Edition) -> None:
    lines = forecast(edition, story(BODY), CLINIC, at("2026-03-03 11:00"))
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert {(line.earliest, line.proposed, line.latest, line.due, line.booking) for line in lines} == {(None,) * 5}
    assert lines[0].because.rule == "001-body"
    assert lines[0].because.fact == say("session.no-first-date")
    assert lines[0].because.remedy == say("session.book-first")
    assert lines[0].because.sources == (Citation("001", "66"), Citation("001", "41"))


def test_a_line_carries_its_three_instants_its_step_and_its_sources(edition: Edition) -> None:
    line = forecast(edition, story(BODY, *given("2026-03-17 10:30")), CLINIC, at("2026-03-17 11:00"))[0]
    assert line.number == 2
    assert shown(line.earliest) == "Tue 24 Mar 2026 00:00"
    assert shown(line.proposed) == "Tue 31 Mar 2026 10:30"
    assert shown(line.latest) == "Fri 3 Apr 2026 23:59"
    assert line.due == date(2026, 3, 31)
    assert line.because.rule == "001-body"
    assert line.because.fact == say("session.follows-step", step="two-weekly", anchor=date(2026, 3, 17))
    assert line.because.remedy == say("session.book-or-move")
    assert line.because.sources == (Citation("001", "66"), Citation("001", "41"))


@pytest.mark.parametrize("variant", ["000-gradual", "my-own"])
def test_a_schedule_without_an_interval_gives_the_earliest_date_only(edition: Edition, variant: str) -> None:
    told = story(replace(NO_INTERVAL, variant=variant), *given("2026-03-03 10:30"))
    lines = forecast(edition, told, CLINIC, at("2026-03-03 11:00"))
    assert [shown(line.earliest) for line in lines] == ["Tue 10 Mar 2026 00:00", "", ""]
    assert {(line.proposed, line.latest, line.due) for line in lines} == {(None, None, None)}
    assert lines[0].because.fact == say("session.interval-not-stated")
    assert lines[0].because.remedy == say("session.clinician-sets-date")


def test_without_a_signed_tolerance_the_latest_date_is_unknown_and_nothing_is_late(edition: Edition) -> None:
    policy = replace(CLINIC, late_tolerance=None)
    told = story(BODY, *given("2026-03-03 10:30", "2026-05-26 10:30"))
    assert forecast(edition, told, policy, at("2026-05-26 11:00"))[0].latest is None
    assert evaluate(edition, told, policy, at("2026-05-26 11:00"))[1].standing is Standing.VALID


def test_the_upper_end_of_the_source_is_the_latest_date_whatever_the_policy_signed(edition: Edition) -> None:
    told = story(SKIN, *given("2026-04-20 10:00"))
    for policy in (CLINIC, replace(CLINIC, late_tolerance=None)):
        line = forecast(edition, told, policy, at("2026-04-20 11:00"))[0]
        assert shown(line.latest) == "Thu 30 Apr 2026 23:59"


def test_bookings_replace_proposals_and_the_next_dates_are_counted_from_them(edition: Edition) -> None:
    told = story(BODY, *given("2026-03-03 10:30"), *booked("2026-03-18 16:00"))
    lines = forecast(edition, told, CLINIC, at("2026-03-04 09:00"))
    assert [(line.number, shown(line.proposed)) for line in lines] == [
        (2, "Wed 18 Mar 2026 16:00"),
        (3, "Wed 1 Apr 2026 16:00"),
        (4, "Wed 15 Apr 2026 16:00"),
    ]
    assert shown(lines[0].earliest) == "Tue 10 Mar 2026 00:00"
    assert shown(lines[0].latest) == "Fri 20 Mar 2026 23:59"
    assert lines[0].booking is not None
    assert lines[0].because is lines[0].booking.because
    assert lines[0].because.fact == say("session.interval-kept", days=15)
    assert lines[0].because.remedy == say("session.no-change-needed")
    assert lines[0].due is None


def test_a_booked_first_session_has_no_interval(edition: Edition) -> None:
    lines = forecast(edition, story(BODY, *booked("2026-03-03 10:30")), CLINIC, at("2026-03-02 09:00"))
    assert (lines[0].earliest, lines[0].latest) == (None, None)
    assert lines[0].booking is not None
    assert lines[0].booking.interval is None
    assert lines[0].booking.is_refused is False
    assert lines[0].because.fact == say("session.first")
    assert shown(lines[1].proposed) == "Tue 17 Mar 2026 10:30"


@pytest.mark.parametrize("state", [SessionState.NOT_GIVEN, SessionState.ENTERED_IN_ERROR])
def test_a_session_that_did_not_take_place_counts_for_nothing(edition: Edition, state: SessionState) -> None:
    missed = Session(at("2026-03-10 10:30"), state)
    told = story(BODY, *given("2026-03-03 10:30"), missed)
    assert forecast(edition, told, CLINIC, at("2026-03-10 11:00"))[0].number == 2
    assert len(evaluate(edition, told, CLINIC, at("2026-03-10 11:00"))) == 1


def test_a_booking_that_a_later_session_overtook_is_history(edition: Edition) -> None:
    held = given("2026-03-03 10:30", "2026-03-18 10:30")
    told = story(BODY, *held, *booked("2026-03-17 10:30", "2026-03-18 10:30"))
    lines = forecast(edition, told, CLINIC, at("2026-03-18 11:00"))
    assert [line.booking for line in lines] == [None, None]
    assert [line.number for line in lines] == [3, 4]


@pytest.mark.proves("H-37")
def test_a_session_elsewhere_moves_the_dates_here(edition: Edition) -> None:
    here, elsewhere = given("2026-03-03 10:30"), given("2026-03-12 10:30", elsewhere=True)
    line = forecast(edition, story(BODY, *elsewhere, *here), CLINIC, at("2026-03-12 11:00"))[0]
    assert (line.number, shown(line.earliest)) == (3, "Thu 19 Mar 2026 00:00")


def test_a_moved_proposal_moves_no_later_one_unless_the_minimum_asks_for_it(edition: Edition) -> None:
    policy = replace(CLINIC, closed_days=(date(2026, 4, 20), date(2026, 4, 21)))
    lines = forecast(edition, story(SKIN, *given("2026-04-13 10:00")), policy, at("2026-04-13 11:00"))
    assert [shown(line.proposed) for line in lines] == [
        "Wed 22 Apr 2026 10:00",
        "Wed 29 Apr 2026 10:00",
        "Wed 6 May 2026 10:00",
    ]
    assert [line.due for line in lines] == [date(2026, 4, 20), date(2026, 4, 27), date(2026, 5, 4)]
    assert shown(lines[1].earliest) == "Wed 29 Apr 2026 00:00"
    assert shown(lines[1].latest) == "Sat 2 May 2026 23:59"


@pytest.mark.parametrize(
    ("now", "dates"),
    [
        ("2026-03-17 10:30", ["Tue 17 Mar 2026 10:30", "Tue 31 Mar 2026 10:30", "Tue 14 Apr 2026 10:30"]),
        ("2026-03-17 10:31", ["Wed 18 Mar 2026 10:30", "Wed 1 Apr 2026 10:30", "Wed 15 Apr 2026 10:30"]),
        ("2026-06-19 20:00", ["Sat 20 Jun 2026 10:30", "Sat 4 Jul 2026 10:30", "Sat 18 Jul 2026 10:30"]),
        ("2026-06-20 20:00", ["Mon 22 Jun 2026 10:30", "Mon 6 Jul 2026 10:30", "Mon 20 Jul 2026 10:30"]),
    ],
)
def test_an_overdue_course_goes_on_from_tomorrow_at_its_own_pace(edition: Edition, now: str, dates: list[str]) -> None:
    lines = forecast(edition, story(BODY, *given("2026-03-03 10:30")), CLINIC, at(now))
    assert [shown(line.proposed) for line in lines] == dates


def test_a_clock_time_outside_the_hours_becomes_the_first_opening(edition: Edition) -> None:
    told = story(BODY, *given("2026-03-07 14:00"))
    assert shown(forecast(edition, told, CLINIC, at("2026-03-07 15:00"))[0].proposed) == "Sat 21 Mar 2026 09:00"


def test_a_clinic_that_states_no_opening_gets_no_proposal_after_its_declared_days(edition: Edition) -> None:
    policy = replace(CLINIC, openings=(), declared_open=(date(2026, 3, 31), date(2026, 3, 20)))
    lines = forecast(edition, story(BODY, *given("2026-03-03 10:30")), policy, at("2026-03-03 11:00"))
    assert [shown(line.proposed) for line in lines] == ["Fri 20 Mar 2026 10:30", "Tue 31 Mar 2026 10:30", ""]
    assert shown(lines[2].earliest) == "Tue 7 Apr 2026 00:00"


@pytest.mark.parametrize(
    ("agents", "earliest", "rule"),
    [
        (["vitamin"], "Tue 10 Mar 2026 00:00", "minimum-interval"),
        (["phosphatidylcholine"], "Fri 3 Apr 2026 00:00", "minimum-interval-deoxycholate"),
        (["vitamin", "deoxycholic-acid"], "Fri 3 Apr 2026 00:00", "minimum-interval-deoxycholate"),
        (["signed-21"], "Tue 24 Mar 2026 00:00", "minimum-interval.formulary"),
        (["signed-5"], "Tue 10 Mar 2026 00:00", "minimum-interval.formulary"),
        (["signed-none"], "Tue 10 Mar 2026 00:00", "minimum-interval"),
        (["signed-21", "deoxycholic-acid"], "Fri 3 Apr 2026 00:00", "minimum-interval-deoxycholate"),
    ],
)
def test_the_longest_minimum_of_the_agents_holds_and_a_product_s_own_has_no_override(
    edition: Edition, agents: list[str], earliest: str, rule: str
) -> None:
    policy = replace(
        CLINIC,
        formulary=(
            SignedAgent("signed-21", minimum_interval=CalendarSpan(days=21)),
            SignedAgent("signed-5", minimum_interval=CalendarSpan(days=5)),
            SignedAgent("signed-none"),
        ),
    )
    told = with_formula(story(BODY, *given("2026-03-03 10:30"), *booked("2026-03-06 10:30")), *agents)
    reason = Reason("interval", "unavoidable-absence", "abroad from Sunday on", "physician", at("2026-03-04 09:00"))
    told = replace(told, reasons=(reason,))
    line = forecast(edition, told, policy, at("2026-03-04 10:00"))[0]
    assert shown(line.earliest) == earliest
    assert line.booking is not None
    assert line.because.rule == rule
    assert line.booking.is_refused is (rule != "minimum-interval")
    if line.booking.is_refused:
        assert line.because.remedy == say("override.none")
    else:
        assert line.booking.interval is not None
        assert line.booking.interval.reason is reason
        assert line.because.remedy == say("session.early-with-reason", reason="unavoidable-absence")


def test_the_agents_of_the_last_session_count_even_when_the_plan_has_another_formula(edition: Edition) -> None:
    told = story(BODY, Session(at("2026-03-03 10:30"), SessionState.GIVEN, formula="F0"))
    told = with_formula(with_formula(told, "vitamin"), "deoxycholic-acid", id="F0")
    line = forecast(edition, told, CLINIC, at("2026-03-03 11:00"))[0]
    assert shown(line.earliest) == "Fri 3 Apr 2026 00:00"
    assert shown(line.proposed) == "Fri 3 Apr 2026 10:30"


def test_agents_of_a_formula_that_is_not_used_do_not_count(edition: Edition) -> None:
    told = with_formula(story(BODY, *given("2026-03-03 10:30")), "deoxycholic-acid", id="F9")
    assert shown(forecast(edition, told, CLINIC, at("2026-03-03 11:00"))[0].earliest) == "Tue 10 Mar 2026 00:00"


@pytest.mark.proves("H-37")
@pytest.mark.parametrize(
    ("recorded", "session", "refused"),
    [
        ("2026-03-03 10:29", None, True),
        ("2026-03-03 10:30", None, False),
        ("2026-03-01 09:00", "2026-03-06 10:30", False),
        ("2026-03-04 09:00", "2026-03-07 10:30", True),
        ("2026-03-04 10:01", None, True),
    ],
)
def test_a_reason_speaks_for_one_date(edition: Edition, recorded: str, session: str | None, refused: bool) -> None:
    reason = Reason(
        "interval",
        "unavoidable-absence",
        "abroad from Sunday on",
        "physician",
        at(recorded),
        session=at(session) if session else None,
    )
    told = story(BODY, *given("2026-03-03 10:30"), *booked("2026-03-06 10:30"))
    line = forecast(edition, replace(told, reasons=(reason,)), CLINIC, at("2026-03-04 10:00"))[0]
    assert line.booking is not None
    assert line.booking.is_refused is refused
    assert line.because.fact == say("session.early", previous=date(2026, 3, 3), earliest=date(2026, 3, 10))
    assert line.because.sources == (Citation("003", "31"), Citation("decision", "1"), Citation("decision", "15"))
    if refused:
        assert line.because.remedy.code == "override.give-reason"


def test_past_sessions_are_judged_by_the_step_that_held_then(edition: Edition) -> None:
    held = given("2026-04-13 10:00", "2026-04-27 10:00", "2026-05-11 10:00")
    told = replace(
        story(SKIN, *held), steps_accepted=(StepAccepted(at("2026-04-27 10:30"), "physician", "two-weekly"),)
    )
    judged = evaluate(edition, told, CLINIC, at("2026-05-11 11:00"))
    assert [(one.number, one.start, one.standing.value) for one in judged] == [
        (1, held[0].start, "valid"),
        (2, held[1].start, "late"),
        (3, held[2].start, "valid"),
    ]
    assert judged[1].because.fact == say("session.late", days=14, latest=date(2026, 4, 23))
    assert judged[1].because.remedy == say("session.late-is-stated")
    assert judged[1].because.rule == "003-adaptive"
    assert judged[1].is_refused is False


def test_the_last_accepted_step_holds_whatever_the_order_of_the_records(edition: Edition) -> None:
    steps = (
        StepAccepted(at("2026-06-04 10:30"), "physician", "monthly"),
        StepAccepted(at("2026-05-07 10:30"), "physician", "two-weekly"),
    )
    told = replace(story(SKIN, *given("2026-06-04 10:00")), steps_accepted=steps)
    assert shown(forecast(edition, told, CLINIC, at("2026-06-04 11:00"))[0].proposed) == "Sat 4 Jul 2026 10:00"
    assert shown(forecast(edition, told, CLINIC, at("2026-06-04 10:29"))[0].proposed) == "Thu 18 Jun 2026 10:00"


def test_an_over_limit_session_that_was_given_keeps_its_interval(edition: Edition) -> None:
    told = story(replace(SKIN, sessions=1), *given("2026-04-13 10:00", "2026-04-16 10:00"))
    judged = evaluate(edition, told, CLINIC, at("2026-04-16 11:00"))[1]
    assert judged.standing is Standing.OVER_LIMIT
    assert judged.interval is not None
    assert judged.interval.standing is Standing.EARLY
    assert judged.because.rule == "sessions-in-a-plan"
    assert judged.because.fact == say("session.over-limit", number=2, most=1)
    assert judged.because.sources == (Citation("002", "13"), Citation("003", "31"), Citation("decision", "17"))


@pytest.mark.parametrize("agreed", [None, replace(SKIN, variant="my-own")])
def test_an_interval_is_judged_even_without_a_known_schedule(edition: Edition, agreed: Plan | None) -> None:
    told = story(agreed, *given("2026-04-13 10:00"))

    def judge(start: str) -> IntervalFinding:
        return judge_interval(edition, told, CLINIC, told.sessions[0], at(start), at(start))

    assert judge("2026-04-19 10:00").is_refused
    assert judge("2026-04-20 10:00").standing is Standing.VALID
    assert (judge("2026-04-20 10:00").because.rule, judge("2026-04-20 10:00").because.sources) == ("schedule", ())
    assert judge("2027-04-20 10:00").latest is None


@pytest.mark.proves("E23")
def test_a_new_edition_judges_the_bookings_anew_and_moves_none(edition: Edition) -> None:
    told = story(SKIN, *given("2026-04-13 10:00"), *booked("2026-04-20 10:00", "2026-04-27 10:00"))
    known = edition.all(MinimumInterval)["minimum-interval"]
    stricter = {"minimum-interval": replace(known, spans=(CalendarSpan(days=10),))}
    entries = MappingProxyType({**edition.entries, MinimumInterval: MappingProxyType(stricter)})
    lines = forecast(Edition("changed", edition.timezones, entries), told, CLINIC, at("2026-04-13 11:00"))
    assert [line.proposed for line in lines[:2]] == [session.start for session in told.sessions[1:]]
    assert [line.booking.is_refused for line in lines[:2] if line.booking] == [True, True]
    assert lines[0].earliest == at("2026-04-23 00:00")


def test_a_day_declared_open_keeps_the_clock_time_and_split_hours_are_all_hours(edition: Edition) -> None:
    split = (Opening(1, time(16), time(20)), Opening(1, time(9), time(13)))
    told = story(BODY, *given("2026-03-03 17:00"))
    policy = replace(CLINIC, openings=split)
    assert shown(forecast(edition, told, policy, at("2026-03-03 18:00"))[0].proposed) == "Tue 17 Mar 2026 17:00"
    told = story(BODY, *given("2026-03-03 13:00"))
    assert shown(forecast(edition, told, policy, at("2026-03-03 18:00"))[0].proposed) == "Tue 17 Mar 2026 09:00"
    sunday = replace(CLINIC, declared_open=(date(2026, 3, 22),))
    told = story(BODY, *given("2026-03-08 20:00"))
    assert shown(forecast(edition, told, sunday, at("2026-03-08 21:00"))[0].proposed) == "Sun 22 Mar 2026 20:00"


@pytest.mark.parametrize(("recorded", "accepted"), [("2026-03-06 10:30", True), ("2026-03-06 10:31", False)])
def test_a_reason_written_after_the_session_sets_nothing_aside(edition: Edition, recorded: str, accepted: bool) -> None:
    reason = Reason("interval", "unavoidable-absence", "abroad from Sunday on", "physician", at(recorded))
    told = replace(story(BODY, *given("2026-03-03 10:30", "2026-03-06 10:30")), reasons=(reason,))
    judged = evaluate(edition, told, CLINIC, at("2026-03-06 12:00"))[1]
    assert judged.standing is Standing.EARLY
    assert judged.is_refused is not accepted


@pytest.mark.parametrize(("day", "is_said"), [("2026-03-05", True), ("2026-06-01", False)])
def test_a_first_session_is_judged_by_another_course_only_where_it_came_too_soon_after_it(
    edition: Edition, day: str, is_said: bool
) -> None:
    told = replace(story(BODY, *given(f"{day} 10:30")), earlier=given("2026-03-03 10:30"))
    (judged,) = evaluate(edition, told, CLINIC, at("2026-06-02 11:00"))
    assert judged.standing is (Standing.EARLY if is_said else Standing.VALID)
    assert (judged.interval is not None) is is_said
