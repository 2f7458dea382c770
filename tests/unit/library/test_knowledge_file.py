"""What a file of knowledge may not say: each fault at its place, in four parts, and all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from nappage.engine.source import Source
from nappage.library.edition import read_edition
from nappage.values.fault import Fault, Faulty

HEAD = """
[file]
since = 2026-11-22
review = "unreviewed"
review_due = 2027-11-22
"""
SOURCES = (
    HEAD
    + """
[[source]]
id = "J"
title = "Judgement"
tag = "judgement"
sources = ["J"]

[[source]]
id = "001"
title = "A text"
tag = "text"
lines = 81
sources = ["001:1"]

[[case]]
about = "001"
expect = "text"
"""
)
SLOT = """
[[slot]]
id = "one-area"
areas = 1
treatment = "10-30 min"
observation = "20-30 min"
booked = "45 min"
sources = ["001:76"]
"""
CASE = """
[[case]]
about = "one-area"
given = { areas = 1 }
expect = "one-area: 10-30 min, 20-30 min, 45 min"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knowledge/times").mkdir(parents=True)
    (tmp_path / "knowledge/sources.toml").write_text(SOURCES, encoding="utf-8")
    return write(tmp_path / "knowledge", HEAD + SLOT + CASE)


def write(folder: Path, text: str) -> Path:
    (folder / "times/slots.toml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[Fault]:
    with pytest.raises(Faulty) as raised:
        read_edition(folder)
    return list(raised.value.faults)


@pytest.mark.parametrize(
    ("text", "thing", "expected", "found"),
    [
        (HEAD + SLOT.replace('"45 min"', '"45 min') + CASE, "", "TOML", "line 12"),
        (
            HEAD + SLOT + CASE + "[[spell]]\nid = 'x'\n",
            ": spell",
            "file, case or one of source, gate",
            "the table spell",
        ),
        (HEAD + SLOT + "colour = 'red'\n" + CASE, ": slot one-area.colour", "one of id, sources", "the key colour"),
        (HEAD + SLOT + "boked = '1 h'\n" + CASE, ": slot one-area.boked", "one of id, sources", "the key boked"),
        (HEAD + SLOT.replace("= 1", "= 1.5") + CASE, ": slot one-area.areas", "a whole number", "1.5"),
        (
            HEAD + SLOT + CASE.replace("= 1 ", "= 1.5 "),
            ": case 1.given.areas",
            "a text or a whole",
            "1.5",
        ),
        (HEAD + SLOT.replace('"one-area"', '" "') + CASE, ": slot  .id", "a text that says something", "' '"),
        (HEAD + SLOT.replace("45 min", "45") + CASE, ": slot one-area.booked", "an elapsed time", "'45'"),
        (HEAD + SLOT.replace('"45 min"', "45") + CASE, ": slot one-area.booked", "a text in quotes", "45"),
        (HEAD + SLOT.replace('sources = ["001:76"]', "") + CASE, ": slot one-area.sources", "a value", "nothing"),
        (HEAD + SLOT.replace('"001:76"', "") + CASE, ": slot one-area.sources", "at least one citation", "none"),
        (HEAD + SLOT.replace("001:76", "009:7") + CASE, ": slot one-area.sources", "a source of sources.toml", "009:7"),
        (HEAD + SLOT.replace("001:76", "001:82") + CASE, ": slot one-area.sources", "a line from 1 to 81", "001:82"),
        (HEAD + SLOT.replace("001:76", "001:0") + CASE, ": slot one-area.sources", "a line from 1 to 81", "001:0"),
        (HEAD + SLOT.replace("001:76", "001") + CASE, ": slot one-area.sources", "a line from 1 to 81", "001"),
        (HEAD + SLOT.replace("001:76", "001:²") + CASE, ": slot one-area.sources", "a line from 1 to 81", "001:²"),
        (HEAD + SLOT + SLOT + CASE, ": slot one-area", "an id of its own", "the same id twice"),
        (
            HEAD + SLOT + CASE.replace("45 min", "60 min"),
            ": case 1 about one-area",
            "one-area: 10-30",
            "one-area: 10-30",
        ),
        (HEAD + SLOT + CASE.replace('"one-area"', '"no-area"'), ": case 1", "the id of a slot", "'no-area'"),
        (HEAD + SLOT + CASE.replace("about", "abuot"), ": case 1.abuot", "one of about, expect", "the key abuot"),
        (HEAD + SLOT, "", "at least one case", "none"),
        (HEAD + SLOT + CASE + 'kind = "medicine_group"\n', ": case 1", "a kind that answers", "'medicine_group'"),
        (HEAD + SLOT + CASE + 'kind = "spell"\n', ": case 1", "a kind that answers", "'spell'"),
        (SLOT.replace("[[slot]]", "[slot]") + CASE, ": slot", "[[slot]] tables", "one table"),
        ('slot = ["one-area"]\n' + CASE, ": slot", "[[slot]] tables", "something else"),
        ("[[file]]\n" + SLOT + CASE, ": file", "one [file] table", "something else"),
        (HEAD + SLOT + "[case]\nabout = 'x'", ": case", "[[case]] tables", "one table"),
        ("note = 'x'\n" + HEAD + SLOT + CASE, ": note", "[[note]] tables", "something else"),
    ],
)
def test_a_fault_names_the_thing_what_was_expected_and_what_was_found(
    folder: Path, text: str, thing: str, expected: str, found: str
) -> None:
    fault = faults(write(folder, text))[0]
    assert fault.thing == f"times/slots.toml{thing}"
    assert fault.expected.startswith(expected)
    assert found in fault.found
    assert fault.remedy.endswith((".", "?"))


def test_a_near_key_is_asked_about(folder: Path) -> None:
    assert faults(write(folder, HEAD + SLOT + "bookend = '1 h'\n" + CASE))[0].remedy == "Did you mean booked?"


def test_the_faults_of_every_file_come_at_once(folder: Path) -> None:
    (folder / "broken.toml").write_text("x = ", encoding="utf-8")
    write(folder, HEAD + SLOT.replace("45 min", "45") + "colour = 'red'\n" + SLOT.replace("= 1", "= true"))
    assert [fault.thing for fault in faults(folder)] == [
        "broken.toml",
        "times/slots.toml: slot one-area.colour",
        "times/slots.toml: slot one-area.booked",
        "times/slots.toml: slot one-area.areas",
        "times/slots.toml",
    ]


def test_citations_and_cases_are_judged_together_once_every_file_can_be_read(folder: Path) -> None:
    write(folder, HEAD + SLOT.replace("001:76", "009:7") + CASE.replace("45 min", "60 min"))
    assert [fault.expected for fault in faults(folder)] == [
        "a source of sources.toml",
        "one-area: 10-30 min, 20-30 min, 60 min",
    ]


def test_a_case_may_ask_a_kind_of_another_file(folder: Path) -> None:
    write(folder, HEAD + SLOT + CASE + '[[case]]\nkind = "source"\nabout = "J"\nexpect = "judgement"\n')
    assert read_edition(folder).get(Source, "J") is not None


def test_an_entry_without_an_id_is_named_by_its_number(folder: Path) -> None:
    write(folder, HEAD + SLOT + SLOT.replace('id = "one-area"', "") + CASE)
    assert faults(folder)[0].thing == "times/slots.toml: slot number 2.id"
