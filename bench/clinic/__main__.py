"""The clinic door under load, on SQLite and on PostgreSQL, beside GNU Health: one table from one run.

python -m bench.clinic [--scale 0.01] [--seconds 10] [--minutes 5] [--only sqlite] [--peer ENVIRONMENT] [--page FILE]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bench.clinic.fill import Filled
from bench.clinic.kept import Kept
from bench.clinic.measured import Measured
from bench.clinic.report import EngineFigures, is_sound, page
from bench.clinic.written import Written
from support.postgres import cluster_address

ENGINES = ("sqlite", "postgresql")


def measured_on(engine: str, folder: Path, options: list[str]) -> EngineFigures:
    """Return all figures of one engine, from a process of its own."""
    variables = {**os.environ, "NAPPAGE_DEMO": "1", "NAPPAGE_DATABASE": ""}
    if engine == "postgresql":
        variables["NAPPAGE_DATABASE"] = cluster_address(durable=True)
    told = _told([sys.executable, "-m", "bench.clinic.run", "--folder", str(folder / engine), *options], variables)
    return EngineFigures(
        told["engine"],
        Filled(**told["filled"]),
        tuple(Measured(**row) for row in told["measured"]),
        Written(**told["written"]) if told["written"] else None,
        Kept(**told["kept"]) if told["kept"] else None,
    )


def measured_peer(environment: Path, options: list[str]) -> list[Measured]:
    """Return the figures of GNU Health, from the same cluster."""
    command = [sys.executable, "-m", "bench.clinic.gnuhealth", str(environment), *options]
    return [Measured(**row) for row in _told(command, dict(os.environ))]


def _told(command: list[str], variables: dict[str, str]) -> Any:
    done = subprocess.run(command, env=variables, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{command[2]} ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """Yield the folder of the databases: one that stays, or one of this run alone."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="nappage-bench-") as made:
        yield Path(made)


def _write(said: str, written: Path | None) -> None:
    if written is not None:
        written.write_text(said, encoding="utf-8")


_PATH = click.Path(path_type=Path)


@click.command()
@click.option("--scale", default=1.0, show_default=True, help="Of 10,000 patients, 100,000 sessions, 12 m punctures.")
@click.option("--scale-postgresql", type=float, help="Another scale for PostgreSQL and the peer.")
@click.option("--seconds", default=10.0, show_default=True, help="How long each line is measured.")
@click.option("--minutes", default=5.0, show_default=True, help="How long eight devices chart; 0 leaves it out.")
@click.option("--only", type=click.Choice(ENGINES), help="One engine alone.")
@click.option("--peer", type=_PATH, help="The environment that `make -C bench peers` made.")
@click.option("--kept", type=_PATH, help="Keep the SQLite database there; one that is there is measured as it is.")
@click.option("--most-rows", default=0, help="Back up no database of more rows than this; 0 backs up any.")
@click.option("--page", "written", type=_PATH, help="Write the table to this file too.")
def main(
    scale: float,
    scale_postgresql: float | None,
    seconds: float,
    minutes: float,
    only: str | None,
    peer: Path | None,
    kept: Path | None,
    most_rows: int,
    written: Path | None,
) -> None:
    """Print the table; end with 1 if anything was lost, doubled or refused."""
    at, scales = datetime.now(UTC), {"sqlite": scale, "postgresql": scale_postgresql or scale}
    timed = ["--seconds", str(seconds)]
    ours = [*timed, "--minutes", str(minutes), "--most-rows", str(most_rows)]
    runs: list[EngineFigures] = []
    with _folder(kept) as folder:
        for engine in [only] if only else ENGINES:
            runs.append(measured_on(engine, folder, ["--scale", str(scales[engine]), *ours]))
            # A run of an hour that is cut off leaves what it had.
            _write(page(runs, [], at, seconds), written)
    there = peer is not None and (peer / "bin" / "trytond-admin").exists()
    theirs = measured_peer(peer, ["--scale", str(scales["postgresql"]), *timed]) if peer and there else []
    said = page(runs, theirs, at, seconds)
    _write(said, written)
    print(said)
    sys.exit(0 if is_sound(runs) else 1)


if __name__ == "__main__":
    main()
