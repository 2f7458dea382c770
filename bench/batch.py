"""A batch of synthetic stories through a process pool: outlooks per second, peak memory, and how both grow.

python -m bench.batch [COUNT ...]       one batch of each count (10000 50000 100000)
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from time import perf_counter, process_time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.stories import Stories
from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook
from nappage.library.edition import read_edition

COUNTS = (10_000, 50_000, 100_000)
TOGETHER = 500
_PER_MEGABYTE = 1024 if sys.platform == "linux" else 1024 * 1024


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: wall-clock and CPU seconds, the peak of every process together in MB, and how many may start."""

    count: int
    seconds: float
    cpu_seconds: float
    megabytes: float
    may_start: int


_ready: tuple[Edition, Stories] | None = None


def _prepare() -> None:
    global _ready  # once in each worker of the pool: an edition is read there, never sent
    edition = read_edition()
    _ready = edition, Stories(edition)
    gc.freeze()  # an edition lives as long as its worker: the collector need not walk it again and again


def _work(numbers: range) -> tuple[int, int, float]:
    assert _ready is not None, "every worker is prepared before its first story"
    (edition, stories), started = _ready, process_time()
    found = 0
    for number in numbers:
        asked = stories.story(number)
        found += outlook(asked.story, stories.policy, edition, asked.at).start.may_start
    return len(numbers), found, process_time() - started


def run(count: int, progress: Progress) -> Batch:
    """Return one batch, worked off in pieces, so that neither stories nor outlooks ever pile up."""
    workers, started = os.cpu_count() or 1, perf_counter()
    bar = progress.add_task(f"{count:,} stories", total=count)
    done, may_start, cpu = 0, 0, 0.0
    with ProcessPoolExecutor(workers, initializer=_prepare) as pool:
        pieces = [pool.submit(_work, range(at, min(at + TOGETHER, count))) for at in range(0, count, TOGETHER)]
        for piece in as_completed(pieces):
            worked, found, spent = piece.result()
            done, may_start, cpu = done + worked, may_start + found, cpu + spent
            progress.update(bar, completed=done)
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    # The largest worker counts for each of them: the sum is never more than this.
    return Batch(count, perf_counter() - started, cpu, (own + workers * child) / _PER_MEGABYTE, may_start)


def batches(counts: Iterable[int] = COUNTS) -> Iterator[Batch]:
    """Yield the batches of these counts, with a bar on the terminal while each runs."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    for count in counts:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            yield run(count, progress)


def main(arguments: list[str]) -> None:
    """Print one line for each batch."""
    print(f"{'stories':>9}{'seconds':>9}{'per s':>9}{'CPU us each':>13}{'peak MB':>9}")
    for batch in batches(map(int, arguments) if arguments else COUNTS):
        each = batch.cpu_seconds / batch.count * 1e6
        rate = batch.count / batch.seconds
        print(f"{batch.count:>9,}{batch.seconds:>9.1f}{rate:>9,.0f}{each:>13,.0f}{batch.megabytes:>9,.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
