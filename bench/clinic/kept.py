"""The database of a bench written into a backup and restored elsewhere, by the commands that a clinic has."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psycopg
from psycopg import sql

_NAPPAGE = "from nappage.console.main import cli; cli()"
# Whoever restores brings the keys along: they are never in the backup.
KEYS = "*.key"
ELSEWHERE = "restored"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup and its restoring: rows, bytes of the file, seconds and CPU seconds of each; equal content or not."""

    rows: int
    bytes: int
    backup: float
    backup_cpu: float
    restore: float
    restore_cpu: float
    equal: bool


@dataclass(frozen=True, slots=True)
class _Ran:
    seconds: float
    cpu: float
    said: dict[str, str]


def keep(folder: Path) -> Kept:
    """Return what it took to back a folder's installation up, and to restore it into an empty one."""
    with tempfile.TemporaryDirectory(prefix="nappage-kept-", dir=folder) as made:
        file, there = Path(made) / "clinic.backup", Path(made) / ELSEWHERE
        there.mkdir()
        for key in folder.glob(KEYS):
            shutil.copy(key, there)
        written = _nappage("backup", folder, file, os.environ.get("NAPPAGE_DATABASE", ""))
        with _empty_database() as address:
            restored = _nappage("restore", there, file, address)
        return Kept(
            rows=int(written.said["Written:"].split(", ")[-1].split()[0]),
            bytes=file.stat().st_size,
            backup=written.seconds,
            backup_cpu=written.cpu,
            restore=restored.seconds,
            restore_cpu=restored.cpu,
            equal=written.said["Content"] == restored.said["Content"],
        )


def _nappage(command: str, folder: Path, file: Path, database: str) -> _Ran:
    variables = {**os.environ, "NAPPAGE_DATABASE": database}
    began, before = perf_counter(), _cpu()
    done = subprocess.run(
        [sys.executable, "-c", _NAPPAGE, command, "--data", str(folder), str(file)],
        env=variables, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"nappage {command} ended with {done.returncode}\n{done.stderr[-2000:]}")
    # Each line of the answer by its first word.
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    return _Ran(perf_counter() - began, _cpu() - before, said)


def _cpu() -> float:
    """Return the CPU seconds of the commands that have ended; a database's own server is not among them."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@contextmanager
def _empty_database() -> Iterator[str]:
    """Yield the address of an empty database beside the one in use; nothing where the folder holds the database."""
    address = os.environ.get("NAPPAGE_DATABASE", "")
    if not address:
        yield ""
        return
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(ELSEWHERE)))
        yield f"{address.rpartition('/')[0]}/{ELSEWHERE}"
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(ELSEWHERE)))
