"""A translation stands beside the text that it translates: a line that slipped to its neighbour is found."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.source_tree import ROOT

FILES = sorted((ROOT / "knowledge/translations").glob("*.toml"))
# The shortest and the longest that a whole sentence became, with room; a neighbour's text is rarely between.
SHORTEST, LONGEST, SENTENCE = 0.55, 2.2, 25


def translated(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the English texts of a file with their translations."""
    for part in tomllib.loads(path.read_text("utf-8"))["translation"]:
        yield from part["texts"].items()


def strays(english: str, said: str) -> bool:
    """Return whether a translation is of another text: other numbers, no question, or far shorter or longer."""
    numbers = [sorted(re.findall(r"\d+", each)) for each in (english, said)]
    length = len(said) / len(english)
    return (
        numbers[0] != numbers[1]
        or (english.endswith("?") and not said.rstrip().endswith("?"))
        or (len(english) > SENTENCE and not SHORTEST <= length <= LONGEST)
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_translation_is_of_the_text_it_stands_beside(path: Path) -> None:
    found = dict(translated(path))
    assert found
    assert {english: said for english, said in found.items() if strays(english, said)} == {}


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem.startswith("public-")], ids=lambda path: path.stem
)
def test_lines_that_slipped_by_one_would_be_noticed(path: Path) -> None:
    found = dict(translated(path))
    slipped = dict(zip(found, [*list(found.values())[1:], ""], strict=True))
    assert sum(strays(english, said) for english, said in slipped.items()) > len(found) / 4
