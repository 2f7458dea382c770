"""A sheet on a terminal: colour and tables where there is one, plain text where there is none."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from nappage.rendering.sheet import Line, Section, Sheet, Table, Tone

STYLES = {Tone.PLAIN: "", Tone.DONE: "", Tone.HOLD: "yellow", Tone.ALARM: "bold red", Tone.INFORMATION: "cyan"}
SIGNS = {Tone.PLAIN: "·", Tone.DONE: "✓", Tone.HOLD: "!", Tone.ALARM: "!!", Tone.INFORMATION: "i"}


def show(sheet: Sheet, console: Console) -> None:
    """Print a sheet."""
    if sheet.watermark:
        console.print(Text(sheet.watermark, style="black on yellow"))
    console.print(Text(sheet.title, style="bold"))
    for line in sheet.banner:
        console.print(_line(line))
    for section in sheet.sections:
        _section(section, console)
    console.print()
    for words in sheet.foot:
        console.print(Text(words, style="dim"))


def _section(section: Section, console: Console) -> None:
    console.print()
    console.print(Text(section.title, style="bold"))
    if section.is_empty:
        console.print(Padding(Text(section.empty, style="dim"), (0, 2)))
    for line in section.lines:
        console.print(Padding(_line(line), (0, 2)))
    if section.table is not None and section.table.rows:
        console.print(Padding(_table(section.table), (0, 2)))


def _line(line: Line) -> Text:
    text = Text(f"{SIGNS[line.tone]} ", style=STYLES[line.tone])
    text.append(line.words)
    if line.sources:
        text.append(f" ({', '.join(line.sources)})", style="dim")
    for words in line.beneath:
        text.append(f"\n    {words}", style="dim")
    return text


def _table(table: Table) -> Grid:
    grid = Grid(box=None, pad_edge=False, header_style="dim")
    for column in table.columns:
        grid.add_column(column, justify="right" if column in table.figures else "left")
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid
