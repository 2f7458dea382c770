"""The documented JSON of an outlook has the keys that are produced, and no others."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook, outlook
from nappage.library.plain import as_plain
from support.examples import example, examples

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "outlook-json.md"


def documented() -> dict[str, list[str]]:
    """Return the keys of the page's table with those that it names inside each."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {key: re.findall(r"`(\w+)`", holds.partition(": ")[2]) for key, holds in rows}


def test_the_page_lists_every_key_of_an_outlook_in_its_order() -> None:
    assert list(documented()) == [field.name for field in fields(Outlook)]


@pytest.mark.parametrize("name", sorted(examples()))
def test_no_example_produces_a_key_that_is_not_documented(name: str, edition: Edition) -> None:
    case = example(name)
    assert case.at is not None
    plain = json.loads(json.dumps(as_plain(outlook(case.story, case.policy, edition, case.at))))
    keys = documented()
    assert set(plain) <= set(keys)
    for key, value in plain.items():
        rows = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        assert {inner for row in rows for inner in row} <= set(keys[key]), key


def test_every_documented_key_inside_is_one_that_some_outlook_could_have(edition: Edition) -> None:
    case = example("s1-thighs")
    assert case.at is not None
    found = outlook(case.story, case.policy, edition, case.at)
    for key, inner in documented().items():
        value = getattr(found, key)
        shown = value[0] if isinstance(value, tuple) and value else value
        if inner and shown:
            assert set(inner) == {field.name for field in fields(shown)}, key
