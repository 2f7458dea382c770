"""The worked examples of the repository, each looked at from every instant at which something in it happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nappage.library.case import Case, read_case
from nappage.library.plain import as_plain

EXAMPLES = Path(__file__).parents[2] / "examples"


def example(name: str) -> Case:
    """Return the example of this name."""
    return read_case(EXAMPLES / f"{name}.toml")


def examples() -> dict[str, Case]:
    """Return every example by name; a policy that others extend is none."""
    return {path.stem: read_case(path) for path in sorted(EXAMPLES.glob("s*.toml"))}


def instants(case: Case) -> list[datetime]:
    """Return the case's own instant, every recorded one with a minute and an hour after it, and one far behind."""
    recorded = sorted(set(_instants(as_plain(case.story))))
    moved = [at + after for at in recorded for after in (timedelta(), timedelta(minutes=1), timedelta(hours=1))]
    return [*([case.at] if case.at else []), *moved, recorded[-1] + timedelta(days=400)]


def _instants(plain: Any) -> Iterator[datetime]:
    if isinstance(plain, dict):
        for item in plain.values():
            yield from _instants(item)
    elif isinstance(plain, list):
        for item in plain:
            yield from _instants(item)
    elif isinstance(plain, str) and "T" in plain and plain[:2] == "20":
        yield datetime.fromisoformat(plain)
