"""`nappage bounce`: a mail server's report that a mail did not arrive, as the server hands it over."""

from __future__ import annotations

import sys
from email import message_from_bytes
from pathlib import Path

import click

from nappage.console.installation import data_option, use_offline


@click.command()
@data_option
def bounce(folder: Path | None) -> None:
    """Read a returned mail from the standard input, and put what it is about on the clinic's worklist.

    A mail server can be told to hand returned mails over to it; docs/how-to/send-messages.md says how.
    """
    use_offline(folder)
    from django.conf import settings
    from django.db import connection

    from nappage.actions.undelivered import bounced
    from nappage.records.row_security import EVERY_CLINIC, see_clinic

    see_clinic(connection, EVERY_CLINIC)
    found = bounced(message_from_bytes(sys.stdin.buffer.read()), settings.NAPPAGE_CLOCK())
    click.echo("on the worklist" if found else "no report about a message that was sent from here")
