"""Red flags in free text: how far bad spelling, numbers and denials are read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.red_flag import DENIED, RedFlag, check_red_flag, red_flags


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


def test_a_flag_that_cannot_be_read_is_refused_for_every_reason_at_once(edition: Edition) -> None:
    fever = edition.all(RedFlag)["fever"]
    assert list(check_red_flag(fever, "fever", edition)) == []
    wrong = replace(fever, feature="no-such", en=("Fever",), fr=("fièvre",), es=("a.b",), reading_to=None)
    assert [(fault.thing, fault.found) for fault in check_red_flag(wrong, "fever", edition)] == [
        ("fever.feature", "'no-such'"),
        ("fever", "'Fever'"),
        ("fever", "'fièvre'"),
        ("fever", "'a.b'"),
        ("fever", "one of them"),
    ]
