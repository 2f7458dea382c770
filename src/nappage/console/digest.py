"""`nappage digest`: one hash of all clinical content of an installation, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import click

from nappage.console.backup import refuse_earlier_form, refuse_without_clinic
from nappage.console.installation import data_option, use_offline


@click.command()
@data_option
@click.option("--tables", is_flag=True, help="Show the hash and the rows of each table too.")
def digest(folder: Path | None, tables: bool) -> None:
    """Print one hash of all clinical content. Equal content, equal hash, on either database."""
    use_offline(folder)
    from django.db import connection

    from nappage.assessment.digest import content_digest
    from nappage.records.row_security import EVERY_CLINIC, see_clinic

    refuse_without_clinic(folder)
    refuse_earlier_form()
    see_clinic(connection, EVERY_CLINIC)
    found = content_digest()
    for table in found.tables if tables else ():
        click.echo(f"{table.digest}  {table.rows:>9}  {table.table}")
    click.echo(found.digest)
