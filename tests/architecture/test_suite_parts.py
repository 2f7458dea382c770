"""The parts in which `make test` runs leave nothing out: where it looks for no tests of a database, there are none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from architecture.source_tree import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
USES_DATABASE = re.compile(r"django_db|\b(db|transactional_db): None|\bcast: Cast|\bpage_as\b|\blive_server\b")
HERE = Path(__file__)
USES_BROWSER = re.compile(r"\bpage_as\b|\bbrowser: Browser\b")


def folders(variable: str) -> list[str]:
    """Return the folders that a variable of the Makefile lists."""
    found = re.search(rf"^{variable} := (.+)$", MAKEFILE, re.MULTILINE)
    assert found is not None, variable
    return found[1].split()


def files_of(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("test_*.py"))


@pytest.mark.parametrize("folder", folders("WITHOUT_DATABASE"))
def test_a_folder_that_the_other_database_leaves_out_uses_none(folder: str) -> None:
    found = files_of(folder)
    assert found, f"{folder} holds no test"
    using = [path.name for path in found if USES_DATABASE.search(path.read_text(encoding="utf-8")) and path != HERE]
    assert using == []


def test_every_test_in_a_browser_stands_where_browser_tests_are_looked_for() -> None:
    browsing = [path for path in files_of("tests") if USES_BROWSER.search(path.read_text(encoding="utf-8"))]
    looked_in = tuple(str(ROOT / folder) for folder in folders("WITH_BROWSER"))
    assert [path.name for path in browsing if not str(path).startswith(looked_in) and path != HERE] == []
    assert browsing
