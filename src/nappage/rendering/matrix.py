"""The matrix as rows of a table and as plain values for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nappage.library.matrix import MatrixRow, Status

HEADINGS = ("id", "status", "tests", "why")


def table_rows(rows: Iterable[MatrixRow]) -> tuple[tuple[str, str, str, str], ...]:
    """Return one row of texts for each id, with one test by name and how many more there are."""
    return tuple((row.id, row.status.value, _shortened(row.tests), row.why) for row in rows)


def plain_rows(rows: Iterable[MatrixRow]) -> list[dict[str, str | list[str]]]:
    """Return what `nappage knowledge matrix --format json` prints: a list of {id, kind, status, tests, why}."""
    return [
        {"id": row.id, "kind": row.kind.value, "status": row.status.value, "tests": list(row.tests), "why": row.why}
        for row in rows
    ]


def totals(rows: Iterable[MatrixRow]) -> str:
    """Return the count of each status ("212 proven, 150 not-yet, 1 not-implemented")."""
    count = Counter(row.status for row in rows)
    return ", ".join(f"{count[status]} {status.value}" for status in Status)


def _shortened(tests: tuple[str, ...]) -> str:
    if not tests:
        return ""
    first = tests[0].rpartition("::")[2]
    return first if len(tests) == 1 else f"{first} (+{len(tests) - 1})"
