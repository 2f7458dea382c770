"""Rulings on words: no document, no catalogue of words and nothing of the knowledge that people read says them.

What is quoted is marked, and left out: `code`, and lines that start with ">". Knowledge that only clinicians and
programs read is listed below with the reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from architecture.source_tree import ROOT, SOURCE
from nappage.engine.edition import Edition
from nappage.engine.wording import offences

NOT_TOLD_TO_PATIENTS = {
    "words": "the lists themselves",
    "sources.toml": "titles of the works of others",
    "register/": "says what is asked of the software, claims included",
    "claims/": "quotes claims with their grade and flag",
    "red-flags.toml": "words that patients use",
    "evidence/": "cites what trials and reviews say",
}
NOT_SAID_BY_US = {"docs/reference/specification/claim.md": "the sentences that the checker is asked about"}
KEYS_OF_CODES = {"id", "sources", "since", "until", "review", "review_due", "case", "aliases", "synonyms", "names"}
QUOTED = re.compile(r"```.*?```|`[^`\n]*`|^>[^\n]*", re.DOTALL | re.MULTILINE)


def documents() -> list[str]:
    """Return the documents that people read, by path."""
    pages = [ROOT / "README.md", ROOT / "GLOSSARY.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    names = (path.relative_to(ROOT).as_posix() for path in pages)
    return [name for name in names if name not in NOT_SAID_BY_US]


def catalogues() -> list[str]:
    """Return the modules that put words to what the engine says."""
    return [path.relative_to(ROOT).as_posix() for path in sorted((SOURCE / "rendering").rglob("*words*.py"))]


def told_files() -> list[str]:
    """Return the files of knowledge whose texts reach a patient."""
    names = [path.relative_to(ROOT / "knowledge").as_posix() for path in sorted((ROOT / "knowledge").rglob("*.toml"))]
    return [name for name in names if not name.startswith(tuple(NOT_TOLD_TO_PATIENTS))]


def told(table: Any) -> Iterator[str]:
    """Yield every text of a parsed file that is more than a code."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, list):
        for item in table:
            yield from told(item)
    elif isinstance(table, dict):
        for key, item in table.items():
            if key not in KEYS_OF_CODES:
                yield from told(item)


def test_no_document_or_catalogue_says_a_forbidden_word(edition: Edition) -> None:
    texts = {name: QUOTED.sub("", (ROOT / name).read_text(encoding="utf-8")) for name in documents() + catalogues()}
    assert [f"{name}: {o.word}: {o.around}" for name, text in texts.items() for o in offences(edition, text)] == []


def test_no_knowledge_that_people_read_says_a_forbidden_word(edition: Edition) -> None:
    files = {name: tomllib.loads((ROOT / "knowledge" / name).read_text(encoding="utf-8")) for name in told_files()}
    texts = [(name, text) for name, table in files.items() for text in told(table)]
    assert [f"{name}: {o.word}: {o.around}" for name, text in texts for o in offences(edition, text)] == []


@pytest.mark.proves("H-03")
def test_the_check_would_notice(edition: Edition) -> None:
    said = {"id": "safe", "text": ["it is safe"], "steps": {"then": "stop taking it"}}
    assert [o.word for text in told(said) for o in offences(edition, text)] == ["safe", "stop-medicine"]
    assert QUOTED.sub("", "> safe\n`safe` kept ```\nsafe\n```") == "\n kept "
