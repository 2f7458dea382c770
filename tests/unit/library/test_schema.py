"""The published schema of a case file, judged by an independent implementation of JSON Schema."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from nappage.library import schema
from nappage.library.case import CaseFormat, read_case
from nappage.library.plain import as_plain
from nappage.library.schema import as_json, case_schema
from nappage.values.fault import Faulty

EXAMPLES = Path(__file__).parents[3] / "examples"
CASES = sorted(EXAMPLES.glob("s*.toml"))


@pytest.fixture(scope="module")
def judge() -> jsonschema.Draft202012Validator:
    written = json.loads(json.dumps(case_schema()))
    jsonschema.Draft202012Validator.check_schema(written)
    return jsonschema.Draft202012Validator(written)


def whole() -> dict[str, Any]:
    clinic = as_json(tomllib.loads((EXAMPLES / "clinic-madrid.toml").read_text("utf-8")))
    patient = {"born": "1990-05-14", "height": "168 cm"}
    return {"name": "A case", "at": "2026-03-03 10:30", "story": {"patient": patient}, **clinic}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_example_meets_the_schema(judge: jsonschema.Draft202012Validator, path: Path) -> None:
    assert list(judge.iter_errors(as_json(tomllib.loads(path.read_text("utf-8"))))) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_example_written_as_json_reads_as_the_same_case(path: Path, tmp_path: Path) -> None:
    (tmp_path / "clinic-madrid.toml").write_bytes((EXAMPLES / "clinic-madrid.toml").read_bytes())
    again = tmp_path / f"{path.stem}.json"
    again.write_text(json.dumps(as_json(tomllib.loads(path.read_text("utf-8")))))
    assert as_plain(read_case(again)) == as_plain(read_case(path))


def test_a_whole_case_meets_the_schema_and_a_part_of_a_policy_needs_extends(
    judge: jsonschema.Draft202012Validator,
) -> None:
    part = {**whole(), "policy": {"minimum_age": 18}}
    assert judge.is_valid(whole())
    assert not judge.is_valid(part)
    assert judge.is_valid({**part, "extends": "clinic-madrid.toml"})
    assert not judge.is_valid({key: value for key, value in whole().items() if key != "policy"})


CHANGES: list[tuple[str, Any]] = [
    ("name", ""),
    ("name", 7),
    ("at", "2026-03-03 10"),
    ("colour", "red"),
    ("story", {}),
    ("story", {"patient": {"born": "14 May 1990"}}),
    ("story", {"patient": {"born": "1990-05-14", "height": 168.5}}),
    ("story", {"patient": {"born": "1990-05-14", "height": "168 CM"}}),
    ("story", {"patient": {"born": "1990-05-14", "height": "168cm"}}),
    ("story", {"patient": {"born": "1990-05-14", "sex": "unknown"}}),
    ("story", {"patient": {"born": "1990-05-14", "phototype": "2"}}),
    ("story", {"patient": {"born": "1990-05-14"}, "away_zone": "New York"}),
]


@pytest.mark.parametrize(("key", "value"), CHANGES, ids=str)
def test_the_schema_and_the_reader_refuse_the_same(
    judge: jsonschema.Draft202012Validator, key: str, value: Any
) -> None:
    wrong = {**whole(), key: value}
    assert not judge.is_valid(wrong)
    with pytest.raises(Faulty):
        read_case(json.dumps(wrong), CaseFormat.JSON)


UNITS = ["1 mL", "-1.5 cm", "0.02 mL/{puncture}", "120 mm[Hg]", "5 10*9/L", "3 %", "1 kg/m2", "12 [iU]/mL"]


@pytest.mark.parametrize("height", UNITS)
def test_every_unit_may_be_written(judge: jsonschema.Draft202012Validator, height: str) -> None:
    case = {**whole(), "story": {"patient": {"born": "1990-05-14", "height": height}}}
    assert judge.is_valid(case)
    assert read_case(json.dumps(case), CaseFormat.JSON).story.patient.height is not None


@pytest.mark.parametrize(("depth", "valid"), [("1-4 mm", True), ("3 mm", True), ("1-4", False), ("1 to 4 mm", False)])
def test_a_range_may_be_written_as_range_or_one_value(
    judge: jsonschema.Draft202012Validator, depth: str, valid: bool
) -> None:
    case = whole()
    case["policy"]["formulary"] = [{"agent": "A", "depth": depth}]
    assert judge.is_valid(case) is valid


def test_every_class_says_what_it_is_and_which_keys_it_must_have() -> None:
    defs = case_schema()["$defs"]
    assert defs["Patient"]["description"] == "What does not change from visit to visit."
    assert defs["Patient"]["required"] == ["born"]
    assert "agents_signed" not in defs["Policy"]["properties"]
    assert all(each["description"] for each in defs.values())
    assert all(each["additionalProperties"] is False for each in defs.values())


@dataclass(frozen=True)
class Branching:
    children: tuple[Branching, ...] = ()


def test_a_class_that_holds_itself_ends() -> None:
    defs: dict[str, Any] = {}
    assert schema._schema(Branching, defs) == {"$ref": "#/$defs/Branching"}
    assert defs["Branching"]["properties"]["children"]["items"] == {"$ref": "#/$defs/Branching"}
