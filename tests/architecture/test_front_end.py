"""What the pages are served with: every part of others is listed with its licence and not committed; ours is small."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from architecture.source_tree import ROOT

STATIC = ROOT / "src/nappage/web/static"
VENDOR = STATIC / "vendor"
LINES_OF_SCRIPT = 1000
LICENCES = {"MIT", "0BSD", "OFL-1.1", "CC0-1.0"}


def front_end() -> ModuleType:
    """Return the maker of the front end, which is a program and not a module of the product."""
    spec = importlib.util.spec_from_file_location("front_end", ROOT / "tools/front_end.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["front_end"] = module  # a dataclass looks its own module up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def listed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VENDOR / "parts.json").read_text("utf-8"))
    return found


def test_every_file_served_of_others_is_listed_with_licence_and_hash(listed: dict[str, Any]) -> None:
    hashes = {name: sha for part in listed["parts"] for name, sha in part["sha256"].items()} | listed["made"]
    files = {path.relative_to(VENDOR).as_posix(): path for path in VENDOR.rglob("*") if path.is_file()}
    assert hashes == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if name != "parts.json"
    }
    assert {part["licence"] for part in listed["parts"]} <= LICENCES


def test_what_is_served_was_made_from_what_is_pinned(listed: dict[str, Any]) -> None:
    pinned = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    versions = {f"node_modules/{part['name']}": part["version"] for part in listed["parts"] if part["name"] != "htmx"}
    assert versions == {name: pinned[name]["version"] for name in versions}
    assert listed["made_from"] == front_end().fingerprint(ROOT)


def test_nothing_that_was_made_is_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert "src/nappage/web/static/vendor*/" in ignored
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "-C", str(ROOT), "ls-files", "src/nappage/web/static/vendor", "node_modules"]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == ""


def test_our_own_script_stays_small() -> None:
    scripts = [path for path in (ROOT / "src/nappage").rglob("*.js") if VENDOR not in path.parents]
    assert 0 < sum(len(path.read_text("utf-8").splitlines()) for path in scripts) <= LINES_OF_SCRIPT


def test_without_node_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = front_end()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(maker.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(maker.Unmade, match="expected Node 18 or newer with npm, found none"):
        maker.find_node()
