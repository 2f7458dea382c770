"""The real server, as `nappage serve` runs it, in a process of its own over a filled database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 600
_SERVE = "import sys; from nappage.console.main import cli; cli()"


@dataclass(frozen=True)
class Served:
    """A server that answers: where, which process, and where it writes what goes wrong."""

    port: int
    pid: int
    log: Path

    def count(self, words: str) -> int:
        """Return how often something was written to its log."""
        return self.log.read_text(encoding="utf-8", errors="replace").count(words)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve a folder's database while the block runs, also where this process is told to end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    port, log = _free_port(), folder / "server.log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVE, "serve", "--data", str(folder), "--port", str(port)],
            stdout=written, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_until_it_answers(server, port, log)
        yield Served(port, server.pid, log)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/accounts/login/")
            if connection.getresponse().status < 500:
                return
            break
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not answer:\n" + log.read_text(encoding="utf-8"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
