"""Tries one mutant in an interpreter that has imported nothing of ours yet: python -m mutation.anew FILE."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from mutation.mutants import ENGINE, Mutant, mutated

# What needs a database or a browser is about the outer layers, and takes minutes to say what a table says at once.
ENGINE_ONLY = ("-m", "not database and not browser")
OPTIONS = ("-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--hypothesis-seed=0", *ENGINE_ONLY)


class Chosen:
    """Lets the chosen tests run, in the order chosen: the fastest first."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.place = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.place), key=lambda one: self.place[one.nodeid])


class Mutating(MetaPathFinder):
    """Finds the module of a mutant and loads it changed."""

    def __init__(self, mutant: Mutant) -> None:
        self.name, self.path = f"nappage.engine.{mutant.module}", str(ENGINE / f"{mutant.module}.py")
        self.mutant = mutant

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        loader = SourceFileLoader(name, self.path)
        code = compile(mutated(Path(self.path).read_text(encoding="utf-8"), self.mutant), self.path, "exec")
        loader.get_code = lambda fullname: code  # type: ignore[method-assign]  # the one thing that differs
        return spec_from_file_location(name, self.path, loader=loader)


def main() -> int:
    """Return the exit code of pytest with the mutant and the tests that a file names."""
    file = Path(sys.argv[1])
    asked = json.loads(file.read_text(encoding="utf-8"))
    file.unlink()
    sys.meta_path.insert(0, Mutating(Mutant(**asked["mutant"])))
    files = sorted({test.partition("::")[0] for test in asked["tests"]})
    return int(pytest.main(["-x", "-p", "no:cov", *OPTIONS, *files], plugins=[Chosen(asked["tests"])]))


if __name__ == "__main__":
    sys.exit(main())
