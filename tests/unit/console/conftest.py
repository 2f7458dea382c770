"""The command line as a person meets it: what is typed, what is printed where, and the exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nappage.console.main import cli

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the program in the folder of the repository, with a cache of its own."""
    monkeypatch.setattr("nappage.console.edition_in_use.user_cache_path", lambda name: kept)
    monkeypatch.chdir(Path(__file__).parents[3])
    return lambda *typed: CliRunner().invoke(cli, [str(word) for word in typed], terminal_width=100)
