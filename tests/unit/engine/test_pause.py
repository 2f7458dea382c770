"""A pause holds until somebody resumes it; a day that was named resumes nothing, and the past keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from nappage.engine.known import known_at
from nappage.engine.pause import Pause, PauseReason, standing
from nappage.engine.story import Patient, Story

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
AWAY = Pause(PauseReason.TRAVEL, AT, "physician-1", "away", date(2026, 4, 10))


def test_it_holds_from_its_instant_on_and_past_the_day_that_was_named() -> None:
    assert standing([AWAY], AT - DAY) == ()
    assert [because.rule for because in standing([AWAY], AT)] == ["pause"]
    assert len(standing([AWAY], AT + 60 * DAY)) == 1


def test_it_ends_with_its_resumption_and_held_before_it() -> None:
    ended = replace(AWAY, ended_at=AT + 5 * DAY)
    assert len(standing([ended], AT + 4 * DAY)) == 1
    assert standing([ended], AT + 5 * DAY) == ()


def test_two_pauses_hold_each_by_itself() -> None:
    both = [AWAY, replace(AWAY, why=PauseReason.LOT, ended_at=AT + DAY)]
    assert len(standing(both, AT)) == 2
    assert len(standing(both, AT + 2 * DAY)) == 1


def test_what_was_known_before_the_resumption_does_not_know_of_it() -> None:
    story = Story(Patient(date(1990, 5, 14)), pauses=(replace(AWAY, ended_at=AT + 5 * DAY),))
    assert known_at(story, AT + DAY).pauses[0].ended_at is None
    assert known_at(story, AT + 5 * DAY).pauses[0].ended_at == AT + 5 * DAY
    assert known_at(story, AT - DAY).pauses == ()
