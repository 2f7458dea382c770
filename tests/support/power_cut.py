"""A server in processes of its own that is killed without warning, and started again on what it left behind.

A script is a list of requests. It is sent twice: once undisturbed, where what is recorded is counted after each step,
and once with a cut in the middle of every step and another one right after its answer.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import psycopg

from support.postgres import cluster_address

ROOT = Path(__file__).parents[2]
TOKEN = "a" * 32
PATIENCE = 60
# What an installation holds when it is made was written within this time; its copies go on after it.
MADE_WITHIN = timedelta(seconds=60)
# How long after a request was sent the power goes, step by step: before it is read, while it is written, after.
MOMENTS = (0.0, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12)
TABLES = (
    "course", "decision", "document", "draft", "identity", "kitcheck", "lot", "lotuse", "person", "personkey",
    "personlink", "policyversion", "slot", "visit",
)  # fmt: skip
# Looking and logging in leave events too; how often one looks again after a cut is nobody's business here.
OF_NO_ACT = ("look", "log in", "confirm", "read audit")

Totals = Counter[str]


@dataclass(frozen=True)
class Step:
    """One request that writes. `again` are the answers when it was done already: told, or refused as done."""

    words: str
    who: str
    path: str
    form: Mapping[str, Any] | None = None
    sent: Mapping[str, Any] | None = None
    done: Sequence[int] = (200, 302)
    again: Sequence[int] = (200, 302, 409, 422)


@dataclass
class Installation:
    """One installation in a folder of its own: its database, its keys, its server, who is logged in.

    Its clock stands at `now` when it is made, and again when its server is first started: however long a copy waited,
    nobody has been away from the tablets since.
    """

    folder: Path
    database: str
    now: datetime
    shift: float = 0
    known: dict[str, str] = field(default_factory=dict)
    port: int = 0
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self._set_clock()

    def run(self, *command: str) -> Any:
        """Return what a command inside the installation says."""
        told = subprocess.run(
            [sys.executable, "-m", "support.installed", *command],
            env=self.environment(), cwd=self.folder, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return json.loads(told.stdout)

    def start(self) -> None:
        """Start the server, and return when it answers; after a cut it is found where it was."""
        if not self.port:
            self.port = _free_port()
            self._set_clock()
        self.server = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
                "--workers", "1", "--blocking-threads", "1", "nappage.project.wsgi:application",
            ],
            env=self.environment(), cwd=self.folder, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while self.answer("GET", "/accounts/login/") != 200:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.1)

    def cut(self) -> None:
        """Kill the server and everything it started, without warning."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def send(self, step: Step) -> int | None:
        """Return what a step is answered, or None if the power went."""
        if step.sent is not None:
            return self.answer("POST", step.path, step.who, json.dumps(step.sent), "application/json")
        form = urlencode(dict(step.form or {}), doseq=True)
        return self.answer("POST", step.path, step.who, form, "application/x-www-form-urlencoded")

    def answer(self, method: str, path: str, who: str = "", body: str = "", kind: str = "") -> int | None:
        """Return the status of an answer, or None if there was none."""
        cookies = f"csrftoken={TOKEN}" + (f"; sessionid={self.known[who]}" if who else "")
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": kind, "X-Bound": self.known["bound"]}
        with (
            closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection,
            suppress(OSError, HTTPException),
        ):
            connection.request(method, path, body.encode(), headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        return None

    def totals(self) -> Totals:
        """Return how many rows of each kind are recorded."""
        acts = ", ".join(f"'{act}'" for act in OF_NO_ACT)
        parts = [f"SELECT '{table}', count(*) FROM records_{table}" for table in TABLES]
        parts.append("SELECT 'entry ' || kind, count(*) FROM records_entry GROUP BY kind")
        parts.append(f"SELECT 'act ' || act, count(*) FROM records_auditevent WHERE act NOT IN ({acts}) GROUP BY act")
        with self._connection() as connection:
            return Counter(dict(connection.execute(" UNION ALL ".join(parts)).fetchall()))

    def copy(self, folder: Path) -> Installation:
        """Return the same installation in another folder; no server runs on this one."""
        shutil.copytree(self.folder, folder)
        database = _copied(self.database) if self.database else ""
        return Installation(folder, database, self.now + MADE_WITHIN, known=self.known)

    def _set_clock(self) -> None:
        self.shift = (self.now - datetime.now(UTC)).total_seconds()

    def elsewhere(self, folder: Path, database: str | None = None) -> Installation:
        """Return another installation that has the keys of this one and nothing else, on the same engine or another."""
        folder.mkdir()
        for key in self.folder.glob("*.key"):
            shutil.copy(key, folder)
        own = new_database() if self.database else ""
        return Installation(folder, own if database is None else database, self.now, known=self.known)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        if not self.database:
            with closing(sqlite3.connect(self.folder / "nappage.sqlite3")) as connection:
                yield connection
            return
        with psycopg.connect(self.database) as connected:
            connected.execute("SELECT set_config('nappage.clinic', '*', false)")
            yield connected

    def environment(self) -> dict[str, str]:
        """Return the variables that a program runs with inside this installation."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
            "DJANGO_SETTINGS_MODULE": "support.served",
            "NAPPAGE_TEST_SHIFT": str(self.shift),
            "NAPPAGE_DATA": str(self.folder),
            "NAPPAGE_DATABASE": self.database,
            "NAPPAGE_DEMO": "1",
            "XDG_CACHE_HOME": str(self.folder.parent / "cache"),
        }


def new_installation(folder: Path, now: datetime) -> Installation:
    """Return an installation with a clinic and a patient before a first session; its clock goes on from `now`."""
    folder.mkdir()
    database = new_database() if os.environ.get("NAPPAGE_TEST_DATABASE") == "postgresql" else ""
    made = Installation(folder, database, now)
    made.known = made.run("make")
    return made


def counted(home: Installation, script: Sequence[Step]) -> list[Totals]:
    """Return what is recorded before an undisturbed script and after each of its steps."""
    home.start()
    found = [home.totals()]
    for step in script:
        assert home.send(step) in step.done, step.words
        found.append(home.totals())
    home.cut()
    return found


def disturbed(home: Installation, script: Sequence[Step], expected: Sequence[Totals]) -> None:
    """Send a script through two cuts for each step; nothing is lost, nothing is there twice, nothing is half there."""
    home.start()
    for number, step in enumerate(script):
        before, after = expected[number], expected[number + 1]
        _cut_in_the_middle(home, step, MOMENTS[number % len(MOMENTS)])
        found = home.totals()
        assert found in (before, after), (step.words, found - before, before - found)
        answered = home.send(step)
        assert answered in (step.done if found == before else (*step.done, *step.again)), (step.words, answered)
        home.cut()
        home.start()
        assert home.totals() == after, step.words
    home.cut()
    assert home.run("trail", home.known["clinic"]) is None


def _cut_in_the_middle(home: Installation, step: Step, moment: float) -> None:
    sending = Thread(target=home.send, args=(step,))
    sending.start()
    time.sleep(moment)
    home.cut()
    sending.join()
    home.start()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
    return port


def new_database(like: str = "template1") -> str:
    """Return the address of a new database of the tests' cluster."""
    cluster, name = cluster_address(), f"cut_{uuid4().hex}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE {name} TEMPLATE "{like}"')
    return urlsplit(cluster)._replace(path=f"/{name}").geturl()


def _copied(database: str) -> str:
    return new_database(urlsplit(database).path.lstrip("/"))
