"""Progress: each day as it was judged that day, from session 1 on, without the days that are left out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.change import Detected, Exclusion, follow_up
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy
from nappage.engine.progress import progress
from nappage.engine.story import Patient, Plan, Reading, Session, SessionState, Side, Story, TapeReading
from nappage.values.quantity import Quantity

POLICY = Policy("madrid", "ES", ZoneInfo("Europe/Madrid"), None, ())
FIRST = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
WEEKS = timedelta(days=14)


def read(at: datetime, thigh: str, arm: str = "") -> list[TapeReading]:
    found = [TapeReading("thigh", Quantity.parse(f"{thigh} cm"), at, "n", Side.RIGHT) for _ in range(2)]
    arms = [TapeReading("arm", Quantity.parse(f"{arm} cm"), at, "n", Side.RIGHT, True) for _ in range(2) if arm]
    return [*found, *arms]


def told(*days: list[TapeReading], sessions: int = 3) -> Story:
    return Story(
        Patient(date(1990, 5, 14)),
        plan=Plan("cellulite", "001-body", (), "F1", 10, sentinel="arm"),
        sessions=tuple(Session(FIRST + n * WEEKS, SessionState.GIVEN) for n in range(sessions)),
        tape=tuple(one for day in days for one in day),
        readings=tuple(
            Reading("weight", Quantity.parse(f"{62 - n}.0 kg"), FIRST + n * WEEKS) for n in range(-1, 3)
        ),
    )  # fmt: skip


STORY = told(
    read(FIRST - WEEKS, "59.0", "28.5"),
    read(FIRST, "57.0", "28.5"),
    read(FIRST + WEEKS, "56.5", "28.5"),
    read(FIRST + 2 * WEEKS, "54.0", "28.4"),
)


def test_each_day_after_session_1_is_judged_and_none_before_it(edition: Edition) -> None:
    (found,) = progress(edition, POLICY, STORY, FIRST + 3 * WEEKS)
    assert found.baseline == date(2026, 3, 3)
    assert [str(one.treated.change) for one in found.outcomes] == ["-0.5 cm", "-3 cm"]
    assert [one.detected for one in found.outcomes] == [Detected.WITHIN, Detected.BEYOND]
    assert len(found.sessions) == 3
    assert [str(weight) for _day, weight in found.weights] == ["62 kg", "61 kg", "60 kg"]


def test_the_last_outcome_is_the_one_that_the_outlook_tells(edition: Edition) -> None:
    (found,) = progress(edition, POLICY, STORY, FIRST + 3 * WEEKS)
    assert found.outcomes[-1] == follow_up(edition, POLICY, STORY, FIRST + 3 * WEEKS).outcomes[0]


def test_a_later_reading_does_not_rewrite_an_earlier_day(edition: Edition) -> None:
    (now,) = progress(edition, POLICY, STORY, FIRST + WEEKS + timedelta(hours=1))
    (later,) = progress(edition, POLICY, STORY, FIRST + 3 * WEEKS)
    assert now.outcomes == later.outcomes[:1]


def test_days_that_are_left_out_have_no_point_and_no_weight(edition: Edition) -> None:
    out = [Exclusion((FIRST + 2 * WEEKS).date())]
    (found,) = progress(edition, POLICY, STORY, FIRST + 3 * WEEKS, out)
    assert [one.treated.latest.day for one in found.outcomes] == [(FIRST + WEEKS).date()]
    assert len(found.weights) == 2
    assert progress(edition, POLICY, STORY, FIRST + 3 * WEEKS, [Exclusion(date.min)]) == ()


def test_a_day_without_the_untreated_place_is_shown_and_not_judged(edition: Edition) -> None:
    story = told(read(FIRST, "57.0", "28.5"), read(FIRST + WEEKS, "56.5"))
    (found,) = progress(edition, POLICY, story, FIRST + 2 * WEEKS)
    assert [one.detected for one in found.outcomes] == [Detected.UNKNOWN]


@pytest.mark.parametrize("sessions", [0, 1])
def test_without_a_session_or_a_later_day_there_is_none(edition: Edition, sessions: int) -> None:
    assert progress(edition, POLICY, told(read(FIRST, "57.0", "28.5"), sessions=sessions), FIRST + WEEKS) == ()
