"""Red flags in free text: how far bad spelling, numbers and denials are read."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from nappage.engine.red_flag import DENIED, red_flags


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        ("hoarse since lunch", {"voice"}),
        ("haorse since lunch", {"voice"}),
        ("haorsx since lunch", set()),
        ("37.9 this morning", set()),
        ("38 this morning", {"with-fever"}),
        ("43 this morning", {"with-fever"}),
        ("43.1 this morning", set()),
        ("no fever", {DENIED}),
        ("no fever then, but fever now", {"with-fever"}),
        ("no trouble breathing", {"breathing"}),
    ],
)
def test_words_say_a_flag(edition: Edition, words: str, flags: set[str]) -> None:
    assert red_flags(edition, words) == flags
