"""`nappage backup` and `nappage restore`: everything out into one sealed file, and in again elsewhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click

from nappage.console.installation import data_option, use_offline
from nappage.values.fault import Fault, Faulty

FILE = click.Path(path_type=Path, dir_okay=False)
_PIECE = 1024 * 1024
_PRIVATE = 0o600
# Beside the database in the folder, and never in a backup: the database itself and whatever opens it.
_LEFT_OUT = ("nappage.sqlite3*", "*.key", "*.password", "*.partial")


@click.command()
@data_option
@click.argument("file", type=FILE)
def backup(folder: Path | None, file: Path) -> None:
    """Write everything into FILE, sealed under the master key, as it is at one instant; the clinic may go on working.

    The master key is not in it. Keep the key apart: without it nobody can restore the backup, nor read it.
    """
    use_offline(folder)
    from django.conf import settings

    from nappage.actions.backups import KeptFile, note_backup, write_backup

    refuse_without_clinic(folder)
    home, at = Path(settings.NAPPAGE_FOLDER), datetime.now(UTC)
    partial = file.with_name(file.name + ".partial")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE), "wb") as out:
        kept = [KeptFile(str(path.relative_to(home)), _pieces(path)) for path in _files(home, {file, partial})]
        made = write_backup(out, at, kept)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)
    note_backup(made, at)
    click.echo(f"Written: {file}, {made.rows} rows and {made.files} files in {made.frames} frames.")
    click.echo(f"Content {made.content}")
    click.echo(f"SHA-256 {made.file}")


@click.command()
@data_option
@click.argument("file", type=FILE)
def restore(folder: Path | None, file: Path) -> None:
    """Restore FILE into an empty folder or database, after reading all of it; a changed byte is named, nothing written.

    It needs the master key that the backup was made under. Whoever was logged in logs in again.
    """
    use_offline(folder)
    from django.conf import settings

    from nappage.actions.restoring import check_backup, restore_rows, restored_files

    home = Path(settings.NAPPAGE_FOLDER)
    with _opened(file) as source:
        checked = check_backup(source)
        home.mkdir(parents=True, exist_ok=True)
        source.seek(0)
        done = restore_rows(source, checked, datetime.now(UTC))
        source.seek(0)
        for name, piece in restored_files(source):
            _write_on(home, name, piece)
    click.echo(f"Restored: {done.rows} rows and {len(checked.files)} files.")
    click.echo(f"Content {done.content}")
    if not done.same:
        click.echo(f"The backup was made in an earlier form, whose content was {checked.content}.")
    if done.held:
        click.echo(
            f"Held: {done.held} messages. They stand on the list of what did not arrive until somebody releases them."
        )
    click.echo("Look it through with `nappage doctor`. Erasures made after this backup have to be made again.")


def _files(home: Path, out: set[Path]) -> Iterator[Path]:
    """Yield the files that an installation keeps beside its database, in the order of their names."""
    made = {path.absolute() for path in out}
    for path in sorted(home.rglob("*")):
        if path.is_file() and path not in made and not any(path.match(pattern) for pattern in _LEFT_OUT):
            with path.open("rb") as start:
                # Another backup kept here by mistake would otherwise grow into the next one.
                if not start.read(_PIECE).startswith(b"NAPPAGE BACKUP "):
                    yield path


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        yield source.read(_PIECE)  # an empty file has its piece too
        while piece := source.read(_PIECE):
            yield piece


def _write_on(home: Path, name: str, piece: bytes) -> None:
    path = home / name
    if not path.resolve().is_relative_to(home.resolve()):
        raise Faulty([Fault(name, "a name within the folder", "one that leads out of it", "Do not use this backup.")])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as out:
        out.write(piece)


def _opened(file: Path) -> tempfile.SpooledTemporaryFile[bytes]:
    """Return the backup; it is copied first, so that what was checked is what is restored."""
    with opened(file) as source, ExitStack() as stack:
        copy = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=64 * _PIECE))
        shutil.copyfileobj(source, copy)
        copy.seek(0)
        stack.pop_all()
    return copy


def opened(file: Path) -> BinaryIO:
    """Return a file that is there, to be read."""
    try:
        return file.open("rb")
    except OSError as error:
        found = str(error.strerror)
        raise Faulty([Fault(str(file), "a file that can be read", found, "Check its name and folder.")]) from None


def refuse_without_clinic(folder: Path | None) -> None:
    """Raise Faulty where there is no clinic's database."""
    from django.db import connection

    # Asked of a file that is not there, SQLite would make an empty one.
    missing = connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists()
    if missing or "records_entry" not in connection.introspection.table_names():
        remedy = "Name the folder of a clinic."
        raise Faulty([Fault("--data", "a folder with a clinic's database", str(folder), remedy)])


def refuse_earlier_form() -> None:
    """Raise Faulty where the database has the form of an earlier release: what has no column yet cannot be read."""
    from django.db import connection

    from nappage.records.soundness import missing_forms

    found = missing_forms(connection)
    if found:
        remedy = "Make a backup with that release, then start `nappage serve` once: it changes the form."
        raise Faulty([Fault("The database", "the form of this release", f"without {', '.join(found)}", remedy)])
