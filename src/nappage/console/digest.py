"""`nappage digest`: one hash of all clinical content of an installation, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path

import click

from nappage.console.serve import data_option, use_installation
from nappage.values.fault import Fault, Faulty

# The demo keeps its own keys beside its database; a clinic keeps them elsewhere.
DEMO_KEY = "master.key"


@click.command()
@data_option
@click.option("--tables", is_flag=True, help="Show the hash and the rows of each table too.")
def digest(folder: Path | None, tables: bool) -> None:
    """Print one hash of all clinical content. Equal content, equal hash, on either database."""
    if folder is not None and (folder / DEMO_KEY).exists():
        os.environ["NAPPAGE_DEMO"] = "1"
    use_installation(folder)
    from django.db import connection

    from nappage.assessment.digest import content_digest
    from nappage.records.row_security import EVERY_CLINIC, see_clinic

    if "records_entry" not in connection.introspection.table_names():
        raise Faulty(
            [Fault("--data", "a folder with a clinic's database", str(folder), "Name the folder of a clinic.")]
        )
    see_clinic(connection, EVERY_CLINIC)
    found = content_digest()
    for table in found.tables if tables else ():
        click.echo(f"{table.digest}  {table.rows:>9}  {table.table}")
    click.echo(found.digest)
