"""A data directory that an earlier release left: it opens, says the same as it did, and can be written on."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stories.test_backup import nappage
from support.power_cut import Installation

LEFT = Path(__file__).parents[1] / "golden" / "data-0.2.0.sql"
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
MASTER_KEY = {"NAPPAGE_MASTER_KEY": "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"}
# What `nappage digest` of release 0.2.0 printed of it.
DIGEST = "946a3cbf6cca3bc8fcfbe83f5a1e2f551581f9bb24b6b572146205a373fd3f7b"


@pytest.fixture
def home(tmp_path: Path) -> Installation:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "master.key").write_text(MASTER_KEY["NAPPAGE_MASTER_KEY"], encoding="ascii")
    with sqlite3.connect(folder / "nappage.sqlite3") as database:
        database.executescript(LEFT.read_text(encoding="utf-8"))
    return Installation(folder, "", NOW)


@pytest.mark.only_on("sqlite")
def test_it_opens_with_an_equal_digest_and_every_entry_and_paper_in_it_is_read(home: Installation) -> None:
    home.run("prepare")
    told = nappage(home, "digest", "--tables")
    assert told.stdout.splitlines()[-1] == DIGEST, told.stderr
    looked = nappage(home, "doctor").stdout
    assert "26 entries, 1 documents" in looked
    assert "the trail is whole" in looked
    # The paper in it is a stand-in of a test and no PDF: that it is named shows that it was opened.
    (wrong,) = [line for line in looked.splitlines() if line.startswith("WRONG")]
    assert wrong.endswith("its seal does not hold")


@pytest.mark.only_on("sqlite")
def test_before_that_its_digest_is_refused_with_what_to_do_and_not_with_an_error(home: Installation) -> None:
    told = nappage(home, "digest")
    assert told.returncode == 2
    assert "the form of this release" in told.stderr
    assert "nappage serve" in told.stderr
    assert "Traceback" not in told.stderr
