"""`nappage outlook CASE` and `nappage replay DECISION`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from nappage.console.edition_in_use import edition_in_use, knowledge_option
from nappage.console.terminal import plain_text, show
from nappage.engine.edition import Edition
from nappage.engine.outlook import Outlook
from nappage.engine.outlook import outlook as look_ahead
from nappage.engine.policy import Role
from nappage.library.case import Case, read_case
from nappage.library.case_check import YEARS
from nappage.library.decision import Decision, digest_of, read_decision
from nappage.library.plain import as_plain
from nappage.rendering.html import page
from nappage.rendering.outlook_sheet import outlook_sheet, seen_as
from nappage.rendering.sheet import Sheet
from nappage.values.fault import Fault, Faulty, Refused
from nappage.values.local_time import instant_typed

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("case", type=FILE)
@click.option("--at", "typed", metavar="T", help="The instant to look from, such as '2026-03-03 10:30'.")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--as", "role", type=click.Choice([role.value for role in Role]), help="Show only what this role sees.")
@click.option("--output", type=FILE, help="Write to this file instead of the screen, and print its path.")
@click.option("--record", type=FILE, help="Also write the decision record that `nappage replay` reads.")
@knowledge_option
def outlook(
    case: Path,
    typed: str | None,
    form: str,
    role: str | None,
    output: Path | None,
    record: Path | None,
    folder: Path | None,
) -> None:
    """Show what follows from CASE: findings, gates, forecast, preparation, aftercare, triage, measures, tasks.

    CASE is a TOML or JSON file; `nappage schema case` prints its schema, examples/ holds worked ones.
    """
    if role is not None and form == "json":
        raise click.UsageError("--as shows a sheet: ask for text or html; the JSON of an outlook is always whole.")
    edition = edition_in_use(folder)
    read = read_case(case, edition=edition)
    at = _instant(typed, read)
    found = look_ahead(read.story, read.policy, edition, at)
    if record is not None:
        record.write_text(Decision.of(read, found).as_json(), "utf-8")
    text = _json(found) if form == "json" else _page(_sheet(found, read, edition, role), form, output)
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8")
        click.echo(f"Written: {output}")
    else:
        click.echo(text, nl=False)


def _instant(typed: str | None, case: Case) -> datetime:
    """Return the instant asked for, else the case's own, else now: the only clock that this program reads."""
    if typed is None:
        return case.at or datetime.now(UTC)
    unreadable = Faulty([Fault("--at", "a date and time", repr(typed), "Write it as '2026-03-03 10:30'.")])
    try:
        at = instant_typed(datetime.fromisoformat(typed), case.policy.zone)
    except Refused as refused:
        raise Faulty([refused.at("--at")]) from None
    except (ValueError, OverflowError):
        raise unreadable from None
    if at.year not in YEARS:
        raise unreadable
    return at


def _json(found: Outlook) -> str:
    return json.dumps(as_plain(found), indent=2, ensure_ascii=False) + "\n"


def _sheet(found: Outlook, case: Case, edition: Edition, role: str | None) -> Sheet:
    sheet = outlook_sheet(found, case.name, case.policy, edition)
    return sheet if role is None else seen_as(sheet, Role(role))


def _page(sheet: Sheet, form: str, output: Path | None) -> str:
    """Return the sheet as a page; text goes to the terminal by itself, in its colours, unless a file takes it."""
    if form == "html":
        return page(sheet)
    if output is not None:
        return plain_text(sheet)
    show(sheet, Console())
    return ""


@click.command()
@click.argument("decision", type=FILE)
@knowledge_option
def replay(decision: Path, folder: Path | None) -> None:
    """Compute a recorded DECISION again from its stored facts, and say whether the outlook is the same.

    Exit code 0: the same; 1: another edition, or another outlook.
    """
    recorded = read_decision(decision)
    edition = edition_in_use(folder)
    case = recorded.read_case()
    again = look_ahead(case.story, case.policy, edition, recorded.at)
    same = digest_of(again) == recorded.outlook
    if edition.digest != recorded.edition:
        click.echo(f"Decided with edition {recorded.edition[:12]}, asked again with {edition.digest[:12]}.")
        click.echo("Name the folder of that edition with --knowledge to replay it exactly.")
    click.echo("The outlook is the same, byte for byte." if same else "The outlook differs.")
    for line in recorded.differences(again):
        click.echo(f"  {line}")
    sys.exit(0 if same and edition.digest == recorded.edition else 1)
