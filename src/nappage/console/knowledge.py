"""`nappage knowledge check|show|diff|matrix`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from nappage.console.edition_in_use import edition_in_use, knowledge_option
from nappage.engine.edition import Edition, Entry
from nappage.library.difference import ChangedEntry, changes
from nappage.library.edition import read_edition
from nappage.library.kinds import KINDS
from nappage.library.matrix import matrix
from nappage.library.plain import every_field
from nappage.rendering.matrix import plain_rows, table_rows, totals
from nappage.values.fault import Fault, Faulty

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def knowledge() -> None:
    """What the program knows, where it comes from, and which tests prove what."""


@knowledge.command()
@click.argument("folder", type=FOLDER, required=False)
def check(folder: Path | None) -> None:
    """Read every file of FOLDER (else of the shipped knowledge) from its source, and run its cases."""
    edition = read_edition(folder)
    count = sum(len(entries) for entries in edition.entries.values())
    click.echo(f"{count} entries of {len(edition.entries)} kinds; every case holds. No clinician has reviewed them.")
    click.echo(f"Edition {edition.digest}, time zones {edition.timezones}.")


@knowledge.command()
@click.argument("id")
@knowledge_option
def show(id: str, folder: Path | None) -> None:
    """Show every entry with this ID whole: its values, its sources, and that nobody has reviewed it."""
    edition = edition_in_use(folder)
    found = [(name, entry) for name, entry in _entries(edition) if entry.id == id]
    if not found:
        near = sorted({entry.id for _, entry in _entries(edition) if id.casefold() in entry.id.casefold()})
        remedy = f"Did you mean {', '.join(near[:5])}?" if near else "See docs/reference/knowledge.md."
        raise Faulty([Fault("ID", "the id of an entry", repr(id), remedy)])
    for name, entry in found:
        click.echo(json.dumps({"kind": name, **every_field(entry)}, indent=2, ensure_ascii=False))


def _entries(edition: Edition) -> list[tuple[str, Entry]]:
    return [(kind.name, entry) for kind in KINDS.values() for entry in edition.all(kind.entry).values()]


@knowledge.command()
@click.argument("before", type=FOLDER)
@click.argument("after", type=FOLDER, required=False)
def diff(before: Path, after: Path | None) -> None:
    """Say which entries differ between the folders BEFORE and AFTER (else the shipped one), effective when.

    Exit code 1 if any differs.
    """
    found = changes(read_edition(before), edition_in_use(after))
    for change in found:
        _print_change(change)
    click.echo(f"{len(found)} entries differ." if found else "The two editions say the same.")
    sys.exit(1 if found else 0)


def _print_change(change: ChangedEntry) -> None:
    click.echo(f"{change.how.value:8} {change.kind} {change.id}, effective {change.effective}")
    for field in change.fields:
        click.echo(f"         {field.name}: {field.before or 'nothing'} -> {field.after or 'nothing'}")


@knowledge.command("matrix")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--tests", "folder", type=FOLDER, default=Path("tests"), show_default=True, help="The folder of tests.")
def show_matrix(form: str, folder: Path) -> None:
    """List every requirement, conflict, gap, hazard and scenario with the tests that prove it, or why none does."""
    rows = matrix(edition_in_use(), folder)
    if form == "json":
        click.echo(json.dumps(plain_rows(rows), indent=2, ensure_ascii=False))
        return
    table = Table("id", "status", "tests", "why", box=None, pad_edge=False)
    for row in table_rows(rows):
        table.add_row(*row)
    Console().print(table)
    click.echo(totals(rows))
