"""What a start costs: an edition from its sources and from the cache, and `nappage outlook` from process to page."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.stories import WORKED
from nappage.library.edition import read_edition

RUNS = 7
_PROGRAM = "from nappage.console.main import cli; cli()"


def cold() -> float:
    """Return the seconds of an edition from its sources: parsed, checked, every case asked."""
    return _median(read_edition)


def cached() -> float:
    """Return the seconds of an edition from the cache: sources hashed, tables verified, kinds left for later."""
    with tempfile.TemporaryDirectory() as folder:
        read_edition(cache=Path(folder))
        return _median(lambda: read_edition(cache=Path(folder)))


def cached_whole() -> float:
    """Return the seconds of an edition from the cache with every kind asked for."""
    with tempfile.TemporaryDirectory() as folder:
        read_edition(cache=Path(folder))
        return _median(lambda: dict(read_edition(cache=Path(folder)).entries))


def outlook(form: str) -> float:
    """Return the seconds of `nappage outlook` on the worked course, process start included."""
    command = [sys.executable, "-c", _PROGRAM, "outlook", str(WORKED), "--format", form]
    return _median(lambda: subprocess.run(command, check=True, capture_output=True))


def _median(measured: Callable[[], object]) -> float:
    measured()  # so that files and bytecode are where later runs find them
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        measured()
        times.append(perf_counter() - started)
    return median(times)
