"""One table of everything measured, from one run on one machine, each line beside what it is held against.

python -m bench [SECONDS [COUNT ...]]    seconds for each screening engine (3), counts of the batches (bench.batch)
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench import batch, booking, claims, outlooks, screening, starts, triage
from nappage.engine.edition import Edition
from nappage.library.edition import read_edition


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement and what it is held against; `more_is_better` says which way round the ratio is."""

    what: str
    measured: float
    unit: str
    beside: str
    held_against: float = 0
    more_is_better: bool = True

    @property
    def ratio(self) -> str:
        """Return how many times better than what it is held against, empty where there is nothing."""
        if not self.held_against or not self.measured:
            return ""
        times = self.measured / self.held_against
        return f"{times if self.more_is_better else 1 / times:.2f}"

    def __str__(self) -> str:
        decimals = 2 if self.unit == "s" else 1
        return f"{self.what:52}{self.measured:>12,.{decimals}f} {self.unit:14}{self.ratio:>7}  {self.beside}"


def lines(seconds: float, counts: Iterable[int]) -> Iterator[Line]:
    """Yield every line of the table as it is measured."""
    edition = read_edition()
    yield from _screening(seconds)
    yield from _outlooks(edition)
    yield from _starts()
    yield from _batches(counts)
    yield from _claims(edition)
    yield from _triage(edition)
    yield from _booking()


def _booking() -> Iterator[Line]:
    """Yield what dating many courses together costs; every timetable was checked against the calendar by itself."""
    for done in booking.measure():
        told = f"{done.told}, CPU {done.cpu:.2f} s"
        beside = f"x under {done.target:g} s, {told}" if done.target else told
        yield Line(done.what, done.seconds, "s", beside, done.target, more_is_better=False)


def _screening(seconds: float) -> Iterator[Line]:
    rows = [screening.measure(name, engine, seconds) for name, engine in screening.ENGINES.items()]
    rows.append(screening.measure_cql(seconds))
    zen = next((row.per_cpu_second for row in rows if row.engine == "zen-engine"), 0)
    for row in sorted(rows, key=lambda row: -row.per_cpu_second):
        beside = f"x zen-engine, p99 {row.p99:,.0f} us, {row.note}" if row.per_cpu_second else row.note
        yield Line(f"40 rules: {row.engine}", row.per_cpu_second, "decisions/s", beside, zen)


def _outlooks(edition: Edition) -> Iterator[Line]:
    yield Line("outlook of the worked course, all answered", outlooks.worked(edition), "per CPU-s", "x 2,000/s", 2000)
    yield Line("outlooks of different stories", outlooks.different(edition), "per CPU-s", "x 2,000/s", 2000)


def _starts() -> Iterator[Line]:
    for what, seconds, target in (
        ("edition from its sources, every case asked", starts.cold(), 500),
        ("edition from the cache", starts.cached(), 50),
        ("edition from the cache, every kind read", starts.cached_whole(), 50),
        ("nappage outlook, text, process start included", starts.outlook("text"), 500),
        ("nappage outlook, json, process start included", starts.outlook("json"), 500),
    ):
        yield Line(what, seconds * 1000, "ms", f"x under {target} ms", target, more_is_better=False)


def _batches(counts: Iterable[int]) -> Iterator[Line]:
    first = 0.0
    for done in batch.batches(counts):
        each = done.cpu_seconds / done.count * 1e6
        first = first or each
        yield Line(f"batch of {done.count:,} stories", done.count / done.seconds, "per s", f"{done.seconds:,.0f} s")
        yield Line("   CPU for each", each, "us", "x the first batch (1 is linear)", first, more_is_better=False)
        yield Line("   peak memory, all workers", done.megabytes, "MB", "x under 500 MB", 500, more_is_better=False)


def _claims(edition: Edition) -> Iterator[Line]:
    for what, files in (("frozen third", claims.FROZEN), ("unseen batch", (claims.UNSEEN,))):
        for score in claims.scores(claims.judge(edition, *files)):
            counted = f"of {score.labelled} sentences, precision {score.precision:.2f}"
            yield Line(f"claims, {what}: {score.label}, recall", score.recall * 100, "%", counted)


def _triage(edition: Edition) -> Iterator[Line]:
    found = triage.score(triage.judge(edition))
    counted = f"of {found.cases} labelled cases"
    yield Line("triage bank: judged less urgent than labelled", found.under, "cases", counted)
    yield Line("triage bank: judged more urgent than labelled", found.over_rate * 100, "%", f"{found.over} {counted}")


def main(arguments: list[str]) -> None:
    """Print the table line by line."""
    seconds = float(arguments[0]) if arguments else 3.0
    counts = [int(each) for each in arguments[1:]] or batch.COUNTS
    print(f"{'what':52}{'measured':>12} {'unit':14}{'ratio':>7}  beside", flush=True)
    for line in lines(seconds, counts):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
