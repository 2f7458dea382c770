"""A PostgreSQL of this run alone: made in a temporary folder from the system's binaries, gone with the run.

The server refuses to run as root, so there it runs as `postgres`, whom Debian's package brings along. The product logs
in as a role that is no superuser: row-level security binds it as it binds a clinic's.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

ROLE = "nappage"
_ADDRESS = "NAPPAGE_TEST_CLUSTER"
_DEBIAN = Path("/usr/lib/postgresql")
_PATIENCE = 30
_CONNECTIONS = "-c max_connections=60"
# What every test rolls back stays in the tables until it is swept, and a planner that has never counted them compiles
# what takes a millisecond: by default both together double the time of the tests.
_SWEPT = "-c autovacuum_naptime=1s -c autovacuum_vacuum_threshold=200 -c autovacuum_analyze_threshold=200 -c jit=off"
_QUICK = f"-c fsync=off -c synchronous_commit=off -c full_page_writes=off {_SWEPT} {_CONNECTIONS}"
# The server lives as long as the pipe to it: whatever ends the tests, closing it ends the server and its folder.
_LIVE = """
"$1/postgres" -D "$2/cluster" -k "$2" -h 127.0.0.1 -p "$3" {flags} >"$2/log" 2>&1 &
server=$!
read -r _ || true
kill -INT "$server"
wait "$server" || true
rm -rf "$2"
"""


def cluster_address(*, durable: bool = False) -> str:
    """Return the address of this run's cluster, made and started when it is first asked for.

    The workers of a run inherit the address from its first process; each makes a database of its own in the cluster.
    A test does without what keeps a commit through a loss of power; `durable` keeps it, for whoever measures.
    """
    if _ADDRESS not in os.environ:
        os.environ[_ADDRESS] = _start(_binaries(), _CONNECTIONS if durable else _QUICK)
    return os.environ[_ADDRESS]


def _binaries() -> Path:
    """Return the folder of `initdb` and `postgres`, the newest there is."""
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    if not found:
        sys.exit("PostgreSQL's server is not installed. Run as root:\n    apt-get install -y postgresql-15")
    return Path(found).parent


def _start(binaries: Path, flags: str) -> str:
    owner = "postgres" if os.getuid() == 0 else None
    folder, port = _own_folder(owner), _free_port()
    making = ["initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run(
        [*making, "-D", folder / "cluster"],
        executable=binaries / "initdb", user=owner, cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    server = subprocess.Popen(
        ["/bin/sh", "-c", _LIVE.format(flags=flags), "sh", binaries, folder, str(port)],
        stdin=subprocess.PIPE, user=owner, cwd=folder, start_new_session=True,
    )  # fmt: skip
    atexit.register(_stop, server)
    _make_role(port, folder)
    return f"postgresql://{ROLE}@127.0.0.1:{port}/{ROLE}"


def _own_folder(owner: str | None) -> Path:
    """Return a new folder that belongs to whom the server runs as."""
    made = subprocess.run(
        ["mktemp", "-d", "-t", "nappage-postgresql-XXXXXX"], user=owner, check=True, capture_output=True, text=True
    )
    return Path(made.stdout.strip())


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
    return port


def _make_role(port: int, folder: Path) -> None:
    with _superuser(port, folder) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER").format(sql.Identifier(ROLE)))
        connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(ROLE)))


def _superuser(port: int, folder: Path) -> psycopg.Connection:
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                sys.exit("The PostgreSQL of the tests did not start:\n" + (folder / "log").read_text("utf-8"))
            time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    server.wait(_PATIENCE)
