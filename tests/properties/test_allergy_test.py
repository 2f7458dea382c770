from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.engine import allergy_test as gate
from nappage.engine import formula, wheal
from nappage.engine.edition import Edition
from nappage.engine.policy import SignedAgent
from nappage.engine.story import Component, Formula
from nappage.library.timezones import timezone
from nappage.values.local_time import local
from nappage.values.span import CalendarSpan
from properties import naive_dose
from support.fictional import TEST_AT, allergy_test, component, policy

ZONES = (
    "Europe/Madrid",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
)
DAY_IN_MINUTES = 24 * 60


def changes(zone: str, year: int) -> list[datetime]:
    """Return the wall-clock noons before the nights in which a zone's clocks change, by scanning its offsets."""
    place, day, found = timezone(zone), datetime.fromisoformat(f"{year}-01-02 12:00"), []
    while day.year == year:
        if day.replace(tzinfo=place).utcoffset() != (day + timedelta(days=1)).replace(tzinfo=place).utcoffset():
            found.append(day)
        day += timedelta(days=1)
    return found


def vectors() -> list[tuple[str, datetime]]:
    """Return 200 test times around the changes of ten zones, the same ones each time."""
    random, rows = Random(24), []
    for zone in ZONES:
        nights = [night for year in (2026, 2027) for night in changes(zone, year)]
        for index in range(20):
            rows.append((zone, nights[index % len(nights)] + timedelta(minutes=random.randint(-11 * 60, 11 * 60))))
    return rows


def test_there_are_two_hundred_vectors_and_most_cross_a_change() -> None:
    rows = vectors()
    ends = [naive_dose.wall_clock_after(timezone(zone), typed, DAY_IN_MINUTES) for zone, typed in rows]
    crossing = [end for end, (_, typed) in zip(ends, rows, strict=True) if end - typed != timedelta(days=1)]
    assert len(rows) == 200
    assert len(crossing) > 100


@pytest.mark.proves("H-02")
@pytest.mark.parametrize("zone", ZONES)
def test_the_gate_opens_when_the_wall_clock_of_a_slow_walk_says(zone: str, edition: Edition) -> None:
    place = timezone(zone)
    for _, typed in (row for row in vectors() if row[0] == zone):
        at = typed.replace(tzinfo=place).astimezone(UTC)
        tests = (allergy_test(component("A", "1 mL", "10 mg/mL"), at=at),)
        wanted = Formula("F", (component("A", "1 mL", "10 mg/mL"),))
        state = gate.state(wanted, tests, policy(zone=place), edition, wheal.Circumstances(()), at + timedelta(hours=2))
        assert state.opens_at is not None
        expected = naive_dose.wall_clock_after(place, typed, DAY_IN_MINUTES)
        assert local(state.opens_at, place).replace(tzinfo=None) == expected


ingredients = st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(1, 2)), max_size=4)
# One strength written in several ways; "" is not stated, and a mass is none.
WRITTEN = {"10 mg/mL": 10, "1 %": 10, "10000 ug/mL": 10, "20 mg/mL": 20, "2.0 %": 20, "": 0, "5 mg": 0, "7 mg": 0}
HOURS_OLD = (23, 24, 30, 31 * 24)


def bottle(dice: Random) -> naive_dose.Bottle:
    return dice.choice("AB"), dice.choice([*WRITTEN, *WRITTEN, "1 %"]), dice.choice(["1", "1", "2", ""])


@pytest.mark.proves("H-04", "K-25")
def test_what_is_drawn_up_is_covered_as_the_naive_list_of_bottles_says(edition: Edition) -> None:
    """Tests of thirty days count. A strength counts as what it is, however it is written; an unknown one as nothing."""
    drawn: set[gate.TestGate] = set()

    @given(st.integers(0, 2**32))
    def compare(seed: int) -> None:
        dice = Random(seed)
        by_lot, by_volume = ({agent for agent in "AB" if dice.random() < 0.4} for _ in range(2))
        tested = [
            ([bottle(dice) for _ in range(dice.randint(1, 6))], dice.choice(HOURS_OLD))
            for _ in range(dice.randint(0, 4))
        ]
        seen = [each for bottles, _ in tested for each in bottles]
        wanted = [dice.choice([bottle(dice), *seen[:3]]) for _ in range(dice.randint(0, 3))]
        agents = (SignedAgent(one, new_lot_closes_test=one in by_lot, by_volume=one in by_volume) for one in "AB")
        tests = tuple(
            allergy_test(*drawn_up(bottles), id=f"T{index}", at=TEST_AT - timedelta(hours=hours))
            for index, (bottles, hours) in enumerate(tested)
        )
        clinic, mixture = policy(*agents, test_validity=CalendarSpan(days=30)), Formula("F", tuple(drawn_up(wanted)))
        found = gate.state(mixture, tests, clinic, edition, wheal.Circumstances(()), TEST_AT).gate
        hours = naive_dose.hours_until_covered(wanted, tested, WRITTEN, by_lot, by_volume)
        assert found is (CLOSED if hours is None else OPENS if hours else OPEN)
        drawn.add(found)

    compare()
    assert drawn == {OPEN, OPENS, CLOSED}


OPEN, OPENS, CLOSED = gate.TestGate.OPEN, gate.TestGate.OPENS, gate.TestGate.CLOSED


def drawn_up(bottles: list[naive_dose.Bottle]) -> list[Component]:
    return [component(agent, "1 mL", strength, lot) for agent, strength, lot in bottles]


@pytest.mark.proves("H-04", "K-25")
@given(wanted=ingredients, tested=st.lists(ingredients.filter(bool), max_size=3))
def test_a_formula_is_covered_if_each_ingredient_is_in_some_test(
    edition: Edition, wanted: list[tuple[str, int]], tested: list[list[tuple[str, int]]]
) -> None:
    clinic = policy(*(SignedAgent(agent, new_lot_closes_test=False) for agent in "ABCD"))
    tests = tuple(
        allergy_test(*(component(agent, "1 mL", f"{strength} mg/mL") for agent, strength in test), id=f"T{index}")
        for index, test in enumerate(tested)
    )
    mixture = Formula("F", tuple(component(agent, "2 mL", f"{strength} mg/mL") for agent, strength in wanted))
    around, at = wheal.Circumstances(()), TEST_AT + timedelta(hours=30)
    is_open = gate.state(mixture, tests, clinic, edition, around, at).gate is gate.TestGate.OPEN
    assert is_open == naive_dose.is_covered(wanted, tested)


@given(parts=ingredients, seed=st.integers(0, 2**32))
def test_order_and_proportions_leave_the_fingerprint_alone(parts: list[tuple[str, int]], seed: int) -> None:
    mixed = list(parts)
    Random(seed).shuffle(mixed)
    one = formula.fingerprint(component(agent, "1 mL", f"{strength} mg/mL") for agent, strength in parts)
    other = formula.fingerprint(component(agent, "3 mL", f"{strength} mg/mL") for agent, strength in mixed)
    assert (one, str(one)) == (other, str(other))
    assert one.covers(other)
