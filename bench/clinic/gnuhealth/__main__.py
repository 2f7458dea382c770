"""GNU Health's figures: installs nothing by itself, `make -C bench peers` made its environment.

python -m bench.clinic.gnuhealth ENVIRONMENT [--scale 0.1] [--seconds 10]      prints one JSON line
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import click
import psycopg
from psycopg import sql
from rich.console import Console

from bench.clinic.client import Request, drive
from bench.clinic.counting import parent
from bench.clinic.measured import CLIENTS, WARMING, Measured, row_of
from support.postgres import cluster_address

DATABASE = "gnuhealth"
PATIENTS, EVALUATIONS = 1_000, 20_000
LISTED = 20
PATIENCE = 600
_HERE = Path(__file__).parent
_CONFIG = """
[database]
uri = {uri}
[session]
timeout = 86400
[password]
length = 8
"""
_FIELDS = {
    "gnuhealth.patient": ["id", "puid", "party", "lastname", "gender", "dob", "age", "blood_type", "rh", "rec_name"],
    "gnuhealth.patient.evaluation": [
        "id", "code", "patient", "evaluation_start", "evaluation_type", "state", "chief_complaint", "urgency",
        "rec_name", "create_date",
    ],
}  # fmt: skip


class Peer:
    """One GNU Health over its own database in our cluster."""

    def __init__(self, environment: Path, folder: Path) -> None:
        self.bin, self.folder = environment / "bin", folder
        self.uri = cluster_address(durable=True).rpartition("/")[0] + "/"
        self.password = secrets.token_hex(8)
        self.config = folder / "trytond.conf"
        self.config.write_text(_CONFIG.format(uri=self.uri), encoding="utf-8")
        secret = folder / "password"
        secret.write_text(self.password, encoding="utf-8")
        self.variables = {**os.environ, "TRYTOND_CONFIG": str(self.config), "TRYTONPASSFILE": str(secret)}
        self.variables.pop("PYTHONPATH", None)

    def make(self, scale: float) -> list[int]:
        """Return the ids of the patients of a database that was made and filled, or taken from an earlier run's dump.

        Making it costs minutes of its installer, which are not measured.
        """
        with psycopg.connect(f"{self.uri}postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        counts = [max(round(many * scale), LISTED) for many in (PATIENTS, EVALUATIONS)]
        dump = self.bin.parent / f"bench-{counts[0]}-{counts[1]}.dump"
        told = dump.with_suffix(".json")
        if told.exists():
            self._run("pg_restore", "--no-owner", "-d", self.uri + DATABASE, dump)
            kept = json.loads(told.read_text(encoding="utf-8"))
            self.password = kept["password"]
            return list(kept["patients"])
        patients = self._install(counts)
        if shutil.which("pg_dump"):
            self._run("pg_dump", "-Fc", "-f", dump, self.uri + DATABASE)
            told.touch(mode=0o600)
            told.write_text(json.dumps({"password": self.password, "patients": patients}), encoding="utf-8")
        return patients

    def _install(self, counts: list[int]) -> list[int]:
        admin: list[str | Path] = [self.bin / "trytond-admin", "-c", self.config, "-d", DATABASE]
        self._run(*admin, "--all", "--email", "bench@localhost", "-p")
        modules = ("health", "health_lab", "health_nursing")
        self._run(*admin, "-u", *modules, "--activate-dependencies")
        seed = _HERE / "seed.py"
        made: list[int] = json.loads(self._run(self.bin / "python", seed, self.config, DATABASE, *map(str, counts)))
        return made

    def _run(self, *command: str | Path) -> str:
        done = subprocess.run(command, env=self.variables, cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"GNU Health: {command[0]} ended with {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[tuple[int, int]]:
        """Serve it while the block runs, as anchors.md did: two workers of four threads; yield port and process."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        command = ["gunicorn", "-w", "2", "--threads", "4", "--keep-alive", "60", "-b", f"127.0.0.1:{port}"]
        with (self.folder / "server.log").open("wb") as log:
            server = subprocess.Popen(
                [self.bin / "python", "-m", *command, "trytond.application:app"],
                env=self.variables, cwd=self.folder, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            yield port, server.pid
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(PATIENCE)

    def log_in(self, port: int) -> dict[str, str]:
        """Return the headers of somebody who has logged in, as soon as the server answers."""
        asked = json.dumps({"id": 0, "method": "common.db.login", "params": ["admin", {"password": self.password}]})
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
                connection.request("POST", f"/{DATABASE}/", asked, {"Content-Type": "application/json"})
                user, key = json.loads(connection.getresponse().read())["result"][:2]
            except (OSError, KeyError, TypeError, ValueError):
                time.sleep(0.5)
                continue
            session = base64.b64encode(f"admin:{user}:{key}".encode()).decode()
            return {"Content-Type": "application/json", "Authorization": f"Session {session}"}
        sys.exit("GNU Health did not answer:\n" + (self.folder / "server.log").read_text("utf-8")[-2000:])

    def database_process(self) -> int:
        """Return the process of the cluster's server."""
        with psycopg.connect(f"{self.uri}postgres") as connection:
            (pid,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        return parent(pid)


class Faults:
    """Counts answers that carry an error: GNU Health sends them with HTTP 200."""

    def __init__(self) -> None:
        self.count = 0

    def told(self, _status: int, body: bytes) -> None:
        self.count += b'"error"' in body[:200] or b'"result"' not in body


def calls(headers: dict[str, str], faults: Faults, method: str, params: Callable[[], list[Any]]) -> Iterator[Request]:
    """Yield calls of one method, each with its own parameters."""
    for number in count(1):
        body = json.dumps({"id": number, "method": method, "params": [*params(), {}]}).encode()
        yield Request(f"/{DATABASE}/", headers, "POST", body, faults.told)


def _operations(patients: list[int], chance: Random) -> dict[str, tuple[str, Callable[[], list[Any]]]]:
    patient, evaluation = _FIELDS
    fields = _FIELDS[evaluation]
    seen = {
        "__class__": "datetime",
        "year": 2026,
        "month": 2,
        "day": 3,
        "hour": 9,
        "minute": 0,
        "second": 0,
        "microsecond": 0,
    }

    def one() -> list[tuple[str, str, int]]:
        return [("patient", "=", chance.choice(patients))]

    return {
        "read a patient": (f"model.{patient}.read", lambda: [[chance.choice(patients)], _FIELDS[patient]]),
        "list 20": (f"model.{evaluation}.search_read", lambda: [one(), 0, LISTED, None, fields]),
        "create one": (
            f"model.{evaluation}.create",
            lambda: [[{"patient": chance.choice(patients), "evaluation_start": seen, "chief_complaint": "Follow-up"}]],
        ),
    }


def measure(peer: Peer, patients: list[int], seconds: float) -> Iterator[Measured]:
    """Yield each operation under one client and under many."""
    with peer.served() as (port, pid):
        headers, processes = peer.log_in(port), (pid, peer.database_process())
        for name, (method, params) in _operations(patients, Random(11)).items():
            for clients in CLIENTS:
                faults = Faults()
                streams = [calls(headers, faults, method, params) for _ in range(clients)]
                drive(port, streams, WARMING, processes)
                row = row_of(name, clients, drive(port, streams, seconds, processes))
                yield Measured(**{**asdict(row), "refused": row.refused + faults.count})


@click.command()
@click.argument("environment", type=click.Path(exists=True, path_type=Path))
@click.option("--scale", default=1.0, show_default=True)
@click.option("--seconds", default=10.0, show_default=True)
def main(environment: Path, scale: float, seconds: float) -> None:
    """Make, fill, serve and measure it."""
    told = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer(environment.absolute(), Path(folder))
        told.print("GNU Health: making its database (a minute)")
        patients = peer.make(scale)
        rows = []
        for row in measure(peer, patients, seconds):
            told.print(f"GNU Health {row}", highlight=False)
            rows.append(asdict(row))
    json.dump(rows, sys.stdout)
    print()


if __name__ == "__main__":
    main()
