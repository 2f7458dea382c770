"""The words of a consent: the same sentences in every language, and every text of the knowledge that it can show."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import nappage.rendering
from nappage.engine.edition import Edition
from nappage.engine.policy import Role
from nappage.engine.translation import Translation, is_reviewed, translated
from nappage.engine.wording import offences
from nappage.rendering.wording import LANGUAGES, Speaker, catalogue, lasting, placeholders, span, state
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed
from support.patient_texts import patient_texts

MADRID = ZoneInfo("Europe/Madrid")
RENDERING = Path(nappage.rendering.__file__).parent
OTHERS = [language for language in LANGUAGES if language != "en"]
# What the paper repeats of the engine: the notes about a plan.
REPEATED = {"variant.duration", "variant.catalogue-only", "plan.sources-disagree"}
ALWAYS = ("term", "unit", "calendar", "count", "number", "place", "consent")


def _asked() -> Iterator[str]:
    """Yield the beginning of every code that the modules of the consent ask for."""
    for path in (*sorted(RENDERING.glob("consent*.py")), RENDERING / "figure_words.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if called in ("say", "line", "words") and node.args:
                    yield from _codes(node.args[0], "signature-" if called == "words" else "")


def _codes(code: ast.expr, before: str) -> Iterator[str]:
    match code:
        case ast.Constant(value=str(text)):
            yield before + text.removeprefix("consent.")
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            yield before + text.removeprefix("consent.")
        case ast.IfExp():
            yield from (*_codes(code.body, before), *_codes(code.orelse, before))


def _consent(language: str) -> dict[str, str]:
    words = catalogue(language).items()
    return {code.removeprefix("consent."): text for code, text in words if code.startswith("consent.")}


def test_every_sentence_of_a_consent_is_asked_for_somewhere() -> None:
    asked = set(_asked())
    assert {code for code in _consent("en") if not any(_is_asked(code, each) for each in asked)} == set()


def _is_asked(code: str, asked: str) -> bool:
    # A code put together while it runs is known by its beginning ("status-").
    return code == asked or (asked.endswith("-") and code.startswith(asked)) or code in _LOOPED


# Asked for in a loop over names.
_LOOPED = {
    "unknown-studies", "unknown-nothing", "unknown-choice", "signature-patient", "signature-guardian",
}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_exists_in_every_language_with_the_same_values(language: str) -> None:
    english, other = _consent("en"), _consent(language)
    assert list(other) == list(english)
    assert {code for code in english if placeholders(english[code]) != placeholders(other[code])} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_the_language_has_what_the_paper_repeats_and_how_values_are_written(language: str) -> None:
    words = catalogue(language)
    needed = {code for code in catalogue("en") if code.partition(".")[0] in ("unit", "calendar", "count", "number")}
    roles = {f"term.{role.value}" for role in Role} | {"term.left", "term.right", "place.sided"}
    assert needed | roles | REPEATED <= set(words)
    assert {code for code in REPEATED if placeholders(words[code]) != placeholders(catalogue("en")[code])} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_says_that_nobody_has_reviewed_it(language: str, edition: Edition) -> None:
    assert state(language) == "unreviewed translation"
    assert not is_reviewed(edition, language)
    assert state("en") == "written in this language"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_that_a_patient_may_read_is_translated(language: str, edition: Edition) -> None:
    assert [text for text in patient_texts(edition) if translated(edition, language, text) is None] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_stands_for_a_text_that_no_patient_may_read(language: str, edition: Edition) -> None:
    told = set(patient_texts(edition))
    entries = [entry for entry in edition.all(Translation).values() if entry.language == language]
    assert [text for entry in entries for text in entry.texts if text not in told] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_holds_a_forbidden_word(language: str, edition: Edition) -> None:
    assert [code for code, words in catalogue(language).items() if offences(edition, words)] == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "C’est sûr, cela fonctionne et c’est permanent.", ["fr-safe", "fr-works", "permanent"]),
        ("fr", "Il est difficile de dire si cela fonctionne. Ce n’est pas permanent.", []),
        ("es", "Es seguro, funciona y es permanente.", ["es-safe", "es-works", "es-permanent", "fr-permanent"]),
        ("es", "Es difícil decir si funciona. El cambio no es permanente.", []),
        ("es", "Deje de tomar la aspirina.", ["es-stop-medicine"]),
    ],
)
def test_the_lists_of_words_know_each_language(language: str, text: str, words: list[str], edition: Edition) -> None:
    assert [offence.word for offence in offences(edition, text)] == words, language


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("fr", datetime(2026, 3, 31, 16, 58, tzinfo=UTC), "mar. 31 mars 2026, 18:58"),
        ("es", date(2026, 3, 3), "mar 3 mar 2026"),
        ("fr", Quantity.parse("-0.4 cm"), "\N{MINUS SIGN}0,4 cm"),
        ("es", Decimal("0.4"), "0,4"),
        ("fr", Quantity.parse("5 [iU]"), "5 UI"),
        ("es", Elapsed(8 * 60), "8 horas"),
        ("fr", CalendarSpan(months=1, days=3), "1 mois et 3 jours"),
        ("fr", "thigh/right", "cuisse (à droite)"),
        ("es", "thigh/left", "muslo (lado izquierdo)"),
        ("es", Role.PHYSICIAN, "médico"),
        ("fr", "pregnancy", "grossesse"),
    ],
)
def test_a_value_reads_as_people_of_that_language_write_it(
    language: str, value: object, words: str, edition: Edition
) -> None:
    assert Speaker(edition, MADRID, language).value(value) == words


@pytest.mark.parametrize(("minutes", "words"), [(45, "45 minutos"), (180, "3 horas"), (2880, "2 días")])
def test_a_length_of_time_reads_in_spanish(minutes: int, words: str) -> None:
    assert lasting(minutes, "es") == words
    assert span(CalendarSpan(days=1), "es") == "1 día"


def test_a_text_without_a_translation_is_shown_and_marked(edition: Edition) -> None:
    speak = Speaker(edition, MADRID, "fr")
    assert speak.text("a text that nobody wrote") == "[en: a text that nobody wrote]"
    assert speak.text({"en": "pain"}) == "douleur"
    assert speak.text({"en": "pain", "fr": "une douleur"}) == "une douleur"
    assert speak.text("") == ""
    assert Speaker(edition, MADRID).text("as it is") == "as it is"


def test_a_short_day_has_the_months_of_its_language(edition: Edition) -> None:
    at = datetime(2026, 8, 3, 12, tzinfo=UTC)
    assert [Speaker(edition, MADRID, language).short_day(at) for language in LANGUAGES] == ["3 Aug", "3 août", "3 ago"]
