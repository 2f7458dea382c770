"""What stands on a progress is said in every language with the same values, and what the engine says of it too."""

from __future__ import annotations

import pytest

from nappage.rendering.wording import LANGUAGES, catalogue, placeholders

GROUPS = ("progress", "home", "change", "baseline", "sentinel")
# Doubts about readings on the record; the others are asked while somebody reads the tape, at the clinic and in English.
ON_PAPER = ("duplicates-apart", "take-third", "protocols-mixed", "keep-protocol", "manner-changed", "keep-manner")


def said(language: str) -> dict[str, frozenset[str]]:
    codes = {f"reading.{each}" for each in ON_PAPER}
    words = catalogue(language).items()
    return {code: placeholders(text) for code, text in words if code.partition(".")[0] in GROUPS or code in codes}


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_sentence_exists_with_the_same_values(language: str) -> None:
    assert said(language) == said("en")


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_sentence_of_a_progress_is_left_in_english(language: str) -> None:
    english, words = catalogue("en"), catalogue(language)
    same = {code for code in said(language) if words[code] == english[code]}
    # Words that are written alike.
    assert same <= {"home.page", "home.group-infection", "progress.lot", "progress.sessions"}
