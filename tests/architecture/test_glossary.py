"""One word per concept: every term of the glossary has its file, and every module of the engine its term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps

from architecture.source_tree import ROOT, SOURCE, modules_of

# Modules that hold no concept of their own.
PLUMBING = {"__init__", "apps", "keys"}


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


def words_of(name: str) -> str:
    """Return the words of a module or class: "policy in force" of policy_in_force, "lot use" of LotUse."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()


def one_of(things: str) -> str:
    """Return what one of many things is called: "entry" of entries, "lot" of lots."""
    return re.sub(r"(?<!s)s$|(?<=ss)es$", "", re.sub(r"ies$", "y", things))


def stems(package: str) -> list[str]:
    """Return the names of a package's modules, of a screen's folder once."""
    named = (name.removesuffix(".py").split("/") for name in modules_of(package) if "/migrations/" not in name)
    return sorted({parts[1] for parts in named} - PLUMBING)


def without_term(names: Iterable[str], *, one: bool = False) -> list[str]:
    """Return the names that the glossary does not know, by their words or, where `one` counts, by one of the things."""
    known = {term.word for term in glossary()}
    called = {name: {words_of(name), one_of(words_of(name))} if one else {words_of(name)} for name in names}
    assert called
    return [name for name, words in called.items() if not words & known]


def test_every_table_has_a_term() -> None:
    assert without_term(model.__name__ for model in apps.get_app_config("records").get_models()) == []


def test_every_module_of_the_assessment_has_a_term() -> None:
    assert without_term(stems("assessment")) == []


def test_an_action_is_named_for_the_things_it_acts_on() -> None:
    assert without_term(stems("actions"), one=True) == []


def test_a_screen_is_named_for_the_thing_it_shows() -> None:
    screens = [stem for stem in stems("web") if (SOURCE / "web" / stem / "urls.py").exists()]
    assert without_term(screens, one=True) == []


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
