"""The reader of knowledge: one whole edition, or every fault of every file at once; and its cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from nappage.engine.edition import Edition, Review
from nappage.engine.slot import Slot
from nappage.engine.source import Source
from nappage.library import edition as library
from nappage.library.edition import edition_digest, knowledge_folder, read_edition
from nappage.values.citation import Citation
from nappage.values.fault import Fault, Faulty
from nappage.values.span import Elapsed

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


def test_a_folder_is_read_whole_with_what_the_head_of_a_file_says(folder: Path) -> None:
    found = read_edition(folder)
    slot = found.all(Slot)["one-area"]
    assert (slot.booked, slot.sources, slot.review) == (Elapsed(45), (Citation("001", "76"),), Review.UNREVIEWED)
    assert list(found.all(Source)) == ["J", "001"]
    assert len(found.digest) == 64


def test_an_entry_may_say_otherwise_than_the_head_of_its_file(folder: Path) -> None:
    write(folder, HEAD + SLOT + 'review = "reviewed"\n' + CASE)
    assert read_edition(folder).all(Slot)["one-area"].review is Review.REVIEWED


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
        (SLOT.replace("[[slot]]", "[slot]") + CASE, ": slot", "[[slot]] tables", "something else"),
        ('slot = ["one-area"]\n' + CASE, ": slot", "[[slot]] tables", "something else"),
        ("[[file]]\n" + SLOT + CASE, ": file", "one [file] table", "something else"),
        (HEAD + SLOT + "[case]\nabout = 'x'", ": case", "[[case]] tables", "something else"),
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


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "times/slots.toml").write_bytes(b"\xff\xfe")
    assert [(fault.thing, fault.expected) for fault in faults(folder)] == [("times/slots.toml", "text in UTF-8")]


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


def test_the_digest_changes_with_a_name_a_byte_and_the_time_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = edition_digest({"a.toml": b"x", "b.toml": b"y"})
    assert edition_digest({"b.toml": b"y", "a.toml": b"x"}) == digest
    others = [{"a.toml": b"x", "b.toml": b"z"}, {"a.toml": b"x", "c.toml": b"y"}, {"a.toml": b"xy", "b.toml": b""}]
    monkeypatch.setattr(library, "database_version", lambda: "1999a")
    assert len({digest, *map(edition_digest, others), edition_digest({"a.toml": b"x", "b.toml": b"y"})}) == 5


def test_the_shipped_folder_is_beside_the_code_or_at_the_top_of_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert knowledge_folder() == Path(__file__).parents[3] / "knowledge"
    (tmp_path / "knowledge").mkdir()
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    assert knowledge_folder() == tmp_path / "knowledge"


def test_the_shipped_knowledge_is_what_is_read_unless_told_otherwise(edition: Edition) -> None:
    folder = knowledge_folder()
    content = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.toml")}
    assert edition.digest == edition_digest(content)


class TestCache:
    def test_a_second_reading_comes_from_the_cache_and_says_the_same(self, folder: Path, tmp_path: Path) -> None:
        first = read_edition(folder, tmp_path / "cache")
        assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".json"]
        again = read_edition(folder, tmp_path / "cache")
        assert again is not first
        assert (again.digest, again.timezones, again.entries) == (first.digest, first.timezones, first.entries)

    def test_what_the_cache_holds_is_not_parsed_again(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read_edition(folder, tmp_path / "cache")
        monkeypatch.setattr("tomllib.loads", lambda text: pytest.fail("parsed"))
        assert read_edition(folder, tmp_path / "cache").all(Slot)

    def test_a_changed_file_is_read_from_its_source(self, folder: Path, tmp_path: Path) -> None:
        before = read_edition(folder, tmp_path / "cache")
        write(folder, (HEAD + SLOT + CASE).replace("45 min", "50 min"))
        after = read_edition(folder, tmp_path / "cache")
        assert after.all(Slot)["one-area"].booked == Elapsed(50)
        assert after.digest != before.digest

    @pytest.mark.parametrize("spoil", [lambda text: text[:-1], lambda text: text.replace(b"45 min", b"46 min")])
    def test_a_cut_or_changed_cache_is_not_believed(
        self, folder: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]
    ) -> None:
        read_edition(folder, tmp_path / "cache")
        [kept] = (tmp_path / "cache").iterdir()
        kept.write_bytes(spoil(kept.read_bytes()))
        assert read_edition(folder, tmp_path / "cache").all(Slot)["one-area"].booked == Elapsed(45)

    def test_the_cache_says_the_hash_of_itself_first(self, folder: Path, tmp_path: Path) -> None:
        digest = read_edition(folder, tmp_path / "cache").digest
        stated, _, body = (tmp_path / f"cache/1-{digest}.json").read_bytes().partition(b"\n")
        assert stated.decode() == hashlib.sha256(body).hexdigest()
        assert b"expect" not in body

    def test_what_is_faulty_is_never_kept(self, folder: Path, tmp_path: Path) -> None:
        write(folder, HEAD + SLOT)
        with pytest.raises(Faulty):
            read_edition(folder, tmp_path / "cache")
        assert not (tmp_path / "cache").exists()

    def test_a_place_that_cannot_be_written_is_no_reason_to_refuse(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way", encoding="utf-8")
        assert read_edition(folder, tmp_path / "file/cache").all(Slot)
