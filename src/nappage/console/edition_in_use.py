"""The edition that a command asks: the one shipped with this code, or a folder that was named."""

from __future__ import annotations

from pathlib import Path

import click
from platformdirs import user_cache_path

from nappage.engine.edition import Edition
from nappage.library.edition import read_edition
from nappage.library.kinds import KINDS
from nappage.values.fault import Fault, Faulty

knowledge_option = click.option(
    "--knowledge",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of knowledge files instead of the one shipped with this program.",
)


def edition_in_use(folder: Path | None = None) -> Edition:
    """Return the edition of a folder, from the cache where this very content was read before."""
    edition = read_edition(folder, cache=user_cache_path("nappage"))
    kinds = set(edition.entries)  # asking for the kinds reads none of them
    missing = [name for name, kind in KINDS.items() if kind.entry not in kinds]
    if missing:
        found = f"none of {', '.join(missing)}"
        raise Faulty([Fault(str(folder), "entries of every kind", found, "Name a copy of the whole shipped folder.")])
    return edition
