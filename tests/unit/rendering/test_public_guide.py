"""Who tells on the public pages: the same sentences in each language, and English beside what nobody has reviewed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

import nappage
from nappage.engine.edition import Edition, Review
from nappage.engine.translation import Translation, is_text_reviewed
from nappage.rendering.public_guide import Guide, Wording
from nappage.rendering.symptom_drawing import draw_symptom
from nappage.rendering.wording import LANGUAGES, catalogue, placeholders
from nappage.values.citation import Citation

PUBLIC = ("door", "decide", "checker", "clinics", "offline")
OTHERS = [language for language in LANGUAGES if language != "en"]
SOURCE = Path(nappage.__file__).parent


def words(language: str) -> dict[str, str]:
    return {code: text for code, text in catalogue(language).items() if code.partition(".")[0] in PUBLIC}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_exists_in_every_language_with_the_same_values(language: str) -> None:
    english, other = words("en"), words(language)
    assert list(other) == list(english)
    assert {code for code in english if placeholders(english[code]) != placeholders(other[code])} == set()


def test_no_sentence_is_left_over() -> None:
    files = [*SOURCE.rglob("*.html"), *(SOURCE / "web").rglob("*.py"), *(SOURCE / "rendering").glob("*.py")]
    said = "\n".join(path.read_text("utf-8") for path in files)
    built = set(re.findall(r'"([a-z]+-)\{', said)) | {"ask-"}
    idle = {
        code
        for code in (each.partition(".")[2] for each in words("en"))
        if not re.search(rf"[\"'. ]({code}|{code.replace('-', '_')})\b", said) and not code.startswith(tuple(built))
    }
    assert idle == set()


def reviewed(edition: Edition, language: str) -> Edition:
    """Return the edition as it would be once somebody had reviewed every translation into a language."""
    entries = {
        id: replace(entry, review=Review.REVIEWED) if entry.language == language else entry
        for id, entry in edition.all(Translation).items()
    }
    return Edition(edition.digest, edition.timezones, {**edition.entries, Translation: MappingProxyType(entries)})


def test_an_urgent_text_has_the_english_beside_it_until_somebody_has_reviewed_the_translation(edition: Edition) -> None:
    assert Guide(edition, "fr").urgent("a seizure").english == "a seizure"
    assert not is_text_reviewed(edition, "fr", "a seizure")
    later = reviewed(edition, "fr")
    assert Guide(later, "fr").urgent("a seizure").english == ""
    assert is_text_reviewed(later, "fr", "a seizure")
    assert Guide(later, "es").urgent("a seizure").english == "a seizure"
    assert Guide(edition, "en").urgent("a seizure") == Wording("a seizure", "en")


def test_a_sentence_of_the_pages_words_its_time_in_each_language_anew(edition: Edition) -> None:
    said = Guide(edition, "es").urgent_sentence("effect-often", 4320)
    assert "3 días" in said.words
    assert "up to 3 days" in said.english


def test_a_text_without_translation_stands_in_english_and_says_so(edition: Edition) -> None:
    assert Guide(edition, "fr").text("no such text") == Wording("no such text", "en")


def test_a_source_is_named_with_its_place_and_one_that_nobody_knows_as_it_is_written(edition: Edition) -> None:
    guide = Guide(edition, "en")
    assert guide.place(Citation("003", "35")) == "Health encyclopaedia page on mesotherapy, line 35"
    assert guide.place(Citation("R60b")) == "medicinenet DC"
    assert guide.place(Citation("nothing", "2")) == "nothing, 2"


def test_a_drawing_is_ours_has_no_red_and_fetches_nothing() -> None:
    drawings = [path.stem for path in (SOURCE / "rendering" / "drawings").glob("*.svg")]
    assert len(drawings) > 25
    for name in drawings:
        drawn = draw_symptom(name)
        assert not re.search(r"href|url\(|<script|style=|#9d1c1c|\bred\b", drawn)
        assert 'aria-hidden="true"' in drawn
    assert draw_symptom("no-such-symptom") == ""
