"""`nappage verify FILE`: whether a passport is intact, whose key signed it, and whether that key is known. Offline."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from nappage.console.backup import FILE
from nappage.console.edition_in_use import edition_in_use
from nappage.console.installation import data_option, use_offline
from nappage.console.terminal import show
from nappage.values.fault import Fault, Faulty

if TYPE_CHECKING:
    from nappage.rendering.sheet import Sheet
    from nappage.rendering.wording import Speaker
    from nappage.sealing.verification import KnownSigner, Verified

BROKEN, UNKNOWN = 1, 3


@click.command()
@click.argument("file", type=FILE)
@data_option
@click.option(
    "--trust",
    "trusted",
    type=FILE,
    multiple=True,
    help="A certificate (PEM or DER) that you have compared; repeatable.",
)
def verify(file: Path, folder: Path | None, trusted: tuple[Path, ...]) -> None:
    """Verify the passport FILE: its signed text, the text of its codes, or its paper (PDF). No account, no network.

    With --data the keys that an installation knows are known here too. Ends with 0 if it is intact and its signer is
    known, 3 if it is intact and its signer unknown, 1 if it is not intact.
    """
    from nappage.rendering.wording import Speaker
    from nappage.sealing.verification import verified

    found = verified(_read(file))
    known = _known(found, folder, trusted)
    zone = found.passport.at.tzinfo if found.passport else None
    speak = Speaker(edition_in_use(), zone)  # type: ignore[arg-type]  # only its own times are said
    show(_sheet(found, known, speak), Console())
    if not found.is_intact:
        sys.exit(BROKEN)
    if known is None:
        sys.exit(UNKNOWN)


def _sheet(found: Verified, known: KnownSigner | None, speak: Speaker) -> Sheet:
    from nappage.rendering.passport_sheet import passport_sheet
    from nappage.rendering.passport_verdict import verdict
    from nappage.rendering.sheet import Line, Section, Sheet

    told = verdict(found, known, speak)
    if found.passport is None:
        return Sheet("Treatment passport", Line(""), (), told, "", (), ())
    sheet = passport_sheet(found.passport, speak)
    facts = tuple(Line(f"{name}: {value}") for name, value in sheet.facts)
    about = Section("about", "About", facts)
    emergency = Line(f"Emergency number where the clinic is: {found.passport.issuer.emergency or 'not known'}")
    return Sheet(sheet.title, emergency, (), told, "", (about, *sheet.sections), (sheet.says,), sheet.fictional)


def _known(found: Verified, folder: Path | None, trusted: tuple[Path, ...]) -> KnownSigner | None:
    from nappage.sealing.certificate import fingerprint_of
    from nappage.sealing.verification import KnownSigner

    if found.fingerprint in {fingerprint_of(_read(each)) for each in trusted}:
        return KnownSigner(found.signer, "Whoever gave this command")
    if folder is None:
        return None
    use_offline(folder)
    from nappage.assessment.known_signer import known_signer

    return known_signer(found.fingerprint)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Faulty([Fault(str(file), "a file that can be read", str(error.strerror), "Check its name.")]) from None
