"""The screens of the patient door speak every language: each text is translated, and what is read is fresh."""

from __future__ import annotations

import gettext
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from architecture.source_tree import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)s|{\w*}|<[^>]+>")
FORBIDDEN = {
    "fr": {"sûr", "sans danger", "réussi", "éligible", "permanent", "ça marche", "normal"},
    "es": {"seguro", "sin peligro", "superado", "elegible", "permanente", "funciona", "normal"},
}


def load() -> ModuleType:
    """Return the maker of the catalogues, which is a program and not a module of the product."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "tools/translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    return module


MAKER = load()
CATALOGUES: list[Path] = MAKER.catalogues()


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "src/nappage/web").as_posix()


@pytest.mark.parametrize("language", MAKER.LANGUAGES)
@pytest.mark.parametrize("folder", MAKER.translated_folders(), ids=lambda folder: folder.name)
def test_whatever_a_screen_says_is_translated(folder: Path, language: str) -> None:
    assert MAKER.missing(folder, language) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_what_is_read_is_what_was_written(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == MAKER.as_mo(MAKER.read_po(path.read_text("utf-8"))), (
        "run `python tools/translations.py`"
    )


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_a_translation_says_the_same_values(path: Path) -> None:
    for text, said in MAKER.read_po(path.read_text("utf-8")).items():
        # Of one thing the number need not be said, in whichever language.
        told = [sorted(PLACEHOLDER.findall(each)) for each in text.split("\0")]
        for one in said.split("\0") if text else ():
            assert sorted(PLACEHOLDER.findall(one)) in told, text


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_a_translation_says_no_forbidden_word(path: Path) -> None:
    said = " ".join(MAKER.read_po(path.read_text("utf-8")).values()).casefold()
    assert [word for word in FORBIDDEN[path.parents[1].name] if re.search(rf"\b{word}\b", said)] == []


@pytest.mark.parametrize("folder", MAKER.translated_folders(), ids=lambda folder: folder.name)
def test_a_month_is_named_in_full(folder: Path) -> None:
    """What a month is cut to is an English habit: "23 Nov 2026" stands on a French page as a strange word."""
    cut = re.compile(r"""\|date:["'][^"']*[MNb]""")
    assert [path.name for path in folder.rglob("*.html") if cut.search(path.read_text(encoding="utf-8"))] == []


def test_gettext_reads_what_was_made(tmp_path: Path) -> None:
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\nmsgid "a"\nmsgstr "é"\n\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "jour"\nmsgstr[1] "jours"\n'  # noqa: E501
    path = tmp_path / "a.mo"
    path.write_bytes(MAKER.as_mo(MAKER.read_po(text)))
    with path.open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert (read.gettext("a"), read.ngettext("day", "days", 1), read.ngettext("day", "days", 2)) == (
        "é",
        "jour",
        "jours",
    )


def test_a_missing_translation_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('{% load i18n %}{% translate "Nobody said this before" %}', encoding="utf-8")
    assert MAKER.missing(tmp_path, "fr") == ["Nobody said this before"]
