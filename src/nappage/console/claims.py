"""`nappage claims check FILE`."""

from __future__ import annotations

from pathlib import Path

import click

from nappage.console.edition_in_use import edition_in_use, knowledge_option
from nappage.engine.claim_recognition import coverage_of_sources, recognise_claims
from nappage.rendering.claims import claims_text, coverage_text
from nappage.values.fault import Fault, Faulty


@click.group()
def claims() -> None:
    """Claims that texts make: who says them, how far they hold, what contradicts them."""


@claims.command()
@click.argument("file", type=click.Path(path_type=Path))
@knowledge_option
def check(file: Path, folder: Path | None) -> None:
    """List the claims recognised in FILE (plain text in English), the unsafe ones first."""
    for line in claims_text(recognise_claims(edition_in_use(folder), _text_of(file))):
        click.echo(line)


@claims.command()
@click.argument("texts", type=click.Path(path_type=Path, exists=True, file_okay=False))
@knowledge_option
def coverage(texts: Path, folder: Path | None) -> None:
    """Tell of each text in the folder TEXTS which of the claims that the ledger cites it for are recognised in it.

    A file is the text of the source whose id its name begins with, as in 003_page.txt.
    """
    edition = edition_in_use(folder)
    found = {path.stem.partition("_")[0]: _text_of(path) for path in sorted(texts.glob("*.txt"))}
    if not found:
        raise Faulty([Fault(str(texts), "texts named after their source", "no .txt file", "Name it 000_page.txt.")])
    for line in coverage_text(coverage_of_sources(edition, found).items()):
        click.echo(line)


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise Faulty(
            [Fault(str(file), "a text file that can be read", str(error.strerror), "Check its name.")]
        ) from None
    except UnicodeDecodeError as error:
        raise Faulty([Fault(str(file), "text in UTF-8", str(error), "Save it as plain text in UTF-8.")]) from None
