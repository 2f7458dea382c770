"""`nappage schema case`."""

from __future__ import annotations

import json

import click

from nappage.library.schema import case_schema


@click.group()
def schema() -> None:
    """Print the schema of a file that this program reads."""


@schema.command("case")
def case() -> None:
    """Print the JSON Schema of a case file."""
    click.echo(json.dumps(case_schema(), indent=2, ensure_ascii=False))
