"""A sheet on a terminal: colour and tables where there is one, plain text where there is none.

Colour only repeats what the sign before a line says, so that nothing is lost without it; rich leaves it out where
NO_COLOR is set or the output is a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from nappage.rendering.sheet import Line, Section, Sheet, Table, Tone

STYLES = {Tone.PLAIN: "", Tone.DONE: "", Tone.HOLD: "yellow", Tone.ALARM: "bold red", Tone.INFORMATION: "cyan"}
SIGNS = {Tone.PLAIN: "·", Tone.DONE: "✓", Tone.HOLD: "!", Tone.ALARM: "!!", Tone.INFORMATION: "i"}
FILE_WIDTH = 100
READABLE = 100


def show(sheet: Sheet, console: Console) -> None:
    """Print a sheet; lines end where they can still be read, however wide the terminal is."""
    width = min(console.width, READABLE)
    for part in _parts(sheet):
        console.print(part, width=width, highlight=False)


def plain_text(sheet: Sheet) -> str:
    """Return a sheet as plain text for a file."""
    written = StringIO()
    show(sheet, Console(file=written, width=FILE_WIDTH, color_system=None))
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def _parts(sheet: Sheet) -> Iterator[RenderableType]:
    if sheet.watermark:
        yield Text(sheet.watermark, style="reverse")
    yield Text(" · ".join((sheet.emergency.words, *sheet.emergency.beneath)), style=STYLES[Tone.ALARM])
    for line in sheet.alarms:
        yield _line(line)
    yield Text(sheet.title, style="bold")
    for line in sheet.banner:
        yield _line(line)
    for section in sheet.sections:
        yield from _section(section)
    yield Text("")
    for words in sheet.foot:
        yield Text(words, style="dim")


def _section(section: Section) -> Iterator[RenderableType]:
    yield Text("")
    yield Rule(Text(section.title, style="bold"), align="left", style="dim", characters="─")
    if section.is_empty:
        yield Text(section.empty, style="dim")
    for line in section.lines:
        yield _line(line)
    if section.table is not None and section.table.rows:
        yield Padding(_table(section.table), (0, 0, 0, 3))


def _line(line: Line) -> Grid:
    """Return a line as its sign and what hangs beside it, so that long words stay in their column."""
    words = Text(line.words, style="bold" if line.tone in (Tone.HOLD, Tone.ALARM) else "")
    for beneath in line.beneath:
        words.append(f"\n{beneath}", style="not bold")
    if line.sources:
        words.append(f" ({', '.join(line.sources)})", style="not bold dim")
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=2, justify="right")
    grid.add_column()
    grid.add_row(Text(SIGNS[line.tone], style=STYLES[line.tone]), words)
    return grid


def _table(table: Table) -> Grid:
    grid = Grid(box=None, pad_edge=False, header_style="dim")
    for column in table.columns:
        grid.add_column(column, justify="right" if column in table.figures else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid
