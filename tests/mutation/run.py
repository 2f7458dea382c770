"""`make mutation`: draws mutants, tries them two at a time, writes docs/reference/mutation.md; fails below the share.

    python -m mutation.run [--size 600] [--seed nappage] [--modules gate,dose] [--processes 2] [--again]

With --modules only the terminal is written to. Every result is a line of build/mutation/results.jsonl. With --again
only those are tried that no test noticed the last time: for whoever wrote tests since, and changed nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from mutation.anew import OPTIONS
from mutation.mutants import ENGINE, NO_CHANGE, ROOT, Mutant, mutants_of, sample
from mutation.report import LEAST, Result, page
from mutation.trial import Knowledge, Trial, Trials
from mutation.witness import Witnesses, folders, watch

PAGE = ROOT / "docs" / "reference" / "mutation.md"
BUILD = ROOT / "build" / "mutation"
QUICK = 0.1
REASONS = Path(__file__).with_name("survivors.toml")


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="mutation", description="Mutation testing of the engine.")
    parser.add_argument("--size", type=int, default=600)
    parser.add_argument("--seed", default="nappage")
    parser.add_argument("--modules", type=lambda text: text.split(","), default=[])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--again", action="store_true")
    return parser.parse_args()


def noticed_before() -> dict[str, Result]:
    """Return by key the mutants that a test noticed in the run before."""
    lines = (BUILD / "results.jsonl").read_text(encoding="utf-8").splitlines()
    results = [Result(**json.loads(line)) for line in lines]
    return {result.key: result for result in results if result.end != "survived"}


def tried(trials: list[Trial], processes: int, kept: Iterable[Result] = ()) -> list[Result]:
    """Return the end of every trial after what is kept, and write each as a line of JSON when it is known."""
    results = list(kept)
    with (BUILD / "results.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(one._asdict(), ensure_ascii=False) + "\n" for one in results)

        def ended(trial: Trial, end: str) -> None:
            mutant = trial.mutant
            result = Result(mutant.module, f"{mutant.module}.py:{mutant.first}", mutant.key, end, len(trial.tests))
            print(json.dumps(result._asdict(), ensure_ascii=False), file=lines, flush=True)
            if mutant.choice != NO_CHANGE:
                results.append(result)
            elif end != "survived":
                raise RuntimeError("a test that passes by itself fails here, with nothing changed")

        Knowledge.keep()
        trial_plugin = Trials(trials, processes, BUILD, ended)
        pytest.main(["-p", "no:cov", *OPTIONS, *folders()], plugins=[trial_plugin])
    if not results:
        raise RuntimeError("the tests could not be collected")
    return results


def controls(witnesses: Witnesses) -> list[Trial]:
    """Return a trial of each way in which nothing is changed: were it killed, every other kill would mean nothing."""
    quick = tuple(test for test, seconds in witnesses.seconds.items() if seconds < QUICK)
    return [Trial(Mutant("edition", 0, NO_CHANGE, "nothing", 1, 1, anew), quick, 60, True) for anew in (False, True)]


def main() -> int:
    """Return 0 if enough mutants were killed."""
    asked, started = arguments(), time.monotonic()
    witnesses = watch(BUILD)
    print(f"{len(witnesses.seconds)} tests pass unchanged; {witnesses.failing} do not and are not asked.", flush=True)
    every = [mutant for path in sorted(ENGINE.glob("*.py")) for mutant in mutants_of(path)]
    drawn = [
        mutant
        for mutant in sample(every, asked.size, asked.seed)
        if not asked.modules or mutant.module in asked.modules
    ]
    before = noticed_before() if asked.again else {}
    kept = [before[mutant.key] for mutant in drawn if mutant.key in before]
    untried = [mutant for mutant in drawn if mutant.key not in before]
    results = tried([*controls(witnesses), *map(witnesses.trial, untried)], asked.processes, kept)
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))["reason"]
    report = page(results, reasons, len(every), asked.seed)
    print(report, f"{(time.monotonic() - started) / 60:.1f} minutes", sep="\n")
    if not asked.modules:
        PAGE.write_text(report, encoding="utf-8")
    return 0 if sum(result.end != "survived" for result in results) >= LEAST * len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
