"""`nappage knowledge check|show|diff|matrix`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from unit.console.conftest import Run


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the knowledge in which one slot is longer, effective from a later day."""
    folder = tmp_path / "knowledge"
    shutil.copytree(Path(__file__).parents[3] / "knowledge", folder)
    slots = (folder / "slots.toml").read_text("utf-8").replace("45 min", "50 min", 2).replace(
        'booked = "50 min"\n', 'booked = "50 min"\nsince = 2027-01-01\n', 1
    )  # fmt: skip
    (folder / "slots.toml").write_text(slots, "utf-8")
    return folder


def test_checking_reads_every_file_and_says_that_nobody_has_reviewed_it(run: Run, edition: Edition) -> None:
    result = run("knowledge", "check")
    assert result.exit_code == 0
    assert f"{sum(map(len, edition.entries.values()))} entries of {len(edition.entries)} kinds" in result.stdout
    assert "No clinician has reviewed them." in result.stdout
    assert f"Edition {edition.digest}, time zones {edition.timezones}." in result.stdout


def test_checking_a_folder_names_its_faults(run: Run, changed: Path) -> None:
    slots = changed / "slots.toml"
    slots.write_text(slots.read_text("utf-8").replace("50 min", "55 min", 1), "utf-8")
    result = run("knowledge", "check", changed)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == "slots.toml: case 1 about one-area"


def test_an_entry_is_shown_whole_with_its_sources(run: Run) -> None:
    shown = json.loads(run("knowledge", "show", "one-area").stdout)
    assert (shown["kind"], shown["id"], shown["review"]) == ("slot", "one-area", "unreviewed")
    assert (shown["booked"], shown["sources"][0]) == ("45 min", "000:9")


def test_an_id_that_two_kinds_share_is_shown_for_both(run: Run) -> None:
    shown = run("knowledge", "show", "collagenase").stdout
    assert shown.count('"kind"') == shown.count('"id": "collagenase"') >= 1


def test_a_part_of_an_id_is_asked_about(run: Run) -> None:
    assert "next      Did you mean one-area, " in run("knowledge", "show", "one-are").stderr.replace(
        "one-area?", "one-area, "
    )
    assert "next      See docs/reference/knowledge.md." in run("knowledge", "show", "qqq").stderr


def test_two_equal_folders_do_not_differ(run: Run) -> None:
    result = run("knowledge", "diff", "knowledge")
    assert (result.exit_code, result.stdout) == (0, "The two editions say the same.\n")


def test_a_difference_is_told_by_entry_day_and_field(run: Run, changed: Path) -> None:
    result = run("knowledge", "diff", "knowledge", changed)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "changed  slot one-area, effective 2027-01-01",
        "         since: 2026-11-22 -> 2027-01-01",
        "         booked: 45 min -> 50 min",
        "1 entries differ.",
    ]


def test_the_matrix_lists_every_id_once(run: Run, edition: Edition) -> None:
    rows = json.loads(run("knowledge", "matrix", "--format", "json").stdout)
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert {"R001", "K-01", "U-01", "H-01", "S1", "E01"} <= set(ids)
    assert {row["status"] for row in rows} <= {"proven", "not-yet", "not-implemented"}
    assert all(row["tests"] for row in rows if row["status"] == "proven")
    assert all(row["why"] for row in rows if row["status"] != "proven")


def test_the_matrix_as_text_ends_with_its_totals(run: Run) -> None:
    lines = run("knowledge", "matrix").stdout.splitlines()
    assert lines[0].split() == ["id", "status", "tests", "why"]
    assert " proven, " in lines[-1]


def test_a_mark_that_names_no_id_is_a_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text('@pytest.mark.proves("R999")\ndef test_x(): ...\n', "utf-8")
    result = run("knowledge", "matrix", "--tests", tmp_path)
    assert result.exit_code == 2
    assert "'R999'" in result.stderr
