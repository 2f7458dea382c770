"""Backing up: everything an installation holds, of one instant, sealed under its master key while others write.

One form for both databases: rows as lines of JSON. SQLite's own copy and PostgreSQL's own dump would each be quicker,
but neither can be restored on the other, and of neither can a changed byte be named by the row that it lies in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from nappage.actions.audit import append_event
from nappage.assessment.digest import content_digest
from nappage.assessment.line import master_key
from nappage.records.backup_file import END, BackupWriter
from nappage.records.models import Clinic
from nappage.records.plain_rows import kept_tables, plain_row
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.records.snapshot import snapshot

CONTENTS = "contents"
FILE = "file"
ROWS_IN_A_FRAME = 500


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the installation's folder beside the database: its name within the folder, and its bytes in pieces."""

    name: str
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: how many frames, rows and files, the hash of the content, and that of the file itself."""

    frames: int
    rows: int
    files: int
    content: str
    file: str


def write_backup(
    out: IO[bytes], at: datetime, files: Sequence[KeptFile] = (), database: str = DEFAULT_DB_ALIAS
) -> Backup:
    """Write the whole installation as it is now, and return what was written."""
    writer, rows = BackupWriter(out, master_key(), at), 0
    connection = connections[database]
    with snapshot(connection):
        writer.add(CONTENTS, _json({"migrations": sorted(MigrationRecorder(connection).applied_migrations())}))
        for model in kept_tables(apps):
            for lines in _lines(model, database):
                writer.add(model._meta.label_lower, b"\n".join(lines))
                rows += len(lines)
        content = content_digest(database).digest
    for file in files:
        for piece in file.pieces:
            writer.add(f"{FILE} {file.name}", piece)
    writer.add(END, _json({"frames": writer.frames, "rows": rows, "content": content}))
    return Backup(writer.frames, rows, len(files), content, writer.digest.hexdigest())


def note_backup(backup: Backup, at: datetime) -> None:
    """Append to the trail of every clinic that a backup was made: an erasure has to name those that hold the person."""
    with seeing(connections[DEFAULT_DB_ALIAS], EVERY_CLINIC):
        for clinic in Clinic.objects.values_list("id", flat=True):
            with transaction.atomic():
                append_event(clinic, at, None, "back up", detail={"file": backup.file, "rows": backup.rows})


def _lines(model: type[Model], database: str) -> Iterator[list[bytes]]:
    rows = model._base_manager.using(database).order_by("pk").iterator(ROWS_IN_A_FRAME)
    while lines := [_json(plain_row(row)) for row in islice(rows, ROWS_IN_A_FRAME)]:
        yield lines


def _json(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
