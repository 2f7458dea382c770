"""One word per concept: every term of the glossary has its file, and every module of the engine its term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from architecture.source_tree import ROOT, SOURCE, modules_of

NOT_A_CONCEPT = {"__init__": "opens the package"}


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the glossary."""

    word: str
    meaning: str
    file: str
    resource: str


def glossary() -> Iterator[Term]:
    """Yield the terms of GLOSSARY.md."""
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == 4 and cells[0] not in ("term", "---"):
            yield Term(cells[0], cells[1], cells[2].strip("`"), cells[3])


def test_every_module_of_the_engine_has_a_term() -> None:
    files = {term.file for term in glossary()}
    modules = {f"src/nappage/{name}" for name in modules_of("engine") if name != "engine/__init__.py"}
    assert modules - files == set()


def test_the_file_of_a_term_exists() -> None:
    missing = [term for term in glossary() if term.file and not (ROOT / term.file).exists()]
    assert missing == []


def test_a_term_is_explained_once_and_in_order() -> None:
    words = [term.word for term in glossary()]
    assert words == sorted(set(words), key=str.casefold)
    assert all(term.meaning for term in glossary())


def test_the_word_of_a_term_stands_in_the_name_of_its_file() -> None:
    for term in glossary():
        if term.file.startswith("src/nappage/engine") and (ROOT / term.file).exists():
            text = (ROOT / term.file).read_text(encoding="utf-8").casefold()
            assert re.sub(r"[^a-z]", "", term.word.casefold()) in re.sub(r"[^a-z]", "", term.file + text), term


def test_the_source_is_where_the_glossary_looks() -> None:
    assert SOURCE.is_dir()
