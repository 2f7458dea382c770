"""Restoring: a backup into a database that holds nothing, whichever of the two made it, and all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from nappage.actions.backups import CONTENTS, FILE
from nappage.assessment.digest import content_digest
from nappage.assessment.line import master_key
from nappage.assessment.undelivered import HELD, ON_ITS_WAY
from nappage.records.backup_file import END, Frame, read_backup
from nappage.records.models import MessageKind, MessageState
from nappage.records.plain_rows import count_on, kept_tables, row_of
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.values.fault import Fault, Faulty


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that was read through to its end: every byte is as it was written."""

    frames: int
    rows: int
    content: str
    migrations: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `same` says whether the content's hash is that of the backup; a later form has another.

    `held` counts the messages that wait for somebody to release them.
    """

    rows: int
    content: str
    same: bool
    held: int


def check_backup(source: IO[bytes]) -> Checked:
    """Return what a backup holds after reading all of it; Faulty names the first place that is not as written."""
    migrations: tuple[tuple[str, str], ...] = ()
    end: dict[str, Any] = {}
    files: dict[str, None] = {}
    for frame in read_backup(source, master_key()):
        if frame.label == CONTENTS:
            migrations = tuple((app, name) for app, name in frame.values()["migrations"])
        elif frame.label == END:
            end = frame.values()
        elif frame.label.startswith(FILE + " "):
            files[frame.label.removeprefix(FILE + " ")] = None
    return Checked(end["frames"] + 1, end["rows"], end["content"], migrations, tuple(files))


def restore_rows(source: IO[bytes], checked: Checked, at: datetime, database: str = DEFAULT_DB_ALIAS) -> Restored:
    """Write every row of a checked backup into an empty database, in the form it was made in, then bring that up.

    No message that waited leaves from there: where it came from it may have gone out since, or may go out still.
    """
    connection = connections[database]
    _refuse_a_full_one(database)
    executor = MigrationExecutor(connection)
    unknown = [name for name in checked.migrations if name not in executor.loader.disk_migrations]
    if unknown:
        found = ", ".join(".".join(name) for name in unknown[:3])
        remedy = "Restore with the version of Nappage that made the backup, or a later one."
        raise Faulty([Fault("the backup", "a form that this version knows", found, remedy)])
    targets = _last_of(executor, set(checked.migrations))
    executor.migrate(targets)
    then = executor.loader.project_state(targets).apps
    with seeing(connection, EVERY_CLINIC):
        with transaction.atomic(using=database):
            rows = _write(read_backup(source, master_key()), then, database)
            held = _hold_messages(then, at, database)
            connection.check_constraints()
        call_command("migrate", database=database, verbosity=0, interactive=False)
        content = content_digest(database).digest
    return Restored(rows, content, content == checked.content, held)


def restored_files(source: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a backup piece by piece, each with its name."""
    for frame in read_backup(source, master_key()):
        if frame.label.startswith(FILE + " "):
            yield frame.label.removeprefix(FILE + " "), frame.content


def _last_of(executor: MigrationExecutor, applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the last of the applied migrations of each application: those that no other of its own builds on."""
    children = {name: {node.key for node in executor.loader.graph.node_map[name].children} for name in applied}
    return [name for name in sorted(applied) if not any(child[0] == name[0] for child in children[name] & applied)]


def _hold_messages(then: Apps, at: datetime, database: str) -> int:
    """Return how many messages are held now: everything that was on its way, but codes, which are taken back."""
    if "message" not in then.all_models["records"]:
        return 0
    ways = then.get_model("records", "Message")._base_manager.using(database).filter(state__in=ON_ITS_WAY)
    ended: dict[str, Any] = {"why": HELD, "claim": None, "claimed_at": None, "ended_at": at}
    ways.filter(kind=MessageKind.CODE).update(state=MessageState.TAKEN_BACK, secret=b"", **ended)
    return int(ways.update(state=MessageState.UNDELIVERED, **ended))


def _refuse_a_full_one(database: str) -> None:
    from django.apps import apps

    connection = connections[database]
    there = set(connection.introspection.table_names())
    with seeing(connection, EVERY_CLINIC):
        for model in kept_tables(apps):
            if model._meta.db_table in there and model._base_manager.using(database).exists():
                remedy = "Name an empty folder with --data, or an empty database with NAPPAGE_DATABASE."
                found = f"rows of {model._meta.label_lower}"
                raise Faulty([Fault("the database to restore into", "an empty one", found, remedy)])


def _write(frames: Iterable[Frame], then: Apps, database: str) -> int:
    tables = {model._meta.label_lower: model for model in kept_tables(then)}
    rows = 0
    for frame in frames:
        model = tables.get(frame.label)
        if model is not None:
            made = [row_of(model, json.loads(line)) for line in frame.content.split(b"\n")]
            model._base_manager.using(database).bulk_create(made)
            rows += len(made)
    count_on(connections[database], tables.values())
    return rows
