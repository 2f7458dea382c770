"""`nappage digest` prints the one hash, and on request the tables it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from nappage.assessment.digest import content_digest
from support.cast import Cast
from unit.console.conftest import Run


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give back the variables that the command sets for its own process."""
    for name in ("DJANGO_SETTINGS_MODULE", "NAPPAGE_DATA", "NAPPAGE_DEMO", "NAPPAGE_COMMAND"):
        monkeypatch.setenv(name, "")


def test_it_prints_one_hash(run: Run, cast: Cast) -> None:
    result = run("digest")
    assert result.exit_code == 0
    assert result.output == f"{content_digest().digest}\n"


def test_it_prints_the_tables_with_their_rows(run: Run, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "master.key").touch()
    *tables, whole = run("digest", "--tables", "--data", str(tmp_path)).output.splitlines()
    assert whole == content_digest().digest
    assert [line.split()[1:] for line in tables if line.endswith(" Room")] == [["2", "Room"]]


def test_it_names_a_folder_without_a_clinic(
    run: Run, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    result = run("digest", "--data", str(tmp_path))
    assert result.exit_code == 2
    assert "a folder with a clinic's database" in result.output
