"""Fills the database of this installation with a clinic of years.

python -m bench.clinic.fill --folder DIR [--scale 0.01] [--seed 7]      prints one JSON line
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.clinic.size import Size
from nappage.console.installation import use_installation

ON_BOARD = 30
# Patients in the middle of their course who may be treated today: those whose passes are written under load.
DUE = 400


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written: how much, how fast, how large it is, and whether the audit chain is whole."""

    patients: int
    sessions: int
    punctures: int
    rows: int
    seconds: float
    bytes: int
    chain_whole: bool

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.seconds

    @property
    def bytes_per_session(self) -> float:
        return self.bytes / self.sessions


def fill(size: Size, now: datetime, seed: int) -> Filled:
    """Return what was written into the database of this installation, which is empty before."""
    from bench.clinic.calendar import days_of
    from bench.clinic.filling import Filling, bytes_on_disk, in_time
    from bench.clinic.home import make_home
    from nappage.actions.audit import broken_at
    from nappage.console.demo.make import prepare_database
    from nappage.records.models import AuditEvent

    prepare_database()
    empty = bytes_on_disk()
    opened = now.date() - timedelta(days=days_of(size) + 60)
    home = make_home(opened, now)
    patients = list(_patients(home, size, now, seed))
    filling = Filling(home, _rested(), {patient.person: patient for patient in patients})
    began = perf_counter()
    sessions = _watched((act.act == "sign session" for act in filling.fill(in_time(patients))), size.sessions)
    seconds = perf_counter() - began
    assert filling.number == AuditEvent.objects.count(), "every act leaves its event"
    return Filled(
        patients=size.patients,
        sessions=sessions,
        punctures=size.punctures,
        rows=filling.written,
        seconds=seconds,
        bytes=bytes_on_disk() - empty,
        chain_whole=broken_at(home.clinic.id) is None,
    )


def filled_once(folder: Path, size: Size, seed: int) -> Filled:
    """Return what the folder's database holds; a folder that was filled before is taken as it is."""
    kept = folder / "filled.json"
    if kept.exists():
        return Filled(**json.loads(kept.read_text(encoding="utf-8")))
    filled = fill(size, datetime.now(UTC), seed)
    kept.write_text(json.dumps(asdict(filled)), encoding="utf-8")
    return filled


def _patients(home: Any, size: Size, now: datetime, seed: int) -> Iterable[Any]:
    from bench.clinic.calendar import lay_all
    from bench.clinic.patient import PatientCourses

    board, due = min(ON_BOARD, size.patients // 3), min(DUE, size.patients // 2)
    laid = lay_all(size, now.date(), board, due, Random(seed))
    given = 0
    for number, (courses, sessions) in enumerate(zip(laid, size.sessions_of, strict=True)):
        punctures = size.punctures_of[given : given + sessions]
        yield PatientCourses(home, number, courses, punctures, now, Random(f"{seed}/{number}"))
        given += sessions


def _rested() -> Any:
    """Return what decisions rest on: the edition in use, and the rules that spoke about a story of the bench."""
    from bench.clinic.filling import Rested
    from bench.stories import Stories
    from nappage.assessment.edition_in_use import edition_in_use
    from nappage.engine.outlook import outlook
    from nappage.library.decision import rules_of

    stories = Stories(edition_in_use())
    asked = stories.answered()
    found = outlook(asked.story, stories.policy, edition_in_use(), asked.at)
    return Rested(found.edition, found.timezones, list(rules_of(found)), 1)


def _watched(signed: Iterable[bool], total: int) -> int:
    """Return how many sessions were signed, with a bar on the terminal until all are."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    count = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("sessions", total=total)
        for is_signed in signed:
            if is_signed:
                count += 1
                progress.update(bar, completed=count)
    return count


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True)
@click.option("--scale", default=1.0, show_default=True)
@click.option("--seed", default=7, show_default=True)
def main(folder: Path, scale: float, seed: int) -> None:
    """Fill the database and print what was written as one line of JSON."""
    use_installation(folder)
    filled = filled_once(folder, Size().scaled(scale), seed)
    json.dump(asdict(filled), sys.stdout)
    print()


if __name__ == "__main__":
    main()
