"""The sheet on a terminal: readable at 80 and 120 columns, and the same without colour."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from nappage.console.terminal import SIGNS, plain_text, show
from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.rendering.outlook_sheet import outlook_sheet
from nappage.rendering.sheet import Sheet, Tone
from support.examples import example

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def sheet(edition: Edition) -> Sheet:
    case = example("s1-thighs")
    assert case.at is not None
    return outlook_sheet(outlook(case.story, case.policy, edition, case.at), case.name, case.policy, edition)


def printed(sheet: Sheet, width: int, colour: bool = False) -> str:
    written = StringIO()
    console = Console(file=written, width=width, force_terminal=colour, color_system="standard" if colour else None)
    show(sheet, console)
    return written.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal_nor_than_can_be_read(sheet: Sheet, width: int) -> None:
    assert max(cell_len(line) for line in printed(sheet, width).splitlines()) <= min(width, 100)


def test_colour_says_nothing_that_the_signs_do_not(sheet: Sheet) -> None:
    coloured = printed(sheet, 100, colour=True)
    assert "\x1b[" in coloured
    assert ESCAPE.sub("", coloured) == printed(sheet, 100)
    assert len(set(SIGNS.values())) == len(Tone)


def test_no_color_in_the_environment_is_respected(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    written = StringIO()
    show(sheet, Console(file=written, width=100, force_terminal=True))
    assert not re.search(r"\x1b\[(?:\d+;)*3\d", written.getvalue())


def test_every_word_of_every_section_is_there(sheet: Sheet) -> None:
    flowing = " ".join(plain_text(sheet).split())
    for section in sheet.sections:
        assert section.title in flowing
        for line in section.lines:
            assert f"{SIGNS[line.tone]} {line.words.split()[0]}" in flowing
    assert plain_text(sheet).startswith(sheet.watermark)
    assert sheet.emergency.words in flowing.removeprefix(sheet.watermark)[:60]


def test_a_file_gets_no_blanks_at_the_end_of_lines(sheet: Sheet) -> None:
    assert all(line == line.rstrip() for line in plain_text(sheet).splitlines())
