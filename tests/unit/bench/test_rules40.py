"""The bench compares like with like: the mix is the stated one, every rule decides something, and all engines agree."""

from __future__ import annotations

from collections import Counter

from bench.engines import floor, naive
from bench.ours import ours
from bench.rules40 import ALLERGY, COMBINED, CONDITION, DRUG, RULES, SCALAR, oracle, patients
from bench.screening import Measured, measure, table


def test_the_mix_is_the_stated_one() -> None:
    assert [len(group) for group in (SCALAR, CONDITION, ALLERGY, DRUG, COMBINED)] == [13, 10, 6, 5, 6]
    assert len(RULES) == 40


def test_every_rule_fires_for_some_patients_and_not_for_all() -> None:
    fired = Counter(rule for patient in patients() for rule in oracle(patient))
    assert set(fired) == set(RULES)
    assert all(count < 200 for count in fired.values())


def test_the_patients_are_the_same_in_every_run() -> None:
    assert patients() == patients()
    assert patients(seed=1) != patients()


def test_the_two_floors_agree_with_the_oracle() -> None:
    asked = patients()
    for engine in (naive, floor):
        decide = engine(RULES, asked)
        assert [decide(number) for number in range(len(asked))] == [oracle(patient) for patient in asked]


def test_ours_agrees_with_the_oracle() -> None:
    asked = patients()
    decide = ours(RULES, asked)
    assert [decide(number) for number in range(len(asked))] == [oracle(patient) for patient in asked]


def test_an_engine_that_differs_from_the_oracle_is_not_timed() -> None:
    row = measure("wrong", lambda rules, asked: lambda number: frozenset(), 0.001)
    assert row.per_cpu_second == 0
    assert row.note.startswith("not timed: ")


def test_the_table_shows_the_ratio_to_zen_engine() -> None:
    rows = [
        Measured("zen-engine", 2000.0, 1.0, 2.0),
        Measured("other", 5000.0, 1.0, 2.0),
        Measured("none", 0, 0, 0, "-"),
    ]
    lines = list(table(rows))
    assert "2.50" in lines[1]
    assert lines[1].startswith("other")
    assert lines[3].startswith("none")
