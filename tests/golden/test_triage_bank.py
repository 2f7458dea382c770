"""Triage on the labelled bank: nothing is judged less urgent than a careful reader of the matrix does."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from bench.triage import BANK, judge, reports_of, score

from nappage.engine.edition import Edition
from nappage.engine.symptom import Feature, Level, Symptom
from nappage.values.quantity import Quantity

ROWS: list[dict[str, Any]] = tomllib.loads(BANK.read_text(encoding="utf-8"))["row"]
CASES = [case for row in ROWS for case in row["cases"]]
OVER_AT_MOST = 0.02


@pytest.mark.proves("H-26")
def test_nothing_is_judged_less_urgent_than_labelled(edition: Edition) -> None:
    judged = judge(edition)
    assert [one.case for one in judged if one.above < 0] == []
    assert score(judged).over_rate <= OVER_AT_MOST


def test_the_bank_is_large_cites_each_label_and_reaches_every_symptom_and_level(edition: Edition) -> None:
    assert len(CASES) >= 400
    assert all(len(case["cell"]) >= 4 for case in CASES)
    assert {case["level"] for case in CASES} == set(Level)
    said = {report.symptom for case in CASES for report in reports_of(case)}
    assert set(edition.all(Symptom)) - said <= {"unrecognised"}


def test_every_feature_with_a_level_is_in_a_case(edition: Edition) -> None:
    told = {feature for case in CASES for feature in case.get("with", ())}
    flags = {feature.id for feature in edition.all(Feature).values() if feature.level and not feature.by_text}
    assert flags - told == {"unrecognised"}


def test_no_two_cases_say_the_same() -> None:
    asked = [tuple(sorted((key, str(value)) for key, value in case.items() if key != "cell")) for case in CASES]
    assert len(asked) == len(set(asked))


def test_a_wrong_label_is_noticed(edition: Edition) -> None:
    (worse,) = [one for one in judge(edition) if one.case == CASES[0]]
    assert worse.found is Level.OFTEN_SEEN
    assert type(worse)(worse.row, worse.case, Level.EMERGENCY, worse.found).above == -3


def test_a_case_is_read_as_it_is_written() -> None:
    before, judged, beside = reports_of(
        {"said": "lump", "after": "28 d", "onset": "?", "size": "15 mm", "with": ["red"], "also": ["pain"],
         "before": {"said": "lump", "after": "3 d", "size": "8 mm"}}
    )  # fmt: skip
    assert (judged.onset, judged.zone, judged.features) == (None, "flank", ("red",))
    assert before.at < judged.at == beside.at
    assert (before.size, judged.size) == (Quantity.parse("8 mm"), Quantity.parse("15 mm"))
    assert (beside.symptom, beside.features) == ("pain", ())
