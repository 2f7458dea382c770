"""The page of one run: what each database holds, what its screens cost, what writers left, what keeping it takes."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bench.clinic.fill import Filled
from bench.clinic.kept import Kept
from bench.clinic.measured import CLIENTS, Measured
from bench.clinic.size import Size
from bench.clinic.written import Written
from nappage.project.sqlite import use_current_sqlite

# What of ours stands beside what of the peer's.
BESIDE = {
    "chart": "read a patient", "measures": "read a patient", "search": "list 20", "Today": "list 20",
    "worklist": "list 20", "recall list": "list 20", "week agenda": "list 20", "pass": "create one",
}  # fmt: skip
# Goals of the 99th percentile in milliseconds, under many clients, and of the share of the peer's CPU.
GOALS = {"Today": 150, "chart": 150, "search": 150, "pass": 100}
SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """All figures of one engine, as its process told them."""

    engine: str
    filled: Filled
    measured: tuple[Measured, ...]
    written: Written | None
    kept: Kept | None


def page(runs: list[EngineFigures], peer: list[Measured], at: datetime, seconds: float) -> str:
    """Return the page as Markdown."""
    parts = [
        _head(at, seconds),
        _table(("database", "patients", "sessions", "punctures", "rows", "rows/s", "MB", "bytes a session", "chain"),
               map(_filled, runs)),
        _smaller(runs) + "A puncture is held within its pass. Signed papers are apart.",
        "## Screens",
        _table(("operation", "clients", "p50 ms", "p99 ms", "a second", "CPU-ms each", "answers", "refused", "load",
                "beside"), _screens(runs, peer)),
        _peers(peer),
        "## Eight writers",
        _table(("database", "minutes", "sent", "saved", "a second", "p99 ms", "locked", "failed", "lost", "duplicate"),
               (_written(run.engine, run.written) for run in runs if run.written)),
        "Every twentieth pass is sent twice, as a device does that heard no answer: it is to be one pass. `Lost` was "
        "answered as saved and is not in the database; `duplicate` is there more often than it was saved.",
        "## Backup and restore",
        _backups(runs),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _head(at: datetime, seconds: float) -> str:
    sqlite = ".".join(map(str, use_current_sqlite()))
    return (
        "# The clinic door, measured\n\n"
        "Written by `make -C bench clinic`; not edited by hand.\n\n"
        f"Run of {at:%-d %B %Y}, {at:%H:%M} UTC, on {os.cpu_count()} cores ({platform.machine()}), Python "
        f"{platform.python_version()}, SQLite {sqlite}, two workers of the server as a clinic runs it; "
        f"each line for {seconds:g} s after warming up.\n\n"
        "CPU-ms are those of server and database, from the kernel's own count. `Load` is how many processes wanted a "
        f"core meanwhile, by its average of a minute: above {os.cpu_count()} others were at work too, and times by the "
        "clock (p50, p99, a second) say less than CPU-ms, which say what a request costs."
    )


def _smaller(runs: Iterable[EngineFigures]) -> str:
    """Return how much was meant to be there, where a database holds less."""
    whole = Size()
    if all(run.filled.patients >= whole.patients for run in runs):
        return ""
    return (
        f"Meant are {whole.patients:,} patients, {whole.sessions:,} sessions and {whole.punctures:,} punctures "
        "(`SCALE=1`); a database that holds fewer is what this machine had the time for beside its other work. "
    )


def _table(heads: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _filled(run: EngineFigures) -> Iterator[str]:
    filled = run.filled
    yield run.engine
    for count in (filled.patients, filled.sessions, filled.punctures, filled.rows):
        yield f"{count:,}"
    yield f"{filled.rows_per_second:,.0f}"
    yield f"{filled.bytes / 1e6:,.0f}"
    yield f"{filled.bytes_per_session:,.0f}"
    yield "whole" if filled.chain_whole else "BROKEN"


def _screens(runs: Iterable[EngineFigures], peer: Iterable[Measured]) -> Iterator[Iterable[str]]:
    theirs = {(row.operation, row.clients): row for row in peer}
    for run in runs:
        for row in run.measured:
            near = theirs.get((BESIDE[row.operation], row.clients))
            beside = " ".join(filter(None, (_goal(row), _ratio(row, near))))
            yield (*_measured(f"{run.engine}: {row.operation}", row), beside)
    for row in theirs.values():
        yield (*_measured(f"GNU Health: {row.operation}", row), "")


def _measured(name: str, row: Measured) -> tuple[str, ...]:
    times = (f"{value:,.1f}" for value in (row.p50, row.p99, row.per_second, row.cpu))
    return (name, str(row.clients), *times, f"{row.count:,}", str(row.refused), f"{row.load:.1f}")


def _goal(row: Measured) -> str:
    if row.clients != max(CLIENTS) or row.operation not in GOALS:
        return ""
    goal = GOALS[row.operation]
    return f"p99 is {row.p99 / goal:.2f} of the goal of {goal} ms;"


def _ratio(row: Measured, near: Measured | None) -> str:
    if near is None:
        return ""
    share = row.cpu / near.cpu
    reached = f", of a goal of {SHARE:.2f}" if row.operation in GOALS else ""
    return f"CPU {share:.2f} of GNU Health's `{near.operation}`{reached}"


def _peers(peer: list[Measured]) -> str:
    if not peer:
        return "GNU Health is not beside it: `make -C bench peers` installs it (some minutes), then run this again."
    return (
        "GNU Health (from its packages, unpatched, on the same PostgreSQL, two workers of four threads, in the same "
        "run) answers remote calls with plain data, of which a page is still to be made; ours are whole pages."
    )


def _written(engine: str, done: Written) -> Iterator[str]:
    yield from (engine, f"{done.minutes:.1f}", f"{done.sent:,}", f"{done.saved:,}")
    yield from (f"{done.per_second:,.1f}", f"{done.p99:,.0f}")
    yield from map(str, (done.locked, done.failed, done.lost, done.duplicate))


def _backups(runs: Iterable[EngineFigures]) -> str:
    rows = [_kept(run.engine, run.kept) if run.kept else _left_out(run) for run in runs]
    return _table(("database", "rows", "MB", "backup s", "CPU-s", "restore s", "CPU-s", "content"), rows)


def _left_out(run: EngineFigures) -> Iterator[str]:
    """Yield the row of a database that was too large for the time that there was: it is named and not passed over."""
    yield from (run.engine, f"{run.filled.rows:,}", *("" for _ in range(5)), "left out: more rows than MOST_ROWS")


def _kept(engine: str, kept: Kept) -> Iterator[str]:
    yield from (engine, f"{kept.rows:,}", f"{kept.bytes / 1e6:,.0f}")
    yield from (f"{kept.backup:,.1f}", f"{kept.backup_cpu:,.1f}", f"{kept.restore:,.1f}", f"{kept.restore_cpu:,.1f}")
    yield "equal" if kept.equal else "DIFFERENT"


def is_sound(runs: Iterable[EngineFigures]) -> bool:
    """Return whether nothing was lost, doubled, refused or locked, every chain whole, every content restored."""
    for run in runs:
        done = run.written
        if not run.filled.chain_whole or (run.kept and not run.kept.equal) or any(row.refused for row in run.measured):
            return False
        if done and (done.locked or done.failed or done.lost or done.duplicate):
            return False
    return True
