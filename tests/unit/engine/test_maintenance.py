"""What a recall carries, and when there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nappage.engine.edition import Edition
from nappage.engine.maintenance import coming_recall, recall
from nappage.engine.story import Session, Story
from nappage.values.citation import Citation
from nappage.values.span import CalendarSpan
from nappage.values.statement import say
from support.clinic_days import CLINIC, at, given, plan, story

FACE = plan("face-neck-rejuvenation", "001-face", 1)
COMPLETE = story(FACE, *given("2026-11-30 14:50"))


def test_a_recall_says_from_which_day_it_is_counted_and_that_it_is_no_booking(edition: Edition) -> None:
    found = recall(edition, COMPLETE, CLINIC)
    assert found is not None
    assert found.because.rule == "face"
    assert found.because.fact == say(
        "recall.from-last-session", anchor=date(2026, 11, 30), opens=CalendarSpan(months=3), closes=None, nth=1
    )
    assert found.because.remedy == say("recall.new-plan-needed")
    assert found.because.sources == (Citation("001", "66"),)


@pytest.mark.parametrize(
    "told",
    [
        story(None, *COMPLETE.sessions),
        story(FACE),
        story(replace(FACE, sessions=2), *COMPLETE.sessions),
        story(FACE, Session(at("2026-11-30 14:50"))),
        story(replace(FACE, indication="hair-loss"), *COMPLETE.sessions),
        story(replace(FACE, indication="astrology"), *COMPLETE.sessions),
    ],
    ids=["no plan", "none given", "one outstanding", "only booked", "no source has one", "unknown purpose"],
)
def test_there_is_no_recall_before_the_course_is_complete_or_without_a_source(edition: Edition, told: Story) -> None:
    assert recall(edition, told, CLINIC) is None
    assert coming_recall(edition, told, CLINIC, at("2027-01-01 09:00")) is None


@pytest.mark.proves("S5")
def test_a_silenced_recall_is_not_there_to_be_sent(edition: Edition) -> None:
    assert recall(edition, COMPLETE, CLINIC, silenced=True) is None
    assert coming_recall(edition, COMPLETE, CLINIC, at("2027-01-01 09:00"), silenced=True) is None


def test_the_last_of_several_sessions_is_the_one_that_is_counted_from(edition: Edition) -> None:
    twice = story(replace(FACE, sessions=2), *given("2026-10-30 14:50", "2026-11-30 14:50"))
    found = recall(edition, twice, CLINIC)
    assert found is not None
    assert found.opens == date(2027, 2, 28)


def test_a_clinic_that_states_no_opening_offers_no_day(edition: Edition) -> None:
    found = recall(edition, COMPLETE, replace(CLINIC, openings=()))
    assert found is not None
    assert (found.opens, found.offered) == (date(2027, 2, 28), None)
    assert coming_recall(edition, COMPLETE, replace(CLINIC, openings=()), at("2027-03-01 09:00")) is not None
