"""An edition from the cache says what its sources say, reads a kind when it is asked for, and trusts nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from nappage.engine.edition import Edition
from nappage.engine.source import Source
from nappage.engine.zone import Zone
from nappage.library.edition import read_edition
from nappage.library.edition_cache import cached_entries
from nappage.library.kinds import KINDS


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache folder in which the shipped edition was kept."""
    folder = tmp_path_factory.mktemp("cache")
    read_edition(cache=folder)
    return folder


def kept_in(cache: Path) -> Path:
    (only,) = cache.iterdir()
    return only


def test_an_edition_from_the_cache_equals_the_one_from_its_sources(edition: Edition, cache: Path) -> None:
    again = read_edition(cache=cache)
    assert (again.digest, again.timezones) == (edition.digest, edition.timezones)
    assert set(again.entries) == set(edition.entries)
    assert len(again.entries) == len(edition.entries)
    for kind in KINDS.values():
        assert list(again.all(kind.entry).items()) == list(edition.all(kind.entry).items()), kind.name


def test_a_kind_is_read_when_it_is_first_asked_for_and_once(edition: Edition, cache: Path) -> None:
    entries = cached_entries(cache, edition.digest)
    assert entries is not None
    assert entries[Zone] is entries[Zone]
    with pytest.raises(TypeError):
        entries[Zone]["flank"] = entries[Zone]["thigh"]  # type: ignore[index]  # what is refused here


def changed(cache: Path, folder: Path, body: bytes) -> Path:
    (folder / kept_in(cache).name).write_bytes(body)
    return folder


def test_a_flipped_byte_is_not_believed(edition: Edition, cache: Path, tmp_path: Path) -> None:
    body = bytearray(kept_in(cache).read_bytes())
    body[len(body) // 2] ^= 1
    assert cached_entries(changed(cache, tmp_path, bytes(body)), edition.digest) is None


@pytest.mark.parametrize("left", [0, 10, 65, 5000, -1])
def test_a_cut_file_is_not_believed(edition: Edition, cache: Path, tmp_path: Path, left: int) -> None:
    cut = kept_in(cache).read_bytes()[:left]
    assert cached_entries(changed(cache, tmp_path, cut), edition.digest) is None


def test_an_edition_of_another_digest_is_not_taken(cache: Path) -> None:
    assert cached_entries(cache, "another") is None


def test_a_kind_that_this_code_does_not_know_sends_back_to_the_sources(
    edition: Edition, cache: Path, tmp_path: Path
) -> None:
    body = kept_in(cache).read_bytes().partition(b"\n")[2] + b"\nmood []"
    whole = hashlib.sha256(body).hexdigest().encode() + b"\n" + body
    assert cached_entries(changed(cache, tmp_path, whole), edition.digest) is None


def test_what_was_kept_is_not_kept_again(edition: Edition, cache: Path) -> None:
    before = kept_in(cache).stat().st_mtime_ns
    assert read_edition(cache=cache).get(Source, "J") == edition.get(Source, "J")
    assert kept_in(cache).stat().st_mtime_ns == before
