"""The generated pages under docs/ say what the tests and the knowledge say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from support.render_spec import pages, sentence, stale, write

MODULE = '''
import pytest
from support.spec import specified_by
title = "A reading"
text = """
    What is read.
"""

@pytest.mark.proves("R206")
@specified_by("""
    | mix  | reading       |
    | 2 mm | none          |
    |      | indeterminate |
""")
def test_a_wheal_is_judged(row):
    """Against its control."""

def test_it_stands_alone(): ...

def helper(): ...
'''


def test_every_generated_page_is_fresh(edition: Edition) -> None:
    assert stale(pages(edition)) == [], "run `make spec`"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    (tmp_path / "tests/spec").mkdir(parents=True)
    (tmp_path / "tests/spec/test_reading.py").write_text(MODULE, encoding="utf-8")
    return tmp_path


def test_a_page_is_its_title_text_tests_tables_and_ids(edition: Edition, elsewhere: Path) -> None:
    assert pages(edition, elsewhere)["docs/reference/specification/reading.md"] == (
        "# A reading\n\nWhat is read.\n\n"
        "## A wheal is judged.\n\nAgainst its control.\n\n"
        "| mix | reading |\n| --- | --- |\n| 2 mm | none |\n|  | indeterminate |\n\nProves R206.\n\n"
        "## It stands alone.\n"
    )


def test_writing_makes_every_page_fresh_and_removes_what_is_no_longer_made(edition: Edition, elsewhere: Path) -> None:
    expected = pages(edition, elsewhere)
    assert stale(expected, elsewhere) == sorted(expected)
    write(expected, elsewhere)
    assert stale(expected, elsewhere) == []
    (elsewhere / "docs/reference/specification/old.md").write_text("gone", encoding="utf-8")
    (elsewhere / "docs/hazards.md").write_text("edited", encoding="utf-8")
    assert stale(expected, elsewhere) == ["docs/hazards.md", "docs/reference/specification/old.md"]
    write(expected, elsewhere)
    assert stale(expected, elsewhere) == []


def test_a_name_reads_as_a_sentence() -> None:
    assert sentence("test_it_opens_after_24_h") == "It opens after 24 h."
