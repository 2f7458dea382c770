"""`nappage doctor`: whether everything that is kept can be read, and what is wrong if it cannot."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from nappage.console.backup import FILE, opened, refuse_without_clinic
from nappage.console.installation import data_option, use_offline


@click.command()
@data_option
@click.option("--backup", "file", type=FILE, help="Read this backup through to its end instead of the database.")
def doctor(folder: Path | None, file: Path | None) -> None:
    """Look through the database, or a backup: every key, entry, paper, seal and link of the trail. Nothing is written.

    Exit code 0: all of it can be read; 1: what cannot is named.
    """
    use_offline(folder)
    if file is not None:
        _look_at_backup(file)
        return
    refuse_without_clinic(folder)
    troubles = list(_troubles())
    for words in troubles:
        click.echo(f"WRONG  {words}")
    click.echo(f"{len(troubles)} wrong." if troubles else "Nothing is wrong.")
    sys.exit(1 if troubles else 0)


def _look_at_backup(file: Path) -> None:
    from nappage.actions.restoring import check_backup

    with opened(file) as source:
        found = check_backup(source)
    click.echo(f"{found.frames} frames, {found.rows} rows and {len(found.files)} files, every byte as it was written.")
    click.echo(f"Content {found.content}")


def _troubles() -> Iterator[str]:
    from django.db import connection

    from nappage.actions.audit import follow_chain
    from nappage.assessment.checkup import checkup
    from nappage.records.models import Clinic
    from nappage.records.row_security import EVERY_CLINIC, see_clinic
    from nappage.records.soundness import unsound

    see_clinic(connection, EVERY_CLINIC)
    yield from unsound(connection)
    found = checkup()
    click.echo(f"{found.keys} keys, {found.entries} entries, {found.documents} documents, {found.seals} seals read.")
    click.echo(f"{found.subscriptions} push subscriptions read.")
    click.echo(f"{found.closed} entries and documents were closed by an erasure.")
    yield from found.troubles
    for clinic in Clinic.objects.order_by("name"):
        chain = follow_chain(clinic.id)
        click.echo(f"{clinic.name}: the trail is whole to number {chain.whole_to}.")
        if chain.broken:
            yield f"the trail of {clinic.name} is broken at number {chain.broken_at}"
