"""The worked examples of the repository, each looked at from every instant at which something in it happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nappage.library.case import Case, read_case
from nappage.library.plain import as_plain
from nappage.rendering.sheet import Sheet

EXAMPLES = Path(__file__).parents[2] / "examples"


def example(name: str) -> Case:
    """Return the example of this name."""
    return read_case(EXAMPLES / f"{name}.toml")


def examples() -> dict[str, Case]:
    """Return every example by name; a policy that others extend is none."""
    return {path.stem: read_case(path) for path in sorted(EXAMPLES.glob("s*.toml"))}


def instants(case: Case, most: int = 8) -> list[datetime]:
    """Return the case's own instant, some recorded ones from its beginning to its end, and one long after."""
    recorded = sorted(set(_instants(as_plain(case.story))))
    some = recorded[:: max(1, len(recorded) // most)]
    return [*([case.at] if case.at else []), *some, recorded[-1] + timedelta(days=400)]


def words_of(sheet: Sheet) -> Iterator[str]:
    """Yield every text of a sheet, the drawing's included."""
    yield from (sheet.title, sheet.drawing, *sheet.foot)
    sections = (line for section in sheet.sections for line in section.lines)
    for line in (sheet.emergency, *sheet.alarms, *sheet.banner, *sections):
        yield from (line.words, *line.beneath, *line.sources)
    for section in sheet.sections:
        yield from (section.title, section.empty)
        if section.table is not None:
            yield from (*section.table.columns, *(cell for row in section.table.rows for cell in row))


def _instants(plain: Any) -> Iterator[datetime]:
    if isinstance(plain, dict):
        for item in plain.values():
            yield from _instants(item)
    elif isinstance(plain, list):
        for item in plain:
            yield from _instants(item)
    elif isinstance(plain, str) and "T" in plain and plain[:2] == "20":
        yield datetime.fromisoformat(plain)
