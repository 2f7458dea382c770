"""The clinic door under load, on SQLite and on PostgreSQL, beside GNU Health: one table from one run.

python -m bench.clinic [--scale 0.01] [--seconds 10] [--minutes 5] [--only sqlite] [--peer ENVIRONMENT]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from bench.clinic.fill import Filled
from bench.clinic.measured import CLIENTS, Measured
from bench.clinic.written import Written
from support.postgres import cluster_address

ENGINES = ("sqlite", "postgresql")
# What of ours stands beside what of the peer's.
BESIDE = {"chart": "read a patient", "search": "list 20", "Today": "list 20", "pass": "create one"}
# Goals of the 99th percentile in milliseconds, under many clients.
GOALS = {"Today": 150, "chart": 150, "search": 150, "pass": 100}
Run = dict[str, Any]


def measured_on(engine: str, folder: Path, options: list[str]) -> Run:
    """Return all figures of one engine, from a process of its own."""
    variables = {**os.environ, "NAPPAGE_DEMO": "1", "NAPPAGE_DATABASE": ""}
    if engine == "postgresql":
        variables["NAPPAGE_DATABASE"] = cluster_address(durable=True)
    command = [sys.executable, "-m", "bench.clinic.run", "--folder", str(folder / engine), *options]
    return dict(_told(command, variables))


def measured_peer(environment: Path, options: list[str]) -> list[Measured]:
    """Return the figures of GNU Health, from the same cluster."""
    command = [sys.executable, "-m", "bench.clinic.gnuhealth", str(environment), *options]
    return [Measured(**row) for row in _told(command, dict(os.environ))]


def _told(command: list[str], variables: dict[str, str]) -> Any:
    done = subprocess.run(command, env=variables, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{command[2]} ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def filled_lines(runs: Iterable[Run]) -> Iterator[str]:
    """Yield what each database holds and what it took to write it."""
    for run in runs:
        filled = Filled(**run["filled"])
        yield (
            f"{run['engine']}: {filled.patients:,} patients, {filled.sessions:,} sessions,"
            f" {filled.punctures:,} punctures as passes, {filled.rows:,} rows"
            f" at {filled.rows_per_second:,.0f} rows/s; {filled.bytes / 1e6:,.0f} MB,"
            f" {filled.bytes_per_session:,.0f} bytes a session (signed papers apart);"
            f" audit chain {'whole' if filled.chain_whole else 'BROKEN'}"
        )


def load_lines(runs: list[Run], peer: list[Measured]) -> Iterator[str]:
    """Yield the table: ours on each engine, and beside it what of the peer's is nearest."""
    yield f"{'operation':24}{'clients':>8}{'p50 ms':>10}{'p99 ms':>10}{'req/s':>9}{'CPU-ms':>9}{'refused':>9}  beside"
    theirs = {(row.operation, row.clients): row for row in peer}
    for run in runs:
        for row in (Measured(**each) for each in run["measured"]):
            near = theirs.get((BESIDE[row.operation], row.clients))
            yield _line(f"{run['engine']} {row.operation}", row, " ".join((_goal(row), _ratios(row, near))).strip())
    for row in peer:
        yield _line(f"GNU Health {row.operation}", row, "")


def _line(name: str, row: Measured, beside: str) -> str:
    figures = f"{row.p50:>10,.1f}{row.p99:>10,.1f}{row.per_second:>9,.1f}{row.cpu:>9,.1f}{row.refused:>9}"
    return f"{name:24}{row.clients:>8}{figures}  {beside}"


def _goal(row: Measured) -> str:
    if row.clients != max(CLIENTS):
        return ""
    goal = GOALS[row.operation]
    return f"p99 {row.p99 / goal:.2f} x the goal of {goal} ms;"


def _ratios(row: Measured, near: Measured | None) -> str:
    if near is None:
        return ""
    return f"of GNU Health, {near.operation}: CPU {row.cpu / near.cpu:.2f}, p99 {row.p99 / near.p99:.2f}"


def written_lines(runs: Iterable[Run]) -> Iterator[str]:
    """Yield what eight writers left on each engine, and what there must be none of."""
    for run in runs:
        if run["written"] is None:
            continue
        done = Written(**run["written"])
        yield (
            f"{run['engine']}: 8 writers, {done.minutes:.1f} min, {done.sent:,} passes sent,"
            f" {done.saved:,} different ones saved, {done.per_second:,.0f}/s,"
            f" p99 {done.p99:,.0f} ms; database is locked: {done.locked},"
            f" failed: {done.failed}, lost: {done.lost}, duplicate: {done.duplicate}"
        )


def is_sound(runs: Iterable[Run]) -> bool:
    """Return whether nothing was lost, doubled, refused or locked, and every chain is whole."""
    for run in runs:
        done = Written(**run["written"]) if run["written"] else None
        if not run["filled"]["chain_whole"] or any(row["refused"] for row in run["measured"]):
            return False
        if done and (done.locked or done.failed or done.lost or done.duplicate):
            return False
    return True


@click.command()
@click.option(
    "--scale", default=1.0, show_default=True, help="Of 10,000 patients, 100,000 sessions, 12 million punctures."
)
@click.option("--seconds", default=10.0, show_default=True, help="How long each line is measured.")
@click.option("--minutes", default=5.0, show_default=True, help="How long eight devices chart; 0 leaves it out.")
@click.option("--only", type=click.Choice(ENGINES), help="One engine alone.")
@click.option("--peer", type=click.Path(path_type=Path), help="The environment that `make -C bench peers` made.")
def main(scale: float, seconds: float, minutes: float, only: str | None, peer: Path | None) -> None:
    """Print the table; end with 1 if anything was lost, doubled or refused."""
    options = ["--scale", str(scale), "--seconds", str(seconds)]
    with tempfile.TemporaryDirectory(prefix="nappage-bench-") as folder:
        engines = [only] if only else ENGINES
        runs = [measured_on(engine, Path(folder), [*options, "--minutes", str(minutes)]) for engine in engines]
    theirs = measured_peer(peer, options) if peer and (peer / "bin" / "trytond-admin").exists() else []
    print("\n".join([*filled_lines(runs), "", *load_lines(runs, theirs), "", *written_lines(runs)]))
    if not theirs:
        print("GNU Health is not beside it: `make -C bench peers` installs it (some minutes), then run this again.")
    sys.exit(0 if is_sound(runs) else 1)


if __name__ == "__main__":
    main()
