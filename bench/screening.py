"""Screening one patient against forty rules: every engine checked against the oracle, then timed; one table.

python -m bench.screening [SECONDS]      three runs of SECONDS each (3), one thread, median by rate
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter_ns, process_time

from bench import engines
from bench.ours import ours, ours_from_records
from bench.rules40 import RULES, oracle, patients

RUNS = 3
ENGINES: dict[str, engines.Engine] = {
    "ours (reasons, sources, unknowns)": ours,
    "ours, facts from the raw record": ours_from_records,
    "floor: one compiled Python function": engines.floor,
    "naive interpreter, Python": engines.naive,
    "durable_rules": engines.durable_rules,
    "zen-engine": engines.zen_engine,
    "json-logic-qubit": engines.json_logic,
}
CQL = "cql-execution over plain facts"


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine: decisions per CPU-second, and the time of one decision in microseconds."""

    engine: str
    per_cpu_second: float
    p50: float
    p99: float
    note: str = "as the oracle"


def measure(name: str, engine: engines.Engine, seconds: float) -> Measured:
    """Return the median run of an engine whose every decision agrees with the oracle."""
    asked = patients()
    try:
        decide = engine(RULES, asked)
    except (ImportError, NotImplementedError) as absent:
        return Measured(name, 0, 0, 0, f"not run: {absent}")
    wrong = sum(decide(number) != oracle(patient) for number, patient in enumerate(asked))
    if wrong:
        return Measured(name, 0, 0, 0, f"not timed: {wrong} of {len(asked)} decisions differ from the oracle")
    runs = sorted(_timed(decide, len(asked), seconds) for _ in range(RUNS))
    return Measured(name, *runs[RUNS // 2])


def _timed(decide: engines.Decide, count: int, seconds: float) -> tuple[float, float, float]:
    times: list[int] = []
    started, until, number = process_time(), perf_counter_ns() + int(seconds * 1e9), 0
    while (start := perf_counter_ns()) < until:
        decide(number)
        times.append(perf_counter_ns() - start)
        number = (number + 1) % count
    rate = len(times) / (process_time() - started)
    times.sort()
    return rate, times[len(times) // 2] / 1000, times[len(times) * 99 // 100] / 1000


def measure_cql(seconds: float) -> Measured:
    """Return the same for cql-execution, which runs in Node."""
    asked = patients()
    question = json.dumps({"rules": RULES, "patients": asked, "seconds": seconds, "runs": RUNS})
    script = Path(__file__).with_name("cql.js")
    try:
        ran = subprocess.run(["node", str(script)], input=question, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as absent:
        return Measured(CQL, 0, 0, 0, f"not run: {absent}")
    answer = json.loads(ran.stdout)
    wrong = sum(frozenset(fired) != oracle(patient) for fired, patient in zip(answer["fired"], asked, strict=True))
    if wrong:
        return Measured(CQL, 0, 0, 0, f"not timed: {wrong} of {len(asked)} decisions differ from the oracle")
    return Measured(CQL, *(median(run[key] for run in answer["runs"]) for key in ("per_cpu_second", "p50", "p99")))


def table(measured: list[Measured]) -> Iterator[str]:
    """Yield the lines of the table, the fastest first, each beside zen-engine."""
    anchor = next((row.per_cpu_second for row in measured if row.engine == "zen-engine"), 0)
    yield f"{'engine':36} {'decisions/CPU-s':>16} {'x zen-engine':>13} {'p50 us':>9} {'p99 us':>9}  checked"
    for row in sorted(measured, key=lambda row: -row.per_cpu_second):
        ratio = f"{row.per_cpu_second / anchor:.2f}" if anchor and row.per_cpu_second else ""
        numbers = f"{row.per_cpu_second:16,.0f} {ratio:>13} {row.p50:9.1f} {row.p99:9.1f}"
        yield f"{row.engine:36} {numbers if row.per_cpu_second else ' ' * 50}  {row.note}"


def main(seconds: float) -> None:
    """Measure all engines in one run and print the table."""
    measured = [measure(name, engine, seconds) for name, engine in ENGINES.items()]
    print("\n".join(table([*measured, measure_cql(seconds)])))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
