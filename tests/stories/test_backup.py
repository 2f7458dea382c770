"""A backup taken while eight processes write: whole, of one instant, and the same content wherever it is restored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.power_cut import Installation, new_database, new_installation

WRITERS = 8
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.long


def nappage(home: Installation, *typed: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Return what the program says in an installation."""
    program = [sys.executable, "-c", "from nappage.console.main import cli; cli()", *typed]
    return subprocess.run(
        program, env=home.environment() | variables, cwd=home.folder, capture_output=True, text=True, check=False
    )


def said(home: Installation, *typed: str, **variables: str) -> dict[str, str]:
    """Return the lines of an answer by their first words."""
    done = nappage(home, *typed, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(line.partition(" ")[::2] for line in done.stdout.splitlines())


@contextmanager
def eight_writers(home: Installation, end: Path) -> Iterator[list[int]]:
    """Have eight processes write until the block ends; then the list says how many entries each was told it wrote."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "support.installed", "write", str(number), str(end)],
            env=home.environment(), cwd=home.folder, stdout=subprocess.PIPE, text=True,
        )
        for number in range(WRITERS)
    ]  # fmt: skip
    written: list[int] = []
    try:
        yield written
    finally:
        end.touch()
        answers = [writer.communicate(timeout=120)[0] for writer in running]
        written += [int(json.loads(answer)) for answer in answers]


@pytest.mark.proves("H-36")
def test_a_backup_under_eight_writers_is_restored_to_the_last_byte(tmp_path: Path) -> None:
    home = new_installation(tmp_path / "home", NOW)
    during, after = tmp_path / "during.backup", tmp_path / "after.backup"
    with eight_writers(home, tmp_path / "end") as written:
        while home.totals()["person"] < WRITERS:
            pass
        made = said(home, "backup", str(during))
    assert min(written) > 0
    assert said(home, "backup", str(after))["Content"] == home.run("digest") != made["Content"]

    for file in (during, after):
        there = home.elsewhere(tmp_path / file.stem)
        restored = said(there, "restore", str(file))
        assert restored["Content"] == there.run("digest")
        assert nappage(there, "doctor").stdout.endswith("Nothing is wrong.\n")
        assert there.run("trail", home.known["clinic"]) is None
    assert there.run("digest") == home.run("digest")
    assert there.totals() == home.totals() - Counter({"act back up": 1})


def test_it_cannot_be_restored_with_another_key_and_a_flipped_byte_is_named(tmp_path: Path) -> None:
    home = new_installation(tmp_path / "home", NOW)
    file = tmp_path / "a.backup"
    said(home, "backup", str(file))
    there = home.elsewhere(tmp_path / "there")
    for key, named in (("ab" * 32, "under which this backup was made"), ("no key", "64 hexadecimal digits")):
        refused = nappage(there, "restore", str(file), NAPPAGE_MASTER_KEY=key)
        assert refused.returncode == 2
        assert named in refused.stderr
    whole = file.read_bytes()
    place = whole.index(b"records.entry") + 400
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    for command in (("restore", str(file)), ("doctor", "--backup", str(file))):
        refused = nappage(there, *command)
        assert refused.returncode == 2
        assert "which says it holds 'records.entry'" in refused.stderr
    assert "records_entry" not in nappage(there, "doctor").stdout
    assert os.stat(file).st_mode & 0o077 == 0


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
def test_a_clinic_is_exported_and_imported_on_either_database(tmp_path: Path, there: str) -> None:
    home = new_installation(tmp_path / "home", NOW)
    file = tmp_path / "clinic.zip"
    said(home, "export", str(file))
    other = home.elsewhere(tmp_path / "there", new_database() if there == "postgresql" else "")
    for key in other.folder.glob("*.key"):
        key.unlink()
    assert said(other, "import", str(file))["Content"] == home.run("digest")
    assert nappage(other, "doctor").stdout.endswith("Nothing is wrong.\n")
    refused = nappage(other, "import", str(file))
    assert refused.returncode == 2
    assert "one that is not in this installation yet" in refused.stderr
    assert nappage(other, "digest", "--data", str(tmp_path / "nowhere")).returncode == 2
