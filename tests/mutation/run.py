"""Runs seeded mutants of the engine against the tests that reach them, and lists the survivors.

    python -m mutation.run [COUNT [SEED]]        500 mutants, seed 22

Each mutant meets only the tests whose run touched its line, as one coverage run with contexts has found, and stops at
the first failure. The original is never touched: every worker changes a copy of its own. Exit code 1 under 85 % killed,
or with a survivor that accepted.toml does not give a reason for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from coverage import CoverageData

from mutation.mutants import Mutant, sample

ROOT = Path(__file__).parents[2]
ENGINE = Path("src/nappage/engine")
COPIED = ("src", "tests", "knowledge", "bench", "examples", "docs", "pyproject.toml")
LEFT_OUT = ("--ignore=tests/architecture", "--ignore=tests/unit/bench")
GOAL = 85
LONGEST = 120  # seconds; a mutant that runs longer hangs, and counts as killed

Reached = Mapping[str, Mapping[int, list[str]]]


def main(count: int, seed: int) -> int:
    """Return the exit code after printing a line for each survivor and the share that was killed."""
    chosen = sample(ROOT / ENGINE, count, seed)
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(os.cpu_count() or 1):
            copies.put(_copy(Path(folder, str(number))))
        reached = _reached(copies)
        with ThreadPoolExecutor(copies.qsize()) as pool:
            survived = [mutant for mutant in pool.map(lambda one: _survives(one, copies, reached), chosen) if mutant]
    return _report(len(chosen), survived)


def _copy(folder: Path) -> Path:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".venv", "node_modules"))
        elif (ROOT / name).exists():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def _reached(copies: Queue[Path]) -> Reached:
    """Return the tests that run each line of each module of the engine."""
    copy = copies.get()
    _pytest(
        copy, [*LEFT_OUT, "--cov=nappage.engine", "--cov-context=test", "--cov-report=", "--no-cov-on-fail", "tests"]
    )
    measured = CoverageData(str(copy / ".coverage"))
    measured.read()
    copies.put(copy)
    return {
        Path(file).name: {
            line: sorted({context.partition("|")[0] for context in contexts if context})
            for line, contexts in measured.contexts_by_lineno(file).items()
        }
        for file in measured.measured_files()
    }


def _survives(mutant: Mutant, copies: Queue[Path], reached: Reached) -> Mutant | None:
    tests = reached.get(mutant.module, {}).get(mutant.line, [])
    copy = copies.get()
    file = copy / ENGINE / mutant.module
    original = file.read_text(encoding="utf-8")
    try:
        file.write_text(mutant.source, encoding="utf-8")
        (copy / "chosen").write_text("\n".join(tests), encoding="utf-8")
        alive = not tests or _pytest(copy, ["-x", "--no-cov", "@chosen"]) == 0
    finally:
        file.write_text(original, encoding="utf-8")
        copies.put(copy)
    print("." if not alive else f"\nsurvived: {mutant.name}", end="", flush=True)
    return mutant if alive else None


def _pytest(copy: Path, arguments: list[str], longest: int | None = LONGEST) -> int:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "default"}
    try:
        return subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=longest).returncode
    except subprocess.TimeoutExpired:
        return 1


def _report(count: int, survived: list[Mutant]) -> int:
    listed = tomllib.loads(Path(__file__).with_name("accepted.toml").read_text(encoding="utf-8")).get("accepted", [])
    reasons = {(row["module"], row["function"], row["change"]): row["why"] for row in listed}
    unexplained = 0
    print("\n")
    for mutant in survived:
        why = reasons.get((mutant.module, mutant.function, mutant.change), "no reason given")
        unexplained += why == "no reason given"
        print(f"{mutant.name}\n    {why}")
    killed = 100 * (count - len(survived)) / max(1, count)
    print(
        f"{count - len(survived)} of {count} mutants killed ({killed:.1f} %, goal {GOAL} %), {unexplained} unexplained"
    )
    return 0 if killed >= GOAL and not unexplained else 1


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(asked + [500, 22][len(asked) :])))
