"""`nappage export` and `nappage import`: a clinic out in the clear, for whoever it is for, and in elsewhere."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from nappage.console.backup import FILE, opened, refuse_without_clinic
from nappage.console.installation import data_option, use_offline
from nappage.values.fault import Fault, Faulty

_PRIVATE = 0o600


@click.command()
@data_option
@click.option("--clinic", "name", help="Which clinic, where the installation has several.")
@click.argument("file", type=FILE)
def export(folder: Path | None, name: str | None, file: Path) -> None:
    """Write a whole clinic into FILE, an archive of JSON lines, files and their SHA-256. It is NOT encrypted.

    A patient's own export is made on the director's screen of the patient.
    """
    use_offline(folder)
    refuse_without_clinic(folder)
    from django.db import connection

    from nappage.actions.exports import export_clinic
    from nappage.records.models import Clinic
    from nappage.records.row_security import EVERY_CLINIC, see_clinic

    see_clinic(connection, EVERY_CLINIC)
    names = dict(Clinic.objects.values_list("name", "id"))
    if len(names) != 1 and name not in names:
        remedy = "Name one with --clinic."
        raise Faulty([Fault("--clinic", f"one of {', '.join(sorted(names))}", str(name or "nothing"), remedy)])
    clinic = names[name] if name in names else next(iter(names.values()))
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE), "wb") as out:
        made = export_clinic(out, clinic, datetime.now(UTC))
    click.echo(f"Written: {file}, {made.rows} rows in {len(made.files)} files. Whoever has it can read it.")


@click.command("import")
@data_option
@click.argument("file", type=FILE)
def import_(folder: Path | None, file: Path) -> None:
    """Write the clinic of the export FILE into this installation, on SQLite or PostgreSQL, with new keys."""
    use_offline(folder)
    from django.conf import settings

    from nappage.actions.imports import clinic_named, import_clinic, note_import
    from nappage.assessment.digest import content_digest
    from nappage.console.demo.make import prepare_database

    Path(settings.NAPPAGE_FOLDER).mkdir(parents=True, exist_ok=True)
    prepare_database()
    with opened(file) as source:
        rows = import_clinic(source)
        source.seek(0)
        note_import(clinic_named(source), datetime.now(UTC))
    click.echo(f"Imported: {rows} rows. Nobody can log in until they have a password.")
    click.echo(f"Content {content_digest().digest}")
