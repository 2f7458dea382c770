"""The same facts from the command line: every example in three formats, decisions replayed, bad input refused.

What a screen shows of them, and who may see it, is left to the issues B (clinic), C (patients) and D (reports).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from nappage.console.main import cli
from support.later_edition import next_edition_in
from support.stories import EXAMPLES

ROOT = EXAMPLES.parent
CASES = sorted(path.stem for path in EXAMPLES.glob("s*.toml"))
FORBIDDEN = re.compile(r"\b(safe|safely|passed|cleared|eligible|no risk|breaking down|good sign|it is working)\b", re.I)


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the commands remember out of the cache of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("COLUMNS", "200")
        yield


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def as_json(name: str, *options: object) -> dict[str, Any]:
    result = run("outlook", EXAMPLES / f"{name}.toml", "--format", "json", *options)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def gate_of(found: dict[str, Any], name: str) -> dict[str, Any]:
    (gate,) = (gate for gate in found["gates"] if gate["name"] == name)
    assert isinstance(gate, dict)
    return gate


def starts(lines: list[dict[str, Any]], key: str = "proposed") -> list[str]:
    return [line[key][:10] for line in lines]


# -- the examples ----------------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "S2", "S3", "S4", "S5")
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_every_example_runs_in_every_format_and_says_that_it_is_fictional(name: str, form: str) -> None:
    result = run("outlook", EXAMPLES / f"{name}.toml", "--format", form)
    assert result.exit_code == 0, result.output
    assert "fictional" in result.stdout.casefold()
    assert result.stderr == ""


@pytest.mark.proves("S4", "S5", "H-03", "H-08", "K-19", "K-22")
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("form", ["text", "html"])
def test_no_page_promises_anything_or_calls_a_bump_a_good_sign(name: str, form: str) -> None:
    page = run("outlook", EXAMPLES / f"{name}.toml", "--format", form).stdout
    assert FORBIDDEN.findall(page) == []
    assert not re.search(r"(works|working|permanent)", page.replace("not permanent", ""), re.I)


def test_the_words_looked_for_would_be_found() -> None:
    assert FORBIDDEN.findall("It is safe. No risk, a GOOD SIGN.") == ["safe", "No risk", "GOOD SIGN"]


@pytest.mark.proves("S1")
def test_s1_at_the_first_session_opens_at_ten_and_starts_at_half_past() -> None:
    early = as_json("s1-thighs-first-session", "--at", "2026-03-03 09:58")
    assert early["start"] == {"may_start": False, "closed": ["allergy-test"], "opens_at": "2026-03-03T09:00:00+00:00"}
    assert gate_of(early, "allergy-test")["state"] == "opens-at"
    now = as_json("s1-thighs-first-session")
    assert now["start"] == {"may_start": True}
    assert now["measures"]["body_mass_index"] == "22 kg/m2"
    assert now["course"]["plan"][0]["because"]["fact"]["days"] == 126


@pytest.mark.proves("S1")
def test_s1_at_the_checkpoint_is_within_measurement_variation_and_stops() -> None:
    found = as_json("s1-thighs")
    assert {one["detected"] for one in found["measures"]["outcomes"]} == {"within-measurement-variation"}
    right = next(one for one in found["measures"]["outcomes"] if one["treated"]["place"]["side"] == "right")
    assert (right["treated"]["change"], right["sentinel"]["change"]) == ("-0.4 cm", "-0.1 cm")
    assert found["course"]["checkpoint"]["continuation"] == "stop"
    assert found["start"]["may_start"] is False
    assert starts(found["course"]["given"], "start") == ["2026-03-03", "2026-03-17", "2026-03-31"]
    assert starts(found["course"]["coming"]) == [
        "2026-04-14", "2026-04-28", "2026-05-12", "2026-05-26", "2026-06-09", "2026-06-23", "2026-07-07",
    ]  # fmt: skip


@pytest.mark.proves("S2")
def test_s2_has_the_cream_the_make_up_the_shower_and_the_clock_of_new_york() -> None:
    found = as_json("s2-face")
    assert found["treating"]["anaesthetic"]["total"] == "0.4"
    until = {each["instruction"]: each.get("moment", {}).get("instant") for each in found["after"]["aftercare"]}
    assert until["no-make-up"] == "2026-10-05T17:20:00+00:00"
    assert until["no-hot-shower"] == "2026-10-05T21:20:00+00:00"
    assert "17:20 in America/New_York" in run("outlook", EXAMPLES / "s2-face.toml").stdout.replace("\n", " ")


@pytest.mark.proves("S3")
def test_s3_offers_two_weeks_and_proposes_one() -> None:
    course = as_json("s3-abdomen")["course"]
    assert [offer["step"]["id"] for offer in course["offers"]] == ["two-weekly"]
    assert starts(course["offered"])[:2] == ["2026-05-21", "2026-06-04"]
    assert starts(course["coming"])[:2] == ["2026-05-14", "2026-05-21"]


@pytest.mark.proves("S4")
def test_s4_grows_from_often_seen_to_the_same_day_and_the_other_patient_is_an_emergency() -> None:
    diary = as_json("s4-flanks")["after"]["triage"]["reports"]
    assert [(one["report"]["symptom"], one["level"]) for one in diary] == [
        ("lump", "E2"), ("lump", "E1"), ("warmth", "E0"), ("bruise", "E0"), ("lump", "E0"),
    ]  # fmt: skip
    assert (diary[0]["pathway"], diary[0]["photo_asked"]) == ("infection", True)
    other = as_json("s4-lip-swelling")
    assert {one["level"] for one in other["after"]["triage"]["reports"]} == {"E3"}
    assert len(other["course"]["holds"]) == 2


@pytest.mark.proves("S5")
def test_s5_holds_seven_sessions_and_lists_the_exposure() -> None:
    found = as_json("s5-pregnant")
    assert [hold["rule"] for hold in found["course"]["holds"]] == ["pregnancy"]
    assert found["course"]["silenced"] is True
    assert len(found["course"]["coming"]) == 7
    days = [(one["day"], one["days_after_last_period"]) for one in found["after"]["exposure"]]
    assert days == [("2026-05-12", -8), ("2026-05-26", 6), ("2026-06-09", 20)]
    assert "outcomes" not in found["measures"]
    page = run("outlook", EXAMPLES / "s5-pregnant.toml").stdout
    assert "on hold" in page.casefold()
    assert "Exposure sheet" in page


@pytest.mark.proves("E06", "R029")
def test_what_was_typed_is_exported_with_its_unit_and_the_unit_that_was_meant(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLES, tmp_path / "examples"))
    case = folder / "s1-thighs.toml"
    slip = '\n[[story.tape]]\nlandmark = "thigh"\nvalue = "22.5 cm"\nat = 2026-03-17T10:10:00\nside = "right"\n'
    case.write_text(case.read_text("utf-8") + slip, "utf-8")
    result = run("outlook", case, "--at", "2026-03-17 10:20", "--format", "json")
    doubts = [one["because"] for one in json.loads(result.stdout)["measures"]["objections"]]
    (doubt,) = (one for one in doubts if one["fact"]["code"] == "reading.unit-slip")
    assert (doubt["fact"]["typed"], doubt["remedy"]["meant"], doubt["remedy"]["value"]) == (
        "22.5 cm", "22.5 [in_i]", "57.2 cm",
    )  # fmt: skip


@pytest.mark.proves("S1")
def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"
    result = run("outlook", EXAMPLES / "s1-thighs.toml", "--format", "html", "--output", page)
    assert result.exit_code == 0
    assert page.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")


# -- decisions and editions ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next_edition_in(tmp_path_factory.mktemp("later"))


@pytest.mark.proves("E23", "H-33")
def test_a_decision_replays_with_its_own_edition_and_another_one_names_what_differs(
    tmp_path: Path, later: Path
) -> None:
    record = tmp_path / "decision.json"
    past = ["outlook", EXAMPLES / "s1-thighs.toml", "--at", "2026-03-17 10:20", "--record", record]
    assert run(*past).exit_code == 0
    written = json.loads(record.read_text("utf-8"))
    assert {"at", "edition", "timezones", "rules", "outlook", "case"} <= set(written)
    same = run("replay", record)
    assert (same.exit_code, "the same" in same.stdout) == (0, True)
    other = run("replay", record, "--knowledge", later)
    assert other.exit_code == 1
    assert "differs" in other.stdout
    assert run("replay", record).exit_code == 0


@pytest.mark.proves("E23", "H-33")
def test_a_replay_names_the_rule_that_only_the_later_edition_has(tmp_path: Path, later: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLES, tmp_path / "examples"))
    case = folder / "s1-thighs.toml"
    text = case.read_text("utf-8").replace(
        'name = "ibuprofen"\nprescribed = "no"', 'name = "isotretinoin"\nprescribed = "yes"'
    )
    case.write_text(text, "utf-8")
    record = tmp_path / "decision.json"
    assert run("outlook", case, "--at", "2026-03-17 10:20", "--record", record).exit_code == 0
    result = run("replay", record, "--knowledge", later)
    assert result.exit_code == 1
    assert "only now: isotretinoin-recent" in result.stdout


@pytest.mark.proves("E23", "H-33")
def test_the_difference_of_two_editions_names_rules_and_from_when(later: Path) -> None:
    result = run("knowledge", "diff", ROOT / "knowledge", later)
    assert result.exit_code == 1
    assert "anti-inflammatory-own, effective 2026-03-20" in result.stdout
    assert "isotretinoin-recent, effective 2026-03-20" in result.stdout
    assert '{"source": "003:24", "span": "7 d"} -> ' in result.stdout
    assert '{"source": "003:24", "span": "10 d"}' in result.stdout
    assert "2 entries differ." in result.stdout
    assert run("knowledge", "diff", ROOT / "knowledge", ROOT / "knowledge").exit_code == 0


NOT_BESIDE = 'name = "A"\nextends = "../clinic-madrid.toml"\n[story.patient]\nborn = 1990-05-14\n'
NOT_THERE = NOT_BESIDE.replace("../clinic-madrid", "nowhere")

# -- bad input -------------------------------------------------------------------------------------------------------

MANY_FAULTS = """
name = "Faults"
extends = "clinic-madrid.toml"
weather = "sunny"

[story.patient]
born = 1990-02-30x
"""
WRONG_VALUES = """
name = "Wrong values"
extends = "clinic-madrid.toml"
weather = "sunny"

[story]
replies = [{ question = "pregnancy", answer = "perhaps", at = 2026-03-03T10:05:00, by = "patient" }]

[story.patient]
born = "1990"
height = "168 CM"
shoes = 39

[[story.readings]]
code = "weight"
value = 62
at = 2026-03-03T10:00:00

[[story.sessions]]
start = 2026-03-29T02:30:00
state = "maybe"
"""


def faults(*words: object) -> str:
    """Return what is written about bad input, which ends with exit code 2 and never with a traceback."""
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
    return result.stderr


def written(folder: Path, name: str, text: str) -> Path:
    shutil.copy(EXAMPLES / "clinic-madrid.toml", folder)
    (folder / name).write_text(text, "utf-8")
    return folder / name


@pytest.mark.proves("E19", "H-11", "H-13")
def test_all_faults_are_named_at_once_each_in_four_parts(tmp_path: Path) -> None:
    said = faults("outlook", written(tmp_path, "case.toml", WRONG_VALUES))
    things = [line for line in said.splitlines() if line.startswith("case.toml")]
    for place in ("weather", "answer", "born", "height", "shoes", "value", "start", "state"):
        assert any(thing.endswith(place) for thing in things), (place, things)
    parts = [line.split()[0] for line in said.splitlines() if line.startswith("  ")]
    assert parts == ["expected", "found", "next"] * len(things)
    assert said.splitlines()[-1] == f"{len(things)} faults; nothing was changed."


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("broken.toml", MANY_FAULTS, "TOML"),
        ("broken.json", '{"name": "A", ', "JSON"),
        ("twice.json", '{"name": "A", "name": "B"}', "each key once"),
        ("list.json", "[1, 2]", "a table"),
        ("case.yaml", "name: A", ".json or .toml"),
        (
            "elsewhere.toml",
            'name = "A"\nextends = "../clinic-madrid.toml"\n[story.patient]\nborn = 1990-05-14\n',
            "same folder",
        ),
        ("missing.toml", NOT_THERE, "can be read"),
        ("empty.toml", "", "story"),
    ],
)
def test_a_file_that_is_no_case_is_refused_with_what_was_expected(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    said = faults("outlook", written(tmp_path, name, text))
    assert says in said
    assert "expected" in said
    assert "next" in said


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    assert "can be read" in faults("outlook", tmp_path / "nothing.toml")
    (tmp_path / "picture.toml").write_bytes(b"\xff\xd8\xff\xe0")
    assert "UTF-8" in faults("outlook", tmp_path / "picture.toml")


@pytest.mark.proves("E01", "H-02")
@pytest.mark.parametrize("typed", ["yesterday", "2026-03-29 02:30", "2026-10-25 02:30", "2026-13-01 10:00"])
def test_an_instant_that_no_clock_showed_or_showed_twice_is_refused(typed: str) -> None:
    assert "--at" in faults("outlook", EXAMPLES / "s1-thighs.toml", "--at", typed)


def test_a_file_that_records_no_decision_is_refused(tmp_path: Path) -> None:
    (tmp_path / "not.json").write_text("[1]", "utf-8")
    assert "expected" in faults("replay", tmp_path / "not.json")
    assert "JSON" in faults("replay", EXAMPLES / "s1-thighs.toml")
    assert "can be read" in faults("replay", tmp_path / "nothing.json")


# -- as people start it ----------------------------------------------------------------------------------------------


def started(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, away from this folder."""
    command = [sys.executable, "-W", "error", "-c", "from nappage.console.main import cli; cli()", *map(str, words)]
    where = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=where, check=False, cwd="/")


@pytest.mark.proves("S1")
def test_a_process_of_its_own_gives_the_same_bytes_twice() -> None:
    first = started("outlook", EXAMPLES / "s1-thighs.toml", "--format", "json")
    second = started("outlook", EXAMPLES / "s1-thighs.toml", "--format", "json")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert json.loads(first.stdout) == as_json("s1-thighs")


def test_bad_input_ends_a_process_with_2_and_no_traceback(tmp_path: Path) -> None:
    ended = started("outlook", written(tmp_path, "case.toml", WRONG_VALUES))
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert "nothing was changed" in ended.stderr
