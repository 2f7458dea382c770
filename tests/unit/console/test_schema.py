"""`nappage schema case`: the published schema judges the examples as an independent reader of schemas does."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from nappage.library.schema import as_json
from unit.console.conftest import Run

CASES = sorted((Path(__file__).parents[3] / "examples").glob("s*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_example_keeps_to_the_printed_schema(run: Run, case: Path) -> None:
    schema = json.loads(run("schema", "case").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(as_json(tomllib.loads(case.read_text("utf-8"))), schema)
