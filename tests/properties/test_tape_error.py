"""Simulated patients whose tape errs by a known amount: how often nothing is taken for something, and something seen.

The seeds were fixed before the engine was asked. Of 10,000 patients without any change at most 569 may be told a change
beyond measurement variation: the 99.9 % quantile of what chance gives at 5 %.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.change import Detected, follow_up
from nappage.engine.edition import Edition
from nappage.engine.landmark import Landmark
from nappage.engine.policy import Policy
from nappage.engine.story import Patient, Plan, Session, SessionState, Side, Story, TapeReading
from nappage.values.quantity import Quantity

SEED = 20260304
PATIENTS = 10_000
AT_MOST = 569
FIRST = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
LATER = FIRST + timedelta(days=42)
POLICY = Policy("madrid", "ES", ZoneInfo("Europe/Madrid"), None, ())
PLAN = Plan("cellulite", "001-body", (), "F1", 10, sentinel="arm")
SESSIONS = (Session(FIRST, SessionState.GIVEN),)
THIGH, ARM = 58.0, 29.0


def read(chance: random.Random, landmark: str, at: datetime, true: float, error: float) -> list[TapeReading]:
    """Return two readings of a true girth, each with its own error, as a tape in millimetres shows them."""
    shown = (Quantity.parse(f"{chance.gauss(true, error):.1f} cm") for _reading in range(2))
    return [TapeReading(landmark, one, at, "n", Side.RIGHT, landmark == "arm") for one in shown]


def judged(edition: Edition, change: float, patients: int, seed: int) -> Counter[Detected]:
    """Return how many patients are told what, where every thigh changed by so much and no arm at all."""
    chance = random.Random(seed)
    errors = {id: float(found.error.size.amount) for id, found in edition.all(Landmark).items() if found.error}
    told: Counter[Detected] = Counter()
    for _patient in range(patients):
        tape = [
            *read(chance, "thigh", FIRST, THIGH, errors["thigh"]),
            *read(chance, "arm", FIRST, ARM, errors["arm"]),
            *read(chance, "thigh", LATER, THIGH + change, errors["thigh"]),
            *read(chance, "arm", LATER, ARM, errors["arm"]),
        ]
        story = Story(Patient(date(1990, 5, 14)), plan=PLAN, sessions=SESSIONS, tape=tuple(tape))
        (outcome,) = follow_up(edition, POLICY, story, LATER).outcomes
        told[outcome.detected] += 1
    return told


@pytest.mark.proves("H-32")
def test_of_ten_thousand_without_a_change_at_most_569_are_told_one(edition: Edition) -> None:
    told = judged(edition, 0.0, PATIENTS, SEED)
    assert told[Detected.UNKNOWN] == 0
    # Too few would be as wrong as too many: then the band would be wider than it says.
    assert PATIENTS // 100 < told[Detected.BEYOND] <= AT_MOST


def test_a_change_three_times_the_error_is_told_to_most(edition: Edition) -> None:
    told = judged(edition, -2.0, 500, SEED + 1)
    assert told[Detected.BEYOND] > 350
