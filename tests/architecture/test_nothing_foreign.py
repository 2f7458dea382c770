"""Nothing committed names a machine or a registry, and nothing of the five texts is in the repository.

The texts are others' property, so they cannot be here to compare with. Where a folder with them is at hand,
NAPPAGE_SOURCES names it and every run of 60 characters is looked for; elsewhere the hashes of every fifth run of twelve
words do, which finds any 16 words in a row.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from architecture.source_tree import committed_texts

RUN = 60
WORDS = 12
FINGERPRINTS = Path(__file__).with_name("fingerprints.txt")
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:home|Users|root|work|tmp|mnt|opt)/\w|[A-Z]:\\\\?Users")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|npmjs|registry\.|mirror\.|artifactory|index-url|deb\.debian", re.IGNORECASE
)
LOCK_FILES = re.compile(r"\.lock$|package-lock\.json$|requirements[\w-]*\.txt$")
SELF = "tests/architecture/test_nothing_foreign.py"


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, whatever stands between them."""
    return re.findall(r"[a-z0-9]+", text.casefold())


def fingerprints_of(text: str, every: int = 1) -> set[str]:
    """Return the hashes of the runs of twelve words of a text, each `every`-th one."""
    words = words_of(text)
    runs = (" ".join(words[start : start + WORDS]) for start in range(0, max(0, len(words) - WORDS + 1), every))
    return {hashlib.sha256(run.encode()).hexdigest()[:16] for run in runs}


def runs_of(text: str) -> set[str]:
    """Return every run of 60 characters of a text, spaces made equal."""
    line = " ".join(text.split())
    return {line[start : start + RUN] for start in range(len(line) - RUN + 1)}


def test_no_file_names_a_machine() -> None:
    found = {name: MACHINE_PATH.findall(text) for name, text in committed_texts().items() if name != SELF}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_no_lock_file_names_a_place_to_fetch_from() -> None:
    locks = {name: text for name, text in committed_texts().items() if LOCK_FILES.search(name)}
    assert len(locks) > 1
    assert [name for name, text in locks.items() if "://" in text or REGISTRY.search(text)] == []


def test_nothing_of_the_five_texts_is_here() -> None:
    known = set(FINGERPRINTS.read_text(encoding="utf-8").split())
    assert {name for name, text in committed_texts().items() if known & fingerprints_of(text)} == set()


@pytest.mark.skipif("NAPPAGE_SOURCES" not in os.environ, reason="the five texts are others' property and not here")
def test_no_run_of_sixty_characters_of_the_five_texts_is_here() -> None:
    folder = Path(os.environ["NAPPAGE_SOURCES"])
    foreign = set().union(*(runs_of(path.read_text(encoding="utf-8")) for path in folder.glob("*.txt")))
    assert foreign
    found = {name: sorted(foreign & runs_of(text))[:1] for name, text in committed_texts().items()}
    assert {name: runs for name, runs in found.items() if runs} == {}


def test_the_checks_would_notice() -> None:
    sentence = "one two three four five six seven eight nine ten eleven twelve thirteen"
    assert len(fingerprints_of(sentence)) == 2
    assert fingerprints_of(sentence) & fingerprints_of(f"Said: “{sentence.title()}”.")
    assert runs_of("a " * 40) & runs_of("x" + "a\n" * 40)
    assert MACHINE_PATH.search("see /home/someone")
    assert not MACHINE_PATH.search("src/home/page and https://x/home/")
    assert REGISTRY.search("files.pythonhosted.org")
