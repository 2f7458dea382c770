"""`nappage outlook` and `nappage replay`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from unit.console.conftest import Run

CASES = sorted((Path(__file__).parents[3] / "examples").glob("s*.toml"))
S1 = "examples/s1-thighs.toml"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_example_is_shown_as_text(run: Run, case: Path) -> None:
    result = run("outlook", case)
    assert result.exit_code == 0, result.output
    assert "unreviewed" in result.output.lower() or "reviewed" in result.output.lower()
    assert "Traceback" not in result.output


def test_json_is_the_whole_outlook_and_the_same_each_time(run: Run) -> None:
    first = run("outlook", S1, "--format", "json")
    outlook = json.loads(first.stdout)
    assert {"at", "edition", "treating", "course", "after", "start"} <= set(outlook)
    assert run("outlook", S1, "--format", "json").stdout == first.stdout


def test_the_instant_asked_for_is_read_in_the_clinics_zone(run: Run) -> None:
    outlook = json.loads(run("outlook", S1, "--format", "json", "--at", "2026-03-03 10:30").stdout)
    assert outlook["at"] == "2026-03-03T09:30:00+00:00"


def test_without_an_instant_anywhere_it_looks_from_now(run: Run, tmp_path: Path) -> None:
    case = (
        'name = "x"\n[story.patient]\nborn = 1990-05-14\n[policy]\nclinic = "c"\njurisdiction = "ES"\n'
        'zone = "Europe/Madrid"\nsigned = { by = "d", on = 2026-01-02 }\nopenings = []\n'
    )
    (tmp_path / "case.toml").write_text(case, "utf-8")
    outlook = json.loads(run("outlook", tmp_path / "case.toml", "--format", "json").stdout)
    assert outlook["at"] > "2026"


def test_a_page_is_written_with_the_folders_it_needs_and_its_path_printed(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "deep/s1.html"
    result = run("outlook", S1, "--format", "html", "--output", page)
    assert result.exit_code == 0
    assert result.stdout.strip().endswith(str(page))
    text = page.read_text("utf-8")
    assert text.lstrip().lower().startswith("<!doctype html>")
    assert 'http-equiv="refresh"' not in text
    assert "<script src" not in text


def test_a_text_file_holds_what_the_screen_shows(run: Run, tmp_path: Path) -> None:
    result = run("outlook", S1, "--output", tmp_path / "s1.txt")
    assert result.exit_code == 0
    assert (tmp_path / "s1.txt").read_text("utf-8").strip()


def test_a_recorded_decision_is_replayed_byte_for_byte(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "decision.json"
    assert run("outlook", S1, "--record", record).exit_code == 0
    result = run("replay", record)
    assert (result.exit_code, result.stdout) == (0, "The outlook is the same, byte for byte.\n")


def test_another_edition_is_named_and_what_differs_is_listed(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "decision.json"
    run("outlook", S1, "--record", record)
    shutil.copytree("knowledge", tmp_path / "knowledge")
    slots = tmp_path / "knowledge/slots.toml"
    slots.write_text(slots.read_text("utf-8") + "# a remark\n", "utf-8")
    result = run("replay", record, "--knowledge", tmp_path / "knowledge")
    assert result.exit_code == 1
    assert result.stdout.startswith("Decided with edition ")
    assert "--knowledge" in result.stdout


def test_facts_changed_in_a_record_change_its_outlook(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "decision.json"
    run("outlook", S1, "--record", record)
    stored = json.loads(record.read_text("utf-8"))
    stored["rules"].append("long-gone")
    stored["case"]["story"]["patient"]["born"] = "2015-05-14"
    record.write_text(json.dumps(stored), "utf-8")
    result = run("replay", record)
    assert result.exit_code == 1
    assert "The outlook differs." in result.stdout
    assert "  only then: long-gone" in result.stdout
