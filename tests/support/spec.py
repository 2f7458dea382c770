"""Tables that are at once the clinical specification, its tests and its printed page.

    @specified_by('''
        | mix   | control | flare | reading            |
        | 5 mm  | 5 mm    | no    | no reaction seen   |
        | 8 mm  | 5 mm    |       | indeterminate      |
    ''')
    def test_a_wheal_is_judged_against_its_control(row): ...

Each row runs as a case; a blank cell is an unknown, which is specified like any other value. `nappage`'s reference
pages under docs/reference/specification are rendered from the same tables (see render_spec.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import pytest

Row = dict[str, str]
F = TypeVar("F", bound=Callable[..., Any])


def rows(table: str) -> list[Row]:
    """Return the rows of a pipe table by column name; refuses a row with another number of cells."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head, body = cells[0], cells[1:]
    for line, row in zip(lines[1:], body, strict=True):
        assert len(row) == len(head), f"{len(head)} cells expected: {line}"
    return [dict(zip(head, row, strict=True)) for row in body]


def specified_by(table: str) -> Callable[[F], F]:
    """Run the test once for each row, and keep the table on it so that the page can be rendered."""

    def decorate(test: F) -> F:
        cases = [pytest.param(row, id=" / ".join(row.values())) for row in rows(table)]
        marked = pytest.mark.parametrize("row", cases)(test)
        marked.table = table  # read back by the page renderer
        return cast(F, marked)

    return decorate
