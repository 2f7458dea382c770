"""What the installation is told by its environment, all of it read here and judged at once.

Outside the demo nothing has an insecure default: a missing key, debug or plain http behind no proxy refuse the start.
A command that serves nobody (a backup, a digest) needs the database and the master key and no more: NAPPAGE_COMMAND is
set by the command for itself, and then no host is answered.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nappage.project.outgoing import Sending, faults_of_sending, read_sending
from nappage.values.fault import Fault, Faulty

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Environment:
    """The installation: where its files are, which database, which keys, and whether it is a demo."""

    folder: Path
    demo: bool
    debug: bool
    secret_key: str
    master_key: str
    database: str
    hosts: tuple[str, ...]
    behind_proxy: bool
    sending: Sending


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Return the environment; Faulty with every fault at once if it would start insecurely."""
    folder = Path(variables.get("NAPPAGE_DATA", "nappage-data")).absolute()
    demo = variables.get("NAPPAGE_DEMO") == "1"
    command = variables.get("NAPPAGE_COMMAND") == "1"
    kept = _kept_keys(folder) if demo else {}
    unserved = secrets.token_hex(_KEY_BYTES) if command else ""
    found = Environment(
        folder=folder,
        demo=demo,
        debug=variables.get("NAPPAGE_DEBUG") == "1",
        secret_key=variables.get("NAPPAGE_SECRET_KEY") or kept.get("secret", unserved),
        master_key=variables.get("NAPPAGE_MASTER_KEY") or kept.get("master", ""),
        database=variables.get("NAPPAGE_DATABASE", ""),
        hosts=() if command else tuple(variables.get("NAPPAGE_HOSTS", "localhost 127.0.0.1" if demo else "").split()),
        behind_proxy=variables.get("NAPPAGE_BEHIND_PROXY") == "1",
        sending=read_sending(variables, demo=demo),
    )
    faults = [
        *_faults(found),
        *faults_of_sending(found.sending, demo=demo),
        *(() if command or demo else _faults_of_serving(found)),
    ]
    if faults:
        raise Faulty(faults)
    return found


def _kept_keys(folder: Path) -> dict[str, str]:
    """Return the demo's own keys, made once and kept beside its database."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {}
    for name in ("secret", "master"):
        path = folder / f"{name}.key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(_KEY_BYTES), encoding="ascii")
        kept[name] = path.read_text(encoding="ascii").strip()
    return kept


def _faults(found: Environment) -> Iterator[Fault]:
    if len(found.secret_key) < _KEY_BYTES:
        remedy = "Set it to a long random text, such as `openssl rand -hex 32` prints."
        yield Fault("NAPPAGE_SECRET_KEY", f"at least {_KEY_BYTES} characters", f"{len(found.secret_key)}", remedy)
    if found.database and not _is_address(found.database):
        remedy = "Write postgresql://user:password@host:port/name, or leave it out for the embedded SQLite."
        yield Fault("NAPPAGE_DATABASE", "an address that begins with postgresql://", "another", remedy)
    if not _is_key(found.master_key):
        remedy = (
            "Set it to the key that was kept apart from the database and its backups: nothing else opens them. "
            "For a new clinic, set it to what `openssl rand -hex 32` prints."
        )
        found_there = "something else" if found.master_key else "nothing"
        yield Fault("NAPPAGE_MASTER_KEY", f"{2 * _KEY_BYTES} hexadecimal digits", found_there, remedy)


def _faults_of_serving(found: Environment) -> Iterator[Fault]:
    if found.debug:
        yield Fault("NAPPAGE_DEBUG", "off outside the demo", "1", "Unset it: debug pages show records.")
    if not found.hosts:
        yield Fault("NAPPAGE_HOSTS", "the names this server answers to", "nothing", "Name them, by blanks apart.")
    if not found.behind_proxy:
        remedy = "Put it behind a proxy that speaks https, and set NAPPAGE_BEHIND_PROXY=1."
        yield Fault("NAPPAGE_BEHIND_PROXY", "1", "plain http", remedy)


def _is_key(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == _KEY_BYTES
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    """Return whether a text is a PostgreSQL address with a name; what it holds is never shown, it has a password."""
    try:
        parts = urlsplit(text)
        return parts.scheme == "postgresql" and len(parts.path) > 1 and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def database_settings(found: Environment) -> dict[str, object]:
    """Return Django's database settings: the embedded SQLite, or what a postgresql:// address names."""
    if not found.database:
        return _sqlite(found.folder / "nappage.sqlite3")
    parts = urlsplit(found.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
    }


def _sqlite(path: Path) -> dict[str, object]:
    pragmas = (
        "journal_mode=WAL", "synchronous=FULL", "mmap_size=134217728", "journal_size_limit=27103364",
        "cache_size=-20000", "temp_store=MEMORY", "foreign_keys=ON",
        # What is deleted is overwritten at once, not when its place is needed.
        "secure_delete=ON",
    )  # fmt: skip
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Immediate: a transaction that reads and then writes never finds the file locked by another in between.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }
