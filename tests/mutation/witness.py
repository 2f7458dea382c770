"""Which tests run which lines of the engine, and how fast they are: one run of all of them, nothing changed."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, run

import pytest
from coverage import CoverageData

from mutation.anew import OPTIONS
from mutation.mutants import ENGINE, ROOT, Mutant
from mutation.trial import Trial
from nappage.engine.edition import Edition

# The architecture tests read files and would see none of it; those of the outer layers are not about the engine.
FOLDERS = ("unit/engine", "unit/values", "spec", "properties", "stories", "golden", "knowledge")


@dataclass(frozen=True)
class Witnesses:
    """The seconds of every test that passes; by module, the tests that run each line."""

    seconds: Mapping[str, float]
    lines: Mapping[str, Mapping[int, frozenset[str]]]
    failing: int = 0

    def trial(self, mutant: Mutant) -> Trial:
        """Return the tests to ask about a mutant, the fastest first; all of its module for what runs at import."""
        by_line = self.lines.get(mutant.module, {})
        asked = by_line if mutant.module_level else by_line.keys() & range(mutant.first, mutant.last + 1)
        contexts = frozenset[str]().union(*(by_line[line] for line in asked))
        tests = frozenset(context.rpartition("|")[0] for context in contexts) & self.seconds.keys()
        if mutant.module_level:
            tests |= {test for test in self.seconds if f"/test_{mutant.module}.py::" in test}
            tests = tests or frozenset(self.seconds)
        ordered = tuple(sorted(tests, key=lambda test: (self.seconds[test], test)))
        prepares = any(context.endswith("|setup") for context in contexts)
        return Trial(mutant, ordered, sum(self.seconds[test] for test in tests), prepares)


def folders() -> list[str]:
    """Return the folders whose tests are asked."""
    return [f"tests/{name}" for name in FOLDERS if (ROOT / "tests" / name).is_dir()]


def watch(folder: Path) -> Witnesses:
    """Return the witnesses of the tests as they are, from a run in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    seen = {**os.environ, "COVERAGE_FILE": str(folder / "coverage"), "WITNESS_SECONDS": str(folder / "seconds.json")}
    cover = ["--cov=nappage.engine", "--cov-context=test", "--cov-report=", "-p", "mutation.witness"]
    run(
        [sys.executable, "-m", "pytest", *OPTIONS, *cover, *folders()],
        cwd=ROOT,
        env=seen,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    timed = json.loads((folder / "seconds.json").read_text(encoding="utf-8"))
    seconds = {test: taken for test, taken in timed.items() if taken is not None}
    return Witnesses(seconds, dict(_lines(folder / "coverage")), len(timed) - len(seconds))


def _lines(file: Path) -> Iterator[tuple[str, Mapping[int, frozenset[str]]]]:
    found = CoverageData(basename=str(file))
    found.read()
    for name in found.measured_files():
        if Path(name).parent == ENGINE:
            by_line = found.contexts_by_lineno(name).items()
            yield (
                Path(name).stem,
                {line: frozenset(filter(None, contexts)) for line, contexts in by_line if any(contexts)},
            )


# The rest is the plugin of that run.

_taken: defaultdict[str, float | None] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    before = _taken[report.nodeid]
    _taken[report.nodeid] = None if not report.passed or before is None else before + report.duration


def pytest_runtest_call(item: pytest.Item) -> None:
    # An index that an earlier test derived would hide that this test needs it.
    edition = getattr(item, "funcargs", {}).get("edition")
    if isinstance(edition, Edition):
        edition._derived.clear()


def pytest_sessionfinish() -> None:
    if "WITNESS_SECONDS" in os.environ:
        Path(os.environ["WITNESS_SECONDS"]).write_text(json.dumps(_taken), encoding="utf-8")
