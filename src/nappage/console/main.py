"""The command line. Bad input ends with exit code 2 and every fault at once, never with a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from nappage.console.backup import backup, restore
from nappage.console.bounce import bounce
from nappage.console.claims import claims
from nappage.console.digest import digest
from nappage.console.doctor import doctor
from nappage.console.export import export, import_
from nappage.console.knowledge import knowledge
from nappage.console.outlook import outlook, replay
from nappage.console.schema import schema
from nappage.console.serve import demo, serve
from nappage.console.work import work
from nappage.values.fault import Fault, Faulty


class FaultsAtOnce(click.Group):
    """Shows the faults of what was given, all of them, and ends with exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Faulty as faulty:
            _tell(faulty.faults)
        except OSError as error:
            if error.filename is None:  # a closed pipe, which click ends quietly
                raise
            found = str(error.strerror)
            _tell([Fault(str(error.filename), "a place to write to", found, "Name a file in a folder of your own.")])
        sys.exit(2)


def _tell(faults: Sequence[Fault]) -> None:
    for fault in faults:
        click.echo(f"{fault.thing}\n  expected  {fault.expected}\n  found     {fault.found}", err=True)
        click.echo(f"  next      {fault.remedy}", err=True)
    click.echo(f"{len(faults)} fault{'s' if len(faults) > 1 else ''}; nothing was changed.", err=True)


@click.group(cls=FaultsAtOnce)
@click.version_option(package_name="nappage", prog_name="nappage")
def cli() -> None:
    """A course of mesotherapy as a sourced record: findings, gates, forecasts, triage. A clinician decides."""


for command in (
    demo,
    serve,
    work,
    bounce,
    outlook,
    replay,
    schema,
    knowledge,
    claims,
    digest,
    backup,
    restore,
    doctor,
    export,
    import_,
):
    cli.add_command(command)
