"""S3: skin of the abdomen, variant 003-adaptive: intervals that stretch only when a clinician accepts it.

Left for screens with a login (issue B): accepting the step is a physician's click.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nappage.engine.adaptation import Move
from nappage.engine.story import Session, SessionState, StepAccepted, Verdict
from support.stories import Told, closed, example, facts_of

ABDOMEN = example("s3-abdomen")
NOW = "2026-05-07 11:30"


def dates(told: Told, at: str, offered: bool = False) -> list[str]:
    """Return the dates proposed, or those that would follow the offered step."""
    course = told.seen(at).course
    return [told.clock(line.proposed) for line in (course.offered if offered else course.coming)]


def accepted(told: Told, step: str, at: str) -> Told:
    return told.but(steps_accepted=(*told.story.steps_accepted, StepAccepted(told.at(at), "physician-1", step)))


def also_given(told: Told, *starts: str) -> Told:
    like = told.session("2026-05-07 10:30")
    more = tuple(replace(like, start=told.at(start), end=told.at(start) + timedelta(minutes=20)) for start in starts)
    return told.but(sessions=(*told.story.sessions, *more))


def judged(told: Told, verdict: Verdict, at: str) -> Told:
    (first,) = ABDOMEN.story.assessments
    return told.but(assessments=(*told.story.assessments, replace(first, at=told.at(at), verdict=verdict)))


@pytest.mark.proves("S3", "R185")
def test_the_four_sessions_given_keep_seven_to_ten_days() -> None:
    given = ABDOMEN.seen(NOW).course.given
    assert [one.standing.value for one in given] == ["valid"] * 4
    assert [one.interval.days for one in given if one.interval] == [7, 7, 10]


@pytest.mark.proves("S3", "R186")
def test_improvement_offers_21_may_and_4_june_and_applies_nothing() -> None:
    found = ABDOMEN.seen(NOW)
    (offer,) = found.course.offers
    assert offer.move is Move.LENGTHEN
    assert offer.step is not None
    assert offer.step.id == "two-weekly"
    assert (offer.because.fact["raters"], offer.because.fact["agreeing"]) == (3, 2)
    assert dates(ABDOMEN, NOW, offered=True)[:2] == ["Thu 21 May 2026 10:30", "Thu 4 Jun 2026 10:30"]
    assert dates(ABDOMEN, NOW)[:2] == ["Thu 14 May 2026 10:30", "Thu 21 May 2026 10:30"]
    assert [str(task.what.code) for task in found.tasks].count("task.accept-step") == 1


@pytest.mark.proves("S3", "R186", "U-03")
def test_another_improvement_offers_a_month_to_saturday_4_july_or_monday_6_july_if_closed() -> None:
    told = accepted(ABDOMEN, "two-weekly", "2026-05-07 11:00")
    told = also_given(told, "2026-05-21 10:30", "2026-06-04 10:30")
    told = judged(told, Verdict.IMPROVED, "2026-06-04 10:20")
    assert dates(told, "2026-06-04 11:00", offered=True)[0] == "Sat 4 Jul 2026 10:30"
    assert dates(told, "2026-06-04 11:00")[0] == "Thu 18 Jun 2026 10:30"
    monthly = accepted(told, "monthly", "2026-06-04 10:55")
    assert dates(monthly, "2026-06-04 11:00")[0] == "Sat 4 Jul 2026 10:30"
    assert monthly.seen("2026-06-04 11:00").course.offers == ()
    closed_then = monthly.under(closed_days=(date(2026, 7, 4),))
    assert dates(closed_then, "2026-06-04 11:00")[0] == "Mon 6 Jul 2026 10:30"


def three_given(*booked: str) -> Told:
    given = tuple(ABDOMEN.session(f"2026-04-{day} 10:30") for day in ("13", "20"))
    coming = tuple(Session(ABDOMEN.at(start), sites=given[0].sites, injector="injector-1") for start in booked)
    return ABDOMEN.but(sessions=(*given, *coming)).screened("2026-04-25")


@pytest.mark.proves("S3", "H-37", "R185")
def test_25_april_is_refused_for_it_is_five_days_after_the_20th() -> None:
    found = three_given("2026-04-25 10:30").seen("2026-04-25 10:30")
    booking = found.course.coming[0].booking
    assert booking is not None
    assert booking.interval is not None
    assert (booking.interval.days, booking.is_refused) == (5, True)
    assert ABDOMEN.clock(found.course.coming[0].earliest) == "Mon 27 Apr 2026 00:00"
    assert closed(found) == []
    assert facts_of(found) == ["session.early"]
    assert not found.start.may_start


@pytest.mark.proves("S3", "H-20", "H-37")
def test_a_coded_reason_lets_25_april_be_and_is_counted() -> None:
    words = "Abroad from Sunday on for four weeks."
    told = three_given("2026-04-25 10:30").reasoned(
        "interval", "unavoidable-absence", words, "injector-1", "2026-04-24 12:00"
    )
    found = told.seen("2026-04-25 10:30")
    assert found.start.may_start
    assert [notice.reason.words for notice in found.start.notices if notice.reason] == [words]


@pytest.mark.proves("S3", "R187", "U-03")
def test_not_improved_at_the_checkpoint_offers_no_stretching_but_a_stop_review() -> None:
    told = ABDOMEN.but(
        sessions=tuple(
            replace(one, state=SessionState.BOOKED, end=None, passes=()) if one.start.month == 5 else one
            for one in ABDOMEN.story.sessions
        ),
        assessments=tuple(replace(one, verdict=Verdict.NOT_IMPROVED) for one in ABDOMEN.story.assessments),
    )
    found = told.seen("2026-05-07 10:25")
    assert [offer.move for offer in found.course.offers] == [Move.STOP_REVIEW]
    assert found.course.offered == ()
    assert found.course.checkpoint is not None
    assert (found.course.checkpoint.session, found.course.checkpoint.continuation.value) == (4, "stop")
    assert not found.start.may_start


@pytest.mark.proves("S3", "R184", "R111")
def test_the_16th_visit_needs_a_new_plan_with_its_screening_and_consent() -> None:
    days = [date(2026, 4, 13) + timedelta(weeks=week) for week in range(16)]
    first = ABDOMEN.session("2026-04-13 10:30")
    given = tuple(replace(first, start=ABDOMEN.at(f"{day} 10:30"), end=None) for day in days[:15])
    last = Session(ABDOMEN.at(f"{days[15]} 10:30"), sites=first.sites, injector="injector-1")
    told = ABDOMEN.but(sessions=(*given, last), assessments=()).screened(str(days[15]))
    found = told.seen(f"{days[15]} 10:30")
    assert closed(found) == []
    (line,) = found.course.coming
    assert (line.number, line.because.fact.code) == (16, "session.over-limit")
    assert line.because.remedy.code == "session.needs-new-plan"
    assert [notice.firm for notice in found.start.notices if notice.because is line.because] == [True]
    assert not found.start.may_start
