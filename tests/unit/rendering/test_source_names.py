"""People read what a source is called, never its sign in the edition: on pages of the patient door and on papers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.disclosure import Group
from nappage.engine.edition import Edition
from nappage.engine.source import Source
from nappage.rendering.decision_aid import effects, five_ways, nine_answers
from nappage.rendering.public_guide import Guide
from nappage.rendering.source_names import named_sources
from nappage.rendering.wording import Speaker
from nappage.values.citation import Citation

AT = datetime(2026, 10, 6, 9, tzinfo=UTC)
languages = pytest.mark.parametrize("language", ["en", "fr", "es"])
# "003:35", "R17", "Park-2008", "decision:16", "J", "K:stroke", "D:trials", "=R44"
SIGN = re.compile(r"^(00\d\b|R\d+[a-z]?$|[A-Z][\w-]+-\d{4}|decision:|[JKDVN](:|$)|=)")


def _named(edition: Edition, language: str, *sources: str) -> tuple[str, ...]:
    return named_sources(map(Citation.parse, sources), Speaker(edition, ZoneInfo("UTC"), language))


def _raw(names: Iterable[str]) -> list[str]:
    return [name for name in names if SIGN.match(name)]


def test_lines_of_one_text_stand_together(edition: Edition) -> None:
    assert _named(edition, "en", "003:24", "001:51", "003:25") == (
        "Health encyclopaedia page on mesotherapy, lines 24, 25",
        "Questions and answers on mesotherapy, line 51",
    )
    assert _named(edition, "fr", "003:24") == ("Page d’une encyclopédie de santé sur la mésothérapie, ligne 24",)


def test_a_study_is_its_author_and_year_and_a_reference_its_first_address(edition: Edition) -> None:
    found = _named(edition, "en", "Park-2008", "Humphrey-2016:first trial", "R2", "R60b")
    assert found == (
        "Park 2008",
        "Humphrey 2016 / Jones 2016, first trial",
        "Belkyra UK leaflet 18-Dec-2023 medicines.org.uk/emc/product/12165",
        "medicinenet DC",
    )


def test_what_is_no_document_says_whose_word_it_is_without_the_notes_of_who_wrote_it(edition: Edition) -> None:
    signs = ("J:triage matrix", "K:stroke", "D:trials of non-ablative agents", "decision:5", "decision:6")
    assert _named(edition, "en", *signs) == (
        "own judgement",
        "general knowledge",
        "own arithmetic, trials of non-ablative agents",
        "a decision of this project (5, 6)",
    )
    assert _named(edition, "es", *signs) == (
        "juicio propio",
        "saber general",
        "cálculo propio",
        "una decisión de este proyecto (5, 6)",
    )


def test_an_address_that_can_be_looked_up_stays_in_every_language(edition: Edition) -> None:
    assert _named(edition, "fr", "V:doi 10.1093/asj/sjab100") == ("vu dans un extrait, doi 10.1093/asj/sjab100",)


@languages
def test_every_source_of_the_edition_has_a_name(edition: Edition, language: str) -> None:
    assert not _raw(_named(edition, language, *edition.all(Source)))


@languages
def test_the_decision_aid_names_its_sources(edition: Edition, language: str) -> None:
    guide = Guide(edition, language)
    said = [name for each in nine_answers(guide) for name in each.sources]
    said += [name for each in nine_answers(guide) for one in each.substance for name in one.sources]
    said += [name for group in Group for each in effects(guide, group, AT) for name in each.sources]
    lines = [line for way in five_ways(guide) for cell in way.cells for about in cell.ways for line in about.lines]
    said += [name for line in lines for name in line.sources]
    assert len(said) > 100
    assert not _raw(said)
