"""What a reader sees of an outlook, as plain values: sections of lines and tables, ready for any medium.

Templates and terminals lay these out and decide nothing; what a line says, its tone and its sources are settled here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """How a line is shown. There is no tone for "go": an open gate is a plain tick (shared look, rule one)."""

    PLAIN = "plain"
    DONE = "done"
    HOLD = "hold"
    ALARM = "alarm"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its tone, what stands smaller beneath it, and the sources one tap away.

    `english` is the same in English, beside a translation that nobody has reviewed, where a life may hang on it.
    """

    words: str
    tone: Tone = Tone.PLAIN
    beneath: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    english: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the names of the columns that hold figures are set to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[str] = frozenset()

    def style(self, column: str) -> str:
        """Return how a column is set: figures to the right, sources small and grey."""
        return "figure" if column in self.figures else "source" if column == "sources" else ""


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: lines, then a table. `empty` says what to do next where there is nothing yet.

    `name` is how access speaks of it; `beside` asks for a place at the side where there is room for one.
    """

    name: str
    title: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    empty: str = ""
    beside: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.lines and (self.table is None or not self.table.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole page: whom to call, who and when, the drawn course, the sections, and what stands at the foot."""

    title: str
    emergency: Line
    alarms: tuple[Line, ...]
    banner: tuple[Line, ...]
    drawing: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    watermark: str = ""
