"""Which installation a command is about: the folder of its database and keys, and Django set up for it."""

from __future__ import annotations

import os
from pathlib import Path

import click

SETTINGS = "nappage.project.settings"

data_option = click.option(
    "--data",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the database and the keys.",
)


# The demo keeps its own keys beside its database; a clinic keeps them elsewhere.
DEMO_KEY = "master.key"


def use_offline(folder: Path | None) -> None:
    """Set Django up for a command that serves nobody; a folder that holds its own key is the demo's."""
    if folder is not None and (folder / DEMO_KEY).exists():
        os.environ["NAPPAGE_DEMO"] = "1"
    os.environ["NAPPAGE_COMMAND"] = "1"
    use_installation(folder)


def use_installation(folder: Path | None) -> None:
    """Set Django up for an installation; Faulty with every fault if it would start insecurely."""
    if folder is not None:
        os.environ["NAPPAGE_DATA"] = str(folder.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django

    django.setup()
