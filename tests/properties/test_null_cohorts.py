"""Simulated clinics in which nothing ever changed: how often the director's page tells a change of a whole cohort.

As in the hazard log: an area differs from visit to visit (0.9 cm), a reading from the next (0.8 cm), everyone loses
weight that both areas show, people enrol when the area looks larger than usual, and half of those who saw no
improvement vanish after session 4. The seeds were fixed before the engine was asked. Of 200 cohorts at most 21 may be
told a change: the 99.9 % quantile of what chance gives at 5 %. Looked at naively, all are told one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.cohort import Followed, Told, cohort_changes, net_change
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy
from nappage.engine.story import Criterion, Patient, Plan, Session, SessionState, Side, Story, TapeReading
from nappage.values.quantity import Quantity, Unit

SEED = 20261122
COHORTS, PEOPLE, AT_MOST = 200, 400, 21
# The variant that always runs: 40 cohorts of 60 people, and the same quantile of what chance gives there.
FEW_COHORTS, FEW_PEOPLE, AT_MOST_OF_FEW = 40, 60, 8
VISIT, TAPE, KG, SPREAD, PER_KG = 0.9, 0.8, 1.5, 2.5, 0.4
POLICY = Policy("madrid", "ES", ZoneInfo("Europe/Madrid"), None, ())
PLAN = Plan("cellulite", "001-body", (), "F1", 10, sentinel="arm", criterion=Criterion(4, "thigh"))
FIRST = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)
SESSIONS = tuple(Session(FIRST + number * FORTNIGHT, SessionState.GIVEN) for number in range(3))
ENROLLED, CHECKPOINT, END = FIRST - FORTNIGHT, FIRST + 3 * FORTNIGHT, FIRST + 9 * FORTNIGHT
TRUE = {"thigh": 58.0, "arm": 29.0}
WOMAN = Patient(date(1990, 5, 14))


@dataclass
class Simulated:
    """One person: what weight takes off at the end, what the treatment takes off, and everything that was read."""

    chance: random.Random
    effect: float = 0.0

    def __post_init__(self) -> None:
        self.off = PER_KG * self.chance.gauss(KG, SPREAD)
        self.tape: list[TapeReading] = []

    def read(self, landmark: str, at: datetime, larger: float | None = None) -> float:
        """Read a landmark twice on a day; `larger` is how it differs from usual, else as chance has it."""
        share = max((at - FIRST) / (END - FIRST), 0)
        usual = TRUE[landmark] - share * self.off - (self.effect if landmark == "thigh" and at > FIRST else 0)
        looks = usual + (self.chance.gauss(0, VISIT) if larger is None else larger)
        shown = [round(self.chance.gauss(looks, TAPE), 1) for _reading in range(2)]
        self.tape += [
            TapeReading(landmark, Quantity(Decimal(f"{one:.1f}"), Unit.CM), at, "n", Side.RIGHT, landmark == "arm")
            for one in shown
        ]
        return sum(shown) / 2

    @property
    def story(self) -> Story:
        return Story(WOMAN, plan=PLAN, sessions=SESSIONS, tape=tuple(self.tape))


@dataclass(frozen=True)
class Registry:
    """One clinic: what the report is told of everybody begun, and the naive differences of who came to the end."""

    followed: list[Followed]
    naive: list[Quantity]


def registry(edition: Edition, seed: int, people: int, effect: float = 0.0, *, early: bool = False) -> Registry:
    """Return one clinic; with `early`, those who saw no improvement vanish before they are measured at session 4."""
    chance = random.Random(seed)
    told = Registry([], [])
    for _person in range(people):
        one = Simulated(chance, effect)
        enrolled = one.read("thigh", ENROLLED, abs(chance.gauss(0, VISIT)))
        for landmark in ("thigh", "arm"):
            one.read(landmark, FIRST)
        improved = one.read("thigh", CHECKPOINT) < enrolled
        one.read("arm", CHECKPOINT)
        vanished = not improved and chance.random() < 0.5
        if vanished and early:
            one.tape = [reading for reading in one.tape if reading.at < CHECKPOINT]
        if not vanished:
            told.naive.append(Quantity(Decimal(f"{one.read('thigh', END) - enrolled:.2f}"), Unit.CM))
            one.read("arm", END)
        found = net_change(edition, POLICY, one.story)
        told.followed.append(Followed("cellulite", found[1] if found else None))
    return told


def claims(edition: Edition, cohorts: int, people: int, effect: float = 0.0, *, early: bool = False) -> int:
    """Return in how many clinics the report tells a change of the cohort."""
    clinics = (registry(edition, SEED + number, people, effect, early=early) for number in range(cohorts))
    return sum(cohort_changes(edition, one.followed)["cellulite"].told is Told.APART for one in clinics)


@pytest.mark.long
@pytest.mark.proves("H-32")
def test_of_two_hundred_cohorts_without_an_effect_at_most_21_are_told_one(edition: Edition) -> None:
    assert claims(edition, COHORTS, PEOPLE) <= AT_MOST


@pytest.mark.proves("H-32")
def test_of_a_few_small_cohorts_without_an_effect_hardly_any_is_told_one(edition: Edition) -> None:
    assert claims(edition, FEW_COHORTS, FEW_PEOPLE) <= AT_MOST_OF_FEW


@pytest.mark.proves("H-32")
def test_those_who_vanish_before_they_are_measured_do_not_make_an_effect(edition: Edition) -> None:
    assert claims(edition, FEW_COHORTS, FEW_PEOPLE, early=True) <= AT_MOST_OF_FEW


@pytest.mark.proves("H-32")
def test_an_effect_of_one_and_a_half_centimetres_is_told_when_everybody_is_followed(edition: Edition) -> None:
    assert claims(edition, FEW_COHORTS, FEW_PEOPLE, 1.5) == FEW_COHORTS


@pytest.mark.proves("H-32")
def test_the_same_cohorts_looked_at_naively_would_all_be_told_one(edition: Edition) -> None:
    naive = (registry(edition, SEED + number, FEW_PEOPLE).naive for number in range(FEW_COHORTS))
    told = (cohort_changes(edition, as_followed(differences))["cellulite"].told for differences in naive)
    assert sum(one is Told.APART for one in told) == FEW_COHORTS


def as_followed(differences: list[Quantity]) -> Iterator[Followed]:
    """Yield the differences of those who came to the end as if nobody else had begun."""
    yield from (Followed("cellulite", one) for one in differences)
