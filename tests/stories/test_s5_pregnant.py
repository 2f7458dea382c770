"""S5: pregnant in the middle of a course.

Left for screens and logins: reception sees only "on hold", and a correction is made by a clinician only (issue B);
the words of the portal, which never say "no risk", are proven on every page this program writes
(tests/stories/test_command_line.py) and again with the portal (issue C).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nappage.engine.outlook import Outlook
from nappage.engine.policy import Role
from nappage.engine.story import Reading, SessionState
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.stories import Told, closed, example

COURSE = example("s5-pregnant")
NOON = "2026-06-19 12:00"
SEVEN = [
    "Tue 23 Jun 2026 10:30", "Tue 7 Jul 2026 10:30", "Tue 21 Jul 2026 10:30", "Tue 4 Aug 2026 10:30",
    "Tue 18 Aug 2026 10:30", "Tue 1 Sep 2026 10:30", "Tue 15 Sep 2026 10:30",
]  # fmt: skip


def holding(found: Outlook) -> list[str]:
    return [hold.rule for hold in found.course.holds]


@pytest.mark.proves("S5", "R046", "H-01")
def test_before_the_test_nothing_is_held() -> None:
    found = COURSE.seen("2026-06-09 10:30")
    assert holding(found) == []
    assert (found.start.closed, found.start.holds) == ((), ())


@pytest.mark.proves("S5", "R046", "K-21", "H-01")
def test_seven_sessions_are_held_and_none_is_deleted() -> None:
    found = COURSE.seen(NOON)
    assert holding(found) == ["pregnancy"]
    assert [COURSE.clock(line.proposed) for line in found.course.coming] == SEVEN
    assert all(line.booking for line in found.course.coming)
    assert all(one.state is SessionState.BOOKED for one in COURSE.story.sessions[3:])
    assert not found.start.may_start
    assert [COURSE.clock(one.start) for one in found.course.given] == [
        "Tue 12 May 2026 10:30", "Tue 26 May 2026 10:30", "Tue 9 Jun 2026 10:30",
    ]  # fmt: skip


@pytest.mark.proves("S5", "K-21", "H-20")
@pytest.mark.parametrize("by", ["director-1", "physician-1"])
@pytest.mark.parametrize("rule", ["pregnancy", "screening"])
def test_no_reason_of_anybody_opens_it(by: str, rule: str) -> None:
    told = COURSE.screened("2026-06-23").replied("pregnancy", "yes", "2026-06-23 10:00")
    words = "The patient insists and I have weighed it at length."
    forced = told.reasoned(rule, "clinical-need-documented", words, by, "2026-06-23 10:20")
    assert "screening" in closed(forced.seen("2026-06-23 10:30"))
    assert holding(forced.seen("2026-06-23 10:30")) == ["pregnancy"]
    assert not forced.seen("2026-06-23 10:30").start.may_start


@pytest.mark.proves("S5", "R046")
def test_the_exposure_sheet_counts_days_from_the_last_period_with_agents_volumes_and_lots() -> None:
    sheet = COURSE.seen(NOON).after.exposure
    assert [(one.day, one.days_after_last_period) for one in sheet] == [
        (date(2026, 5, 12), -8),
        (date(2026, 5, 26), 6),
        (date(2026, 6, 9), 20),
    ]
    for session in sheet:
        assert str(session.volume) == "4.8 mL"
        assert session.agents is not None
        assert [(one.agent, str(one.volume), str(one.amount), one.lot) for one in session.agents] == [
            ("A", "2.88 mL", "28.8 mg", "A-101"),
            ("B", "1.92 mL", "None", "B-101"),
        ]


def completed(told: Told) -> Told:
    like = told.session("2026-05-12 10:30")
    return told.but(
        sessions=tuple(
            replace(one, state=SessionState.GIVEN, end=one.start + timedelta(minutes=28), passes=like.passes)
            for one in told.story.sessions
        )
    )


@pytest.mark.proves("S5")
def test_reminders_and_the_recall_are_silenced() -> None:
    assert COURSE.seen(NOON).course.silenced
    assert not COURSE.seen("2026-06-09 10:30").course.silenced
    done, later = completed(COURSE), "2026-12-01 10:00"
    assert done.seen(later).course.recall is None
    assert [task.what.code for task in done.seen(later).tasks if task.what.code == "task.recall"] == []
    assert done.but(events=()).seen(later).course.recall is not None


@pytest.mark.proves("S5", "H-32")
def test_girth_and_weight_after_20_may_are_left_out_of_outcomes() -> None:
    assert COURSE.seen(NOON).measures.outcomes == ()
    before = COURSE.seen("2026-06-09 10:20").measures.outcomes
    assert [str(one.treated.latest.value) for one in before] == ["58 cm"]
    assert [str(one.weight_change) for one in before] == ["1 kg"]


@pytest.mark.proves("S5", "H-32")
def test_what_was_measured_before_20_may_still_counts() -> None:
    day = COURSE.at("2026-05-19 10:10")
    early = tuple(replace(one, at=day) if one.at.month == 6 else one for one in COURSE.story.tape)
    weight = (*COURSE.story.readings, Reading("weight", Quantity.parse("64.0 kg"), COURSE.at("2026-05-20 09:00")))
    (outcome,) = COURSE.but(tape=early, readings=weight).seen(NOON).measures.outcomes
    assert str(outcome.treated.change) == "-0.1 cm"
    assert outcome.weight_change is None


def corrected(at: str = "2026-06-22 09:00") -> Told:
    events = tuple(replace(one, entered_in_error_at=COURSE.at(at)) for one in COURSE.story.events)
    told = COURSE.but(events=events).screened("2026-06-23")
    how = "urine test negative, read by physician-1"
    told = told.replied("pregnancy", "no", "2026-06-23 10:00", by="physician-1", how=how)
    measured = tuple(replace(one, at=told.at("2026-06-23 10:05")) for one in told.story.tape if one.at.month == 6)
    goal = replace(COURSE.plan.criterion, change=Quantity.parse("-0.05 cm")) if COURSE.plan.criterion else None
    return told.but(tape=(*told.story.tape, *measured)).planned(criterion=goal)


@pytest.mark.proves("S5")
def test_a_mistaken_entry_that_was_corrected_opens_the_course_again() -> None:
    found = corrected().seen("2026-06-23 10:30")
    assert closed(found) == []
    assert holding(found) == []
    assert not found.course.silenced
    assert found.after.exposure == ()
    assert [COURSE.clock(line.proposed) for line in found.course.coming] == SEVEN


@pytest.mark.proves("S5")
@pytest.mark.parametrize(
    ("asked", "held"),
    [("2026-06-19 11:49", []), ("2026-06-19 12:00", ["pregnancy"]), ("2026-06-22 08:59", ["pregnancy"]),
     ("2026-06-22 09:00", []), ("2026-06-23 10:30", [])],
)  # fmt: skip
def test_both_states_stay_in_the_history_and_each_is_seen_from_its_own_instant(asked: str, held: list[str]) -> None:
    assert holding(corrected().seen(asked)) == held


@pytest.mark.proves("S5", "H-01")
def test_a_correction_alone_opens_nothing_until_the_question_is_answered_again() -> None:
    events = tuple(replace(one, entered_in_error_at=COURSE.at("2026-06-22 09:00")) for one in COURSE.story.events)
    told = COURSE.but(events=events).screened("2026-06-23")
    # The last answer is still the yes of 19 June, given again: nobody has said no.
    found = told.seen("2026-06-23 10:30")
    assert "screening" in closed(found)
    assert {one.answer for one in found.findings if one.precaution.id == "pregnancy"} == {Answer.UNKNOWN}


@pytest.mark.proves("S5")
def test_reception_has_no_task_about_a_held_course() -> None:
    assert [task for task in COURSE.seen(NOON).tasks if task.who is Role.RECEPTION] == []
