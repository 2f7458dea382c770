"""The examples of the how-to pages run, and print the lines that the pages show."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from architecture.source_tree import ROOT
from nappage.console.main import cli
from nappage.library.edition import read_edition
from nappage.values.fault import Faulty

PAGES = ["write-a-case", "read-an-outlook"]


def page(name: str) -> str:
    return (ROOT / f"docs/how-to/{name}.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of a language, without the indent they stand at."""
    found = re.findall(r"^( *)```(\w*)\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, name, block in found if name == language]


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", PAGES)
def test_a_command_prints_the_lines_shown(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for example in (ROOT / "examples").glob("*.toml"):
        shutil.copy(example, tmp_path)
    for case, saved in zip(blocks(page(name), "toml"), re.findall(r"as `([\w-]+\.toml)`", page(name)), strict=True):
        (tmp_path / saved).write_text(case, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("nappage.console.edition_in_use.user_cache_path", lambda _: tmp_path / "cache")
    for block in blocks(page(name), "console"):
        typed, *shown = block.splitlines()
        result = CliRunner().invoke(cli, typed.removeprefix("$ nappage ").split())
        assert result.exit_code == 0, result.output
        printed = plain(result.output)
        places = [printed.find(plain(line)) for line in shown]
        assert -1 not in places, shown[places.index(-1)]


def test_the_knowledge_that_is_shown_can_be_read_and_its_fault_is_told(tmp_path: Path) -> None:
    entry, case = blocks(page("write-knowledge"), "toml")
    shutil.copy(ROOT / "knowledge/sources.toml", tmp_path)
    (tmp_path / "slots.toml").write_text(entry + case, "utf-8")
    read_edition(tmp_path)
    (tmp_path / "slots.toml").write_text(entry.replace('"45 min"', "0.5") + case, "utf-8")
    with pytest.raises(Faulty) as raised:
        read_edition(tmp_path)
    [told] = blocks(page("write-knowledge"), "")
    assert str(raised.value) == told.strip()
