"""One engine, from an empty database to every figure: fills it, serves it, asks it, and counts what was kept.

python -m bench.clinic.run --folder DIR [--scale 0.01] [--seconds 10] [--minutes 5]      prints one JSON line
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Lock
from typing import Any, TypeVar

import click
from rich.console import Console

from bench.clinic.client import Request, drive
from bench.clinic.counting import parent
from bench.clinic.fill import DUE, ON_BOARD, Filled, filled_once
from bench.clinic.kept import Kept, keep
from bench.clinic.measured import CLIENTS, WARMING, Measured, row_of
from bench.clinic.server import Served, served
from bench.clinic.size import Size
from bench.clinic.written import Written
from nappage.console.installation import use_installation

WRITERS = 8
# Pages that are about the whole clinic.
PAGES = {"Today": "/", "worklist": "/follow-up/", "recall list": "/recall/", "week agenda": "/agenda/?view=week"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EngineRun:
    """All figures of one engine."""

    engine: str
    filled: Filled
    measured: tuple[Measured, ...]
    written: Written | None
    kept: Kept | None


class OneByOne:
    """Gives out what an iterator yields to several threads."""

    def __init__(self, things: Iterable[T]) -> None:
        self._things, self._turn = iter(things), Lock()

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        with self._turn:
            return next(self._things)


class Measuring:
    """Asks the server about a filled database."""

    def __init__(self, server: Served, size: Size, seconds: float) -> None:
        from nappage.records.models import Identity, Member

        self.server, self.size, self.seconds = server, size, seconds
        self.injectors = list(Member.objects.filter(slug__startswith="injector").select_related("user"))
        self.persons = list(Identity.objects.order_by("person").values_list("person", flat=True))
        self.processes = [server.pid, *_database()]
        self.chairs = 0

    def all(self) -> Iterator[Measured]:
        """Yield every operation under one client and under many."""
        from bench.clinic import chairs

        chance, persons, people = Random(11), self.persons, self.size.patients
        for name, path in PAGES.items():
            yield from self._each(name, lambda headers, path=path: chairs.boards(headers, path))  # type: ignore[misc]
        yield from self._each("chart", lambda headers: chairs.charts(persons, headers, Random(chance.random())))
        yield from self._each("measures", lambda headers: chairs.progress(persons, headers, Random(chance.random())))
        yield from self._each("search", lambda headers: chairs.searches(people, headers, Random(chance.random())))
        for clients in CLIENTS:
            devices = self.devices(clients, clients)
            asked = [one.requests() for one in devices]
            drive(self.server.port, asked, WARMING, self.processes)
            yield row_of("pass", clients, drive(self.server.port, asked, self.seconds, self.processes))

    def _each(self, name: str, stream: Callable[[dict[str, str]], Iterator[Request]]) -> Iterator[Measured]:
        # A worker reads its templates and its edition at its first page: every worker has seen this one before.
        drive(self.server.port, self._streams(max(CLIENTS), stream), WARMING, self.processes)
        for clients in CLIENTS:
            asked = self._streams(clients, stream)
            yield row_of(name, clients, drive(self.server.port, asked, self.seconds, self.processes))

    def _streams(self, clients: int, stream: Callable[[dict[str, str]], Iterator[Request]]) -> list[Iterator[Request]]:
        from bench.clinic.chairs import headers_of

        members = [self.injectors[number % len(self.injectors)] for number in range(clients)]
        return [stream(headers_of(member, datetime.now(UTC))) for member in members]

    def devices(self, count: int, chairs: int) -> list[Any]:
        """Return devices that chart, with so many patients who were seated now to be shared among them."""
        from bench.clinic.chairs import Passes, seated

        board = min(ON_BOARD, self.size.patients // 3)
        begins, ends = board + self.chairs, board + min(DUE, self.size.patients // 2)
        numbers = range(begins, min(begins + chairs, ends))
        self.chairs += len(numbers)
        seats = OneByOne(list(seated(numbers, self.injectors, datetime.now(UTC))))
        return [Passes(seats, lambda: datetime.now(UTC), Random(number)) for number in range(count)]

    def write(self, minutes: float) -> Written:
        """Return what so many devices leave that chart as fast as they are answered."""
        from nappage.records.models import Entry

        since = datetime.now(UTC)
        devices = self.devices(WRITERS, min(DUE - self.chairs, round(60 * minutes) + WRITERS))
        load = drive(self.server.port, [one.requests() for one in devices], minutes * 60, self.processes)
        saved = set().union(*(one.saved for one in devices))
        found = list(Entry.objects.filter(kind="pass", recorded_at__gte=since).values_list("id", flat=True))
        return Written(
            minutes=load.seconds / 60,
            sent=sum(one.sent for one in devices),
            saved=len(saved),
            per_second=load.per_second,
            p99=load.quantile(0.99) * 1000,
            locked=self.server.count("database is locked"),
            failed=load.refused,
            lost=len(saved - set(found)),
            duplicate=len(found) - len(set(found)) + len(set(found) - saved),
        )


def _database() -> list[int]:
    """Return the database's own server: none with SQLite, whose work is done in the workers."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return [parent(int(cursor.fetchone()[0]))]


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True)
@click.option("--scale", default=1.0, show_default=True)
@click.option("--seconds", default=10.0, show_default=True)
@click.option("--minutes", default=5.0, show_default=True)
@click.option("--most-rows", default=0, show_default=True)
@click.option("--seed", default=7, show_default=True)
def main(folder: Path, scale: float, seconds: float, minutes: float, most_rows: int, seed: int) -> None:
    """Fill, serve, measure, and print everything as one line of JSON."""
    use_installation(folder)
    from django.db import connection

    size, told = Size().scaled(scale), Console(stderr=True)
    filled = filled_once(folder, size, seed)
    with served(folder) as server:
        measuring = Measuring(server, size, seconds)
        rows = []
        for row in measuring.all():
            told.print(f"{connection.vendor} {row}", highlight=False)
            rows.append(row)
        written = measuring.write(minutes) if minutes else None
    kept = keep(folder) if not most_rows or filled.rows <= most_rows else None
    json.dump(asdict(EngineRun(connection.vendor, filled, tuple(rows), written, kept)), sys.stdout)
    print()


if __name__ == "__main__":
    main()
