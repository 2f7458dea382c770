"""The reader of case files: what it reads, and every class of fault, each in four parts and all at once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nappage.engine.story import SessionState, Side
from nappage.library.case import Case, CaseFormat, read_case
from nappage.library.plain import as_plain
from nappage.values.answer import Answer
from nappage.values.fault import Fault, Faulty

EXAMPLES = Path(__file__).parents[3] / "examples"
POLICY = """
[policy]
clinic = "Madrid"
jurisdiction = "ES"
zone = "Europe/Madrid"
signed = { by = "director-1", on = 2026-01-02 }
openings = []
"""
WHOLE = (
    """
name = "A case"
at = 2026-03-03T10:30:00

[story.patient]
born = 1990-05-14
"""
    + POLICY
)
PATIENT = '[story.patient]\nborn = 1990-05-14\nheight = "168 cm"\n'


def faults(source: Path | str, form: CaseFormat | None = None) -> list[Fault]:
    with pytest.raises(Faulty) as raised:
        read_case(source, form)
    return list(raised.value.faults)


def only_fault(source: Path | str, form: CaseFormat | None = None) -> Fault:
    (fault,) = faults(source, form)
    return fault


def test_local_times_are_read_in_the_clinics_zone() -> None:
    case = read_case(WHOLE)
    assert case.at == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    assert case.policy.zone.key == "Europe/Madrid"
    assert (case.name, case.notes, case.story.patient.born) == ("A case", "", date(1990, 5, 14))


def test_a_case_need_not_say_when_it_is_looked_at() -> None:
    assert read_case(WHOLE.replace("at = 2026-03-03T10:30:00", "")).at is None


def test_a_time_with_an_offset_is_taken_as_written() -> None:
    case = read_case(WHOLE.replace("10:30:00", "10:30:00-05:00"))
    assert case.at == datetime(2026, 3, 3, 15, 30, tzinfo=UTC)


def as_json() -> dict[str, object]:
    return {
        "name": "A case",
        "at": "2026-03-03 10:30",
        "story": {"patient": {"born": "1990-05-14"}},
        "policy": {
            "clinic": "Madrid",
            "jurisdiction": "ES",
            "zone": "Europe/Madrid",
            "signed": {"by": "director-1", "on": "2026-01-02"},
            "openings": [],
        },
    }


def test_json_and_toml_say_the_same(tmp_path: Path) -> None:
    whole = as_plain(read_case(WHOLE))
    assert as_plain(read_case(json.dumps(as_json()), CaseFormat.JSON)) == whole
    (tmp_path / "case.json").write_text(json.dumps(as_json()))
    assert as_plain(read_case(tmp_path / "case.json")) == whole
    (tmp_path / "case.txt").write_text(WHOLE)
    assert as_plain(read_case(tmp_path / "case.txt", CaseFormat.TOML)) == whole


@pytest.mark.parametrize(
    ("written", "instead", "thing", "expected", "found", "remedy"),
    [
        ("born =", "bron =", "case.story.patient.bron", "one of born", "the key bron", "Remove it"),
        ('"168 cm"', "168.5", "case.story.patient.height", "a text in quotes", "the bare float 168.5", "Quote it"),
        ('"168 cm"', '"168 CM"', "case.story.patient.height", "one of the units", "'CM'", "Write cm"),
        ('"168 cm"', '"168cm"', "case.story.patient.height", "an amount and a UCUM unit", "'168cm'", "Write number"),
        ("born = 1990-05-14", "", "case.story.patient.born", "a value", "nothing", "Add born."),
        (
            '"Europe/Madrid"',
            '"Europe/Madird"',
            "case.policy.zone",
            "an IANA time zone",
            "'Europe/Madird'",
            "Write area",
        ),
        ("2026-03-03T10:30", "2026-03-29T02:30", "case.at", "a time that the clocks", "'2026-03-29 02:30'", "Write it"),
        ("2026-03-03T10:30", "2026-10-25T02:30", "case.at", "a time that the clocks", "'2026-10-25 02:30'", "Write it"),
        ('"A case"', '" "', "case.name", "a text that says something", "' '", "Leave the key out"),
        ('"A case"', "7", "case.name", "a text in quotes", "7", "Quote it"),
        ("2026-03-03T10:30:00", "2026-03-03", "case.at", "a date and time", "2026-03-03", "Add the hour"),
        ("[story.patient]", "[story.patience]", "case.story.patience", "one of patient", "the key patience", "Did you"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_fault_says_which_thing_what_was_expected_what_was_found_and_what_to_do(
    written: str, instead: str, thing: str, expected: str, found: str, remedy: str
) -> None:
    text = WHOLE.replace("[story.patient]\nborn = 1990-05-14\n", PATIENT).replace(written, instead)
    fault = faults(text)[0]
    assert fault.thing == thing
    assert fault.expected.startswith(expected)
    assert fault.found == found
    assert fault.remedy.startswith(remedy)


def test_skipped_and_doubled_local_times_are_told_apart() -> None:
    skipped = only_fault(WHOLE.replace("2026-03-03T10:30", "2026-03-29T02:30"))
    doubled = only_fault(WHOLE.replace("2026-03-03T10:30", "2026-10-25T02:30"))
    assert skipped.expected == "a time that the clocks of Europe/Madrid showed at all"
    assert doubled.expected == "a time that the clocks of Europe/Madrid showed only once"


def test_all_faults_come_at_once() -> None:
    text = WHOLE.replace('name = "A case"', 'name = ""\ncolour = "red"').replace("born = 1990-05-14", "height = 1.68")
    text = text.replace('"Europe/Madrid"', '"Nowhere"')
    assert [fault.thing for fault in faults(text)] == [
        "case.colour",
        "case.name",
        "case.story.patient.born",
        "case.story.patient.height",
        "case.policy.zone",
    ]


@pytest.mark.parametrize("policy", ["policy = 7", "[policy]\nzone = 7", 'policy = "Madrid"', ""])
def test_a_policy_without_a_readable_zone_is_one_of_the_faults(policy: str) -> None:
    found = faults('name = "A case"\n' + policy + '\n[story.patient]\nheight = "1 CM"\n')
    assert any(fault.thing.startswith("case.policy") for fault in found)
    assert "case.story.patient.height" in [fault.thing for fault in found]


def test_what_is_neither_toml_nor_json_is_told_with_its_place() -> None:
    toml, broken = only_fault("name = \n"), only_fault("{", CaseFormat.JSON)
    assert (toml.thing, toml.expected) == ("case", "TOML")
    assert "line 1" in toml.found
    assert (broken.thing, broken.expected) == ("case", "JSON")
    assert "line 1" in broken.found


def test_json_that_is_no_table_or_too_deep_or_says_a_key_twice_is_a_fault() -> None:
    assert only_fault("[1]", CaseFormat.JSON).expected == "a table with name, story and policy"
    assert only_fault("[" * 100_000, CaseFormat.JSON).expected == "JSON"
    twice = only_fault('{"name": "a", "notes": "c", "name": "b"}', CaseFormat.JSON)
    assert (twice.thing, twice.expected, twice.found) == ("case", "each key once in a table", "'name'")


def test_a_bare_float_in_json_is_a_fault() -> None:
    case = as_json()
    case["story"] = {"patient": {"born": "1990-05-14", "height": 168.5}}
    assert only_fault(json.dumps(case), CaseFormat.JSON).found == "the bare float 168.5"


@pytest.mark.parametrize("at", ["2026-03-03", "2026-03-03 10", "soon", "10:30"])
def test_a_time_in_json_is_a_day_with_hour_and_minute(at: str) -> None:
    fault = only_fault(json.dumps({**as_json(), "at": at}), CaseFormat.JSON)
    assert (fault.thing, fault.expected) == ("case.at", "a date and time such as 2026-03-02 10:00")


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("name: x")
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    assert only_fault(tmp_path / "case.yaml").expected == "a file ending in .json or .toml"
    assert only_fault(tmp_path / "latin.toml").expected == "text in UTF-8"
    missing = only_fault(tmp_path / "none.toml")
    assert (missing.thing, missing.found) == ("none.toml", "No such file or directory")


def write(folder: Path, extends: str, more: str = "") -> Path:
    path = folder / "case.toml"
    path.write_text(f'name = "A case"\nextends = {extends}\n[story.patient]\nborn = 1990-05-14\n{more}')
    return path


def test_a_case_adds_to_the_policy_it_extends(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text(POLICY)
    case = read_case(write(tmp_path, '"clinic.toml"', '[policy]\nclinic = "Other"\nminimum_age = 18\n'))
    assert (case.policy.clinic, case.policy.minimum_age, case.policy.jurisdiction) == ("Other", 18, "ES")


@pytest.mark.parametrize("name", ["../clinic.toml", "sub/clinic.toml", "/etc/clinic.toml", "..\\\\clinic.toml", ".."])
def test_a_shared_policy_outside_the_folder_is_a_fault_and_the_story_is_judged_all_the_same(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "clinic.toml").write_text(POLICY)
    (tmp_path / "inner").mkdir()
    found = faults(write(tmp_path / "inner", f'"{name}"', "height = 1.7\n"))
    assert [fault.thing for fault in found] == ["case.toml.extends", "case.toml.story.patient.height"]
    assert found[0].expected == "the name of a file in the same folder"


def test_a_link_that_leads_out_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text(POLICY)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "clinic.toml").symlink_to(tmp_path / "clinic.toml")
    assert only_fault(write(tmp_path / "inner", '"clinic.toml"')).thing == "case.toml.extends"


def test_a_text_cannot_extend_a_file_and_a_name_is_a_text(tmp_path: Path) -> None:
    assert [fault.thing for fault in faults('extends = "clinic.toml"')] == ["case.extends"]
    assert only_fault(write(tmp_path, "7")).found == "7"


@pytest.mark.parametrize(
    ("shared", "thing"),
    [
        (None, "clinic.toml"),
        ('extends = "other.toml"\n' + POLICY, "clinic.toml.extends"),
        ("[story]\n" + POLICY, "clinic.toml.story"),
        ('zone = "Europe/Madrid"', "clinic.toml.zone"),
        ("policy = 7", "clinic.toml.policy"),
    ],
)
def test_a_shared_file_holds_a_policy_and_nothing_else(tmp_path: Path, shared: str | None, thing: str) -> None:
    if shared is not None:
        (tmp_path / "clinic.toml").write_text(shared)
    assert faults(write(tmp_path, '"clinic.toml"'))[0].thing == thing


def test_a_policy_of_the_wrong_shape_is_not_hidden_by_a_shared_one(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text(POLICY)
    path = tmp_path / "case.toml"
    path.write_text('name = "A"\nextends = "clinic.toml"\npolicy = 7\n[story.patient]\nborn = 1990-05-14\n')
    assert only_fault(path).thing == "case.toml.policy"


@pytest.fixture(scope="module")
def examples() -> dict[str, Case]:
    return {path.stem: read_case(path) for path in sorted(EXAMPLES.glob("s*.toml"))}


def test_every_example_is_fictional(examples: dict[str, Case]) -> None:
    assert list(examples) == [
        "s1-thighs-first-session",
        "s1-thighs",
        "s2-face",
        "s3-abdomen",
        "s4-flanks",
        "s4-lip-swelling",
        "s5-pregnant",
    ]
    assert all(case.policy.fictional for case in examples.values())


def test_the_first_example_is_the_first_scenario(examples: dict[str, Case]) -> None:
    case = examples["s1-thighs"]
    given = [session for session in case.story.sessions if session.state is SessionState.GIVEN]
    assert case.at == datetime(2026, 4, 14, 8, 25, tzinfo=UTC)
    assert (len(case.story.sessions), len(given)) == (10, 3)
    assert given[0].end == datetime(2026, 3, 3, 9, 58, tzinfo=UTC)
    assert [str(reading.value) for reading in case.story.tape if reading.side is Side.RIGHT][:4] == [
        "57.2 cm",
        "56.8 cm",
        "28.4 cm",
        "28.6 cm",
    ]


def test_the_second_example_travels_and_the_fifth_is_pregnant(examples: dict[str, Case]) -> None:
    away = examples["s2-face"].story.away_zone
    assert away is not None
    assert away.key == "America/New_York"
    assert examples["s2-face"].policy.is_open(date(2026, 11, 2))
    last = examples["s5-pregnant"].story.replies[-1]
    assert (last.question, last.answer) == ("pregnancy", Answer.YES)


def test_a_wrong_zone_of_a_journey_is_a_fault() -> None:
    text = WHOLE.replace("[story.patient]", '[story]\naway_zone = "Nowhere"\n[story.patient]')
    assert only_fault(text).thing == "case.story.away_zone"
