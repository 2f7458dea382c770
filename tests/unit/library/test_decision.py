"""The record of a decision, asked again later."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook, outlook
from nappage.library.case import Case, read_case
from nappage.library.decision import Decision, digest_of, read_decision, rules_of
from nappage.values.fault import Fault, Faulty

EXAMPLE = Path(__file__).parents[3] / "examples/s1-thighs.toml"


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(EXAMPLE)


@pytest.fixture(scope="module")
def found(case: Case, edition: Edition) -> Outlook:
    assert case.at is not None
    return outlook(case.story, case.policy, edition, case.at)


def fault(path: Path) -> Fault:
    with pytest.raises(Faulty) as raised:
        read_decision(path)
    return raised.value.faults[0]


def test_a_record_states_edition_rules_facts_and_outlook(case: Case, found: Outlook, edition: Edition) -> None:
    record = Decision.of(case, found)
    assert (record.at, record.edition, record.timezones) == (case.at, edition.digest, edition.timezones)
    assert record.rules == rules_of(found)
    assert record.rules == tuple(sorted(set(record.rules)))
    assert record.rules
    assert record.outlook == digest_of(found)


def test_a_record_is_read_again_and_gives_the_same_outlook(
    case: Case, found: Outlook, edition: Edition, tmp_path: Path
) -> None:
    path = tmp_path / "decision.json"
    path.write_text(Decision.of(case, found).as_json(), "utf-8")
    record = read_decision(path)
    again = record.read_case()
    assert record == Decision.of(case, found)
    assert digest_of(outlook(again.story, again.policy, edition, record.at)) == record.outlook
    assert list(record.differences(found)) == []


def test_a_rule_that_spoke_only_then_or_only_now_is_named(case: Case, found: Outlook) -> None:
    record = Decision.of(case, found)
    other = replace(record, rules=("long-gone", *record.rules[1:]))
    assert list(other.differences(found)) == ["only then: long-gone", f"only now: {record.rules[0]}"]


def test_another_instant_is_another_outlook(case: Case, found: Outlook, edition: Edition) -> None:
    later = outlook(case.story, case.policy, edition, found.at + timedelta(days=400))
    assert digest_of(later) != digest_of(found)


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "decision.json"
    assert fault(path).expected == "a file that can be read"
    path.write_text("{", "utf-8")
    assert fault(path).expected == "JSON in UTF-8"
    path.write_bytes(b"\xff")
    assert fault(path).expected == "JSON in UTF-8"
    path.write_text(json.dumps({"edition": "x"}), "utf-8")
    assert fault(path).thing == "decision.json.at"
