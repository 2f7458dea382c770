"""Translations: found by the English words, one for each text, and refused for a text that nobody wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition, Review
from nappage.engine.symptom import Symptom
from nappage.engine.translation import Translation, is_reviewed, is_text_reviewed, translated
from nappage.library.kinds import KINDS
from support.editions import ENTRY, edition_of, faults


def translation(id: str, language: str = "de", **texts: str) -> Translation:
    return Translation(id=id, language=language, texts=texts, **ENTRY)


def test_a_text_is_found_by_its_english_words_in_its_language(edition: Edition) -> None:
    assert translated(edition, "fr", "pain") == "douleur"
    assert translated(edition, "es", "pain") == "dolor"
    assert translated(edition, "de", "pain") is None
    assert translated(edition, "fr", "no such text") is None


def test_a_language_is_reviewed_when_each_of_its_entries_is() -> None:
    done = replace(translation("one", pain="Schmerz"), review=Review.REVIEWED)
    open_ = translation("two", nausea="Übelkeit")
    assert is_reviewed(edition_of(done), "de")
    assert not is_reviewed(edition_of(done, open_), "de")
    assert not is_reviewed(edition_of(done), "fr")


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (translation("one", pain="Schmerz"), []),
        (translation("one", ache="Schmerz"), []),
        (translation("one", Pane="Scheibe"), [("it.texts", "'Pane'")]),
        (translation("one", language="fr", pain="une douleur"), []),
    ],
)
def test_a_text_that_no_entry_says_is_a_fault(
    entry: Translation, found: list[tuple[str, str]], edition: Edition
) -> None:
    assert faults("translation", entry, edition) == found


def test_two_translations_of_one_text_are_a_fault(edition: Edition) -> None:
    symptom = edition.all(Symptom)["pain"]
    first, second = translation("one", pain="Schmerz"), translation("two", pain="Weh")
    small = edition_of(symptom, first)
    assert faults("translation", second, small) == []
    assert faults("translation", first, edition_of(symptom, second)) == []
    assert translated(edition_of(symptom, first, second), "de", "pain") == "Weh"


def test_the_loser_of_two_translations_is_named(edition: Edition) -> None:
    symptom = edition.all(Symptom)["pain"]
    first, second = translation("one", pain="Schmerz"), translation("two", pain="Weh")
    both = edition_of(symptom, first, second)
    (fault,) = KINDS["translation"].check(first, "it", both)
    assert (fault.expected, fault.found) == ("one translation of each text", "'pain'")
    assert list(KINDS["translation"].check(second, "it", both)) == []


def test_a_text_is_reviewed_where_somebody_reviewed_its_translation() -> None:
    read = replace(translation("one", pain="Schmerz"), review=Review.REVIEWED)
    found = edition_of(read, translation("two", nausea="Übelkeit"))
    assert is_text_reviewed(found, "de", "pain")
    assert not is_text_reviewed(found, "de", "nausea")
    assert not is_text_reviewed(found, "fr", "pain")
    assert is_text_reviewed(found, "en", "nausea")
