"""Knowledge is read strictly: every fault of every file at once, its cases run, the cache trusted only by hash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis.vendor.pretty import pretty

from nappage.engine.edition import Edition
from nappage.engine.source import Source, Tag
from nappage.library.edition import edition_digest, knowledge_folder, read_edition
from nappage.library.edition_cache import CACHE_FORMAT
from nappage.library.timezones import database_version
from nappage.values.fault import Faulty

HEAD = '[file]\nsince = 2026-11-22\nreview = "unreviewed"\nreview_due = 2027-11-22\n'
SOURCES = HEAD + (
    '[[source]]\nid = "J"\ntitle = "Judgement"\ntag = "judgement"\nsources = ["J"]\n'
    '[[source]]\nid = "000"\ntitle = "A text"\ntag = "text"\nlines = 26\nsources = ["000:1"]\n'
    '[[case]]\nabout = "J"\nexpect = "judgement"\n'
)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes files of knowledge into a folder of their own and returns the folder."""

    def write_files(**files: str) -> Path:
        folder = tmp_path / "knowledge"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return folder

    return write_files


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(Faulty) as caught:
        read_edition(folder)
    return [f"{fault.thing}: {fault.found}" for fault in caught.value.faults]


def test_entries_are_read_by_type_and_id_in_the_order_of_the_file(write: Write) -> None:
    edition = read_edition(write(sources=SOURCES))
    assert list(edition.all(Source)) == ["J", "000"]
    assert edition.all(Source)["000"].tag is Tag.TEXT
    assert edition.timezones == database_version()


def test_what_the_file_says_holds_for_entries_that_do_not_say_otherwise(write: Write) -> None:
    later = SOURCES.replace('tag = "text"', 'tag = "text"\nsince = 2027-01-01')
    sources = read_edition(write(sources=later)).all(Source)
    assert [entry.since.year for entry in sources.values()] == [2026, 2027]


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ("= nonsense", "bad.toml: Invalid statement (at line 1, column 1)"),
        (HEAD + "[[unheard]]\nid = 'x'\n", "bad.toml: unheard: the table unheard"),
        (HEAD + "[source]\nid = 'x'\n", "bad.toml: source: one table"),
        (HEAD, "bad.toml: none"),
        (HEAD + "[[case]]\nkind = 'unheard'\nabout = 'x'\nexpect = 'y'\n", "bad.toml: case 1: 'unheard'"),
        (HEAD + "[[case]]\nkind = 'hazards'\nabout = 'x'\nexpect = 'y'\n", "bad.toml: case 1: 'hazards'"),
        (HEAD + "[[case]]\nabout = 'x'\nkind = 'approved_sentence'", "bad.toml: case 1: 'approved_sentence'"),
        (HEAD + "[[case]]\nkind = 'source'\nabout = 'x'\n", "bad.toml: case 1.expect: nothing"),
        (HEAD + "[[source]]\nid = 'x'\ntitle = 0.5\ntag = 'news'\nsources = ['J']\n", "bad.toml: source x.title: 0.5"),
        (HEAD + "[[source]]\ntitle = 'x'\ntag = 'news'\nsources = ['J']\n", "bad.toml: source number 1.id: nothing"),
        (HEAD + "[[source]]\nid = 'J'\ntitle='x'\ntag='news'\nsources=['J']", "bad.toml: source J: the same id twice"),
    ],
)  # fmt: skip
def test_a_fault_names_its_file_and_place(write: Write, file: str, fault: str) -> None:
    named = {"sources": SOURCES, "bad": file} if "twice" not in fault else {"aa": SOURCES, "bad": file}
    assert fault in faults_of(write(**named))


def test_a_file_that_is_not_utf_8_is_a_fault(write: Write) -> None:
    folder = write(sources=SOURCES)
    (folder / "bad.toml").write_bytes(b"\xff")
    assert faults_of(folder)[0].startswith("bad.toml: 'utf-8' codec can't decode")


def test_the_faults_of_all_files_come_at_once(write: Write) -> None:
    folder = write(sources=SOURCES.replace('"judgement"\nsources', '"guess"\nsources'), bad="= nonsense")
    assert len(faults_of(folder)) == 2


@pytest.mark.parametrize(
    ("change", "to", "fault"),
    [
        ('"000:1"', '"000:27"', "sources.toml: source 000.sources: 000:27"),
        ('"000:1"', '"999"', "sources.toml: source 000.sources: 999"),
        ('["000:1"]', "[]", "sources.toml: source 000.sources: none"),
        ('expect = "judgement"', 'expect = "news"', "sources.toml: case 1 about J: judgement"),
        ('about = "J"', 'about = "X"', "sources.toml: case 1: 'X'"),
    ],
)
def test_citations_and_cases_are_checked_once_all_is_read(write: Write, change: str, to: str, fault: str) -> None:
    assert fault in faults_of(write(sources=SOURCES.replace(change, to)))


@pytest.mark.proves("H-33")
def test_one_byte_changes_the_digest_and_so_does_a_name(write: Write) -> None:
    first = read_edition(write(sources=SOURCES)).digest
    assert read_edition(write(sources=SOURCES)).digest == first
    assert read_edition(write(sources=SOURCES + "\n")).digest != first
    assert edition_digest({"a.toml": b"x"}) != edition_digest({"b.toml": b"x"})
    assert edition_digest({"a": b"x", "b": b""}) == edition_digest({"b": b"", "a": b"x"})


def cached(cache: Path, edition: Edition) -> Path:
    return cache / f"{CACHE_FORMAT}-{edition.digest}.jsonl"


def test_a_cached_edition_says_the_same(write: Write, tmp_path: Path) -> None:
    folder, cache = write(sources=SOURCES), tmp_path / "cache"
    first = read_edition(folder, cache)
    assert cached(cache, first).is_file()
    second = read_edition(folder, cache)
    assert second.digest == first.digest
    assert dict(second.all(Source)) == dict(first.all(Source))


@pytest.mark.proves("H-33")
def test_a_changed_cache_is_read_anew_from_the_sources(write: Write, tmp_path: Path) -> None:
    folder, cache = write(sources=SOURCES), tmp_path / "cache"
    first = read_edition(folder, cache)
    body = cached(cache, first).read_bytes()
    cached(cache, first).write_bytes(body.replace(b"Judgement", b"Judgemend"))
    assert read_edition(folder, cache).all(Source)["J"].title == "Judgement"
    assert cached(cache, first).read_bytes() == body


def test_a_whole_cache_is_believed_without_the_cases(write: Write, tmp_path: Path) -> None:
    folder, cache = write(sources=SOURCES), tmp_path / "cache"
    body = cached(cache, read_edition(folder, cache)).read_text("utf-8")
    assert "Judgement" in body
    assert '"about"' not in body


def test_nothing_faulty_is_cached(write: Write, tmp_path: Path) -> None:
    with pytest.raises(Faulty):
        read_edition(write(sources=HEAD), tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_done_without(write: Write, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be", encoding="utf-8")
    assert read_edition(write(sources=SOURCES), tmp_path / "cache").get(Source, "J")


def test_the_knowledge_of_this_code_is_found_in_a_checkout_and_in_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (knowledge_folder() / "sources.toml").is_file()
    (tmp_path / "knowledge").mkdir()
    monkeypatch.setattr("nappage.library.edition.resources.files", lambda _: tmp_path)
    assert knowledge_folder() == tmp_path / "knowledge"


def test_an_edition_hands_out_entries_and_what_is_derived_from_them_once(edition: Edition) -> None:
    made: list[str] = []

    def derive(asked: Edition) -> str:
        made.append(asked.digest)
        return asked.digest

    assert edition.derive(derive) == edition.derive(derive) == edition.digest
    assert len(made) == 1
    assert edition.get(Source, "nothing") is None


def test_an_edition_is_shown_by_its_hash_and_not_by_its_megabytes(edition: Edition) -> None:
    assert edition.digest in pretty(edition)
    assert len(pretty(edition)) < 200
