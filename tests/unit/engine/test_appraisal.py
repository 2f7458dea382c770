"""When the outcome of a purpose is looked at again: by days from the first session, until somebody did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nappage.engine.appraisal import Appraisal, AppraisalState, appraisals, check_appraisal
from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.engine.policy import Role
from nappage.engine.score import Score
from nappage.engine.story import Assessment, Story, Verdict
from nappage.values.citation import Citation
from nappage.values.statement import say
from support.clinic_days import CLINIC, at, given, plan, story

HAIR = plan("hair-loss", "003-adaptive", 4)
COURSE = story(HAIR, *given("2026-03-03 10:30", "2026-03-17 10:30", "2026-03-31 10:30"))
COUNTED = Score("hair-density", Decimal(150), at("2026-04-20 10:00"), method="automatic")


def states(told: Story, on: str, edition: Edition) -> list[tuple[str, str]]:
    """Return each appraisal with where it stands."""
    return [(one.id, one.state.value) for one in appraisals(edition, told, CLINIC, at(on))]


def first(told: Story, on: str, edition: Edition) -> str:
    return dict(states(told, on, edition))["hair-first"]


@pytest.mark.proves("R104", "U-13")
@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-03-30 23:59", "to-come"),
        ("2026-03-31 00:01", "due"),
        ("2026-04-28 23:59", "due"),
        ("2026-04-29 00:01", "late"),
        ("2026-12-01 09:00", "late"),
    ],
)
def test_hair_is_looked_at_from_week_four_to_eight_after_the_first_session(
    edition: Edition, on: str, state: str
) -> None:
    assert first(COURSE, on, edition) == state


@pytest.mark.proves("R105")
def test_hair_is_looked_at_about_six_months_after_the_first_session_however_many_came_after(edition: Edition) -> None:
    longer = story(HAIR, *COURSE.sessions, *given("2026-06-30 10:30"))
    for told in (COURSE, longer, replace(COURSE, sessions=COURSE.sessions[:1])):
        found = appraisals(edition, told, CLINIC, at("2026-08-17 12:00"))
        assert [(one.id, one.opens, one.closes) for one in found] == [
            ("hair-first", date(2026, 3, 31), date(2026, 4, 28)),
            ("hair-six-months", date(2026, 8, 18), date(2026, 9, 15)),
        ]
    assert states(COURSE, "2026-08-18 09:00", edition)[1] == ("hair-six-months", "due")


@pytest.mark.proves("R104", "R105")
def test_a_count_of_hairs_in_time_settles_it_and_one_before_does_not(edition: Edition) -> None:
    early = replace(COURSE, scores=(replace(COUNTED, at=at("2026-03-30 23:00")),))
    assert first(early, "2026-04-01 09:00", edition) == "due"
    counted = replace(COURSE, scores=(*early.scores, COUNTED))
    found = appraisals(edition, counted, CLINIC, at("2026-05-30 09:00"))
    assert [(one.state, one.made_on) for one in found] == [
        (AppraisalState.MADE, date(2026, 4, 20)),
        (AppraisalState.COMING, None),
    ]


@pytest.mark.proves("R105")
def test_a_masked_rating_of_photographs_settles_it_and_a_look_that_is_not_masked_does_not(edition: Edition) -> None:
    judged = Assessment(at("2026-04-10 10:00"), "physician", Verdict.NOT_IMPROVED)
    assert first(replace(COURSE, assessments=(judged,)), "2026-04-11 09:00", edition) == "due"
    masked = replace(judged, raters=2, raters_agreeing=2)
    assert first(replace(COURSE, assessments=(masked,)), "2026-04-11 09:00", edition) == "made"


def test_an_appraisal_says_from_which_day_it_is_counted_what_settles_it_and_where_that_is_read(
    edition: Edition,
) -> None:
    because = appraisals(edition, COURSE, CLINIC, at("2026-03-20 09:00"))[0].because
    assert because.rule == "hair-first"
    assert because.fact == say(
        "appraisal.from-first-session", first=date(2026, 3, 3), opens=date(2026, 3, 31), closes=date(2026, 4, 28)
    )
    assert because.remedy == say("appraisal.score-or-rate", scales=("hair-density", "sinclair", "ludwig"))
    assert Citation("001", "56") in because.sources


@pytest.mark.parametrize(
    "told",
    [story(None, *COURSE.sessions), story(HAIR), replace(COURSE, plan=replace(HAIR, indication="cellulite"))],
    ids=["no plan", "no session", "another purpose"],
)
def test_there_is_none_without_a_plan_a_session_or_an_entry_for_the_purpose(edition: Edition, told: Story) -> None:
    assert appraisals(edition, told, CLINIC, at("2026-09-01 09:00")) == ()


@pytest.mark.proves("R104", "R105")
def test_what_is_due_is_somebody_s_task_until_it_is_made(edition: Edition) -> None:
    def due(told: Story, on: str) -> list[tuple[object, Role, object]]:
        found = outlook(told, CLINIC, edition, at(on)).tasks
        return [(task.what["appraisal"], task.who, task.due) for task in found if task.what.code == "task.appraise"]

    assert due(COURSE, "2026-03-20 09:00") == []
    assert due(COURSE, "2026-04-01 09:00") == [("hair-first", Role.ASSISTANT, date(2026, 4, 28))]
    counted = replace(COURSE, scores=(COUNTED,))
    assert due(counted, "2026-05-01 09:00") == []
    assert due(counted, "2026-10-01 09:00") == [("hair-six-months", Role.ASSISTANT, date(2026, 9, 15))]


def test_an_entry_names_a_purpose_and_scales_of_it(edition: Edition) -> None:
    entry = edition.all(Appraisal)["hair-first"]
    assert list(check_appraisal(entry, "it", edition)) == []
    astray = replace(entry, indication="astrology", scales=("hair-density", "gais"))
    assert [fault.found for fault in check_appraisal(astray, "it", edition)] == [
        "'astrology'", "'hair-density'", "'gais'",
    ]  # fmt: skip
    assert [fault.found for fault in check_appraisal(replace(entry, scales=()), "it", edition)] == ["none"]
