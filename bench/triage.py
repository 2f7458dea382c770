"""Prints how triage does on the labelled bank: what it judges less urgent than the label, what more, row by row.

python -m bench.triage             the counts
python -m bench.triage --apart     and each case that is judged otherwise than labelled
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nappage.engine.edition import Edition
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Level
from nappage.engine.treatment import Treatment
from nappage.engine.triage import triage
from nappage.library.edition import read_edition
from nappage.values.quantity import Quantity

BANK = Path(__file__).parents[1] / "tests" / "golden" / "triage-bank.toml"
SESSION = datetime(2026, 10, 6, 9, 25, tzinfo=UTC)
_TREATED = {"N": {"non-lytic"}, "L": {"lytic"}, "S": {"lytic-submental"}, "C": {"collagenase"}, "?": set[str]()}
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "wk": timedelta(weeks=1)}
_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled case of a row, and the level that triage gives it."""

    row: str
    case: dict[str, Any]
    label: Level
    found: Level

    @property
    def above(self) -> int:
        """Return by how many levels triage is more urgent than the label; below nothing is under-triage."""
        return _LEVELS.index(self.found) - _LEVELS.index(self.label)


@dataclass(frozen=True, slots=True)
class Score:
    """How many cases of a row there are, how many are judged less urgent than labelled, and how many more."""

    row: str
    cases: int
    under: int
    over: int

    @property
    def over_rate(self) -> float:
        """Return the share of the cases that is judged more urgent than labelled."""
        return self.over / self.cases if self.cases else 0.0


def judge(edition: Edition, file: Path = BANK) -> tuple[Judged, ...]:
    """Return every case of a bank with the level that triage gives it."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["row"]
    return tuple(_judged(edition, row["of"], case) for row in rows for case in row["cases"])


def score(judged: Iterable[Judged], row: str = "all") -> Score:
    """Return the counts of the cases."""
    above = [one.above for one in judged]
    return Score(row, len(above), sum(one < 0 for one in above), sum(one > 0 for one in above))


def scores(judged: Iterable[Judged]) -> Iterator[Score]:
    """Yield the score of each row in the order of the bank, and of all of them last."""
    every = tuple(judged)
    for row in dict.fromkeys(one.row for one in every):
        yield score((one for one in every if one.row == row), row)
    yield score(every)


def _judged(edition: Edition, row: str, case: dict[str, Any]) -> Judged:
    reports = reports_of(case)
    at = max(report.at for report in reports)
    found = triage(edition, reports, _sessions(case), case.get("person", ()), at)
    own = [one.level for one in found.reports if one.report.at == at]
    return Judged(row, case, Level(case["level"]), max(own))


def reports_of(case: dict[str, Any]) -> list[SymptomReport]:
    """Return the reports of a case: the one made before, the one that is judged, and those made with it."""
    before = [_report(case | case["before"])] if "before" in case else []
    beside = [_report({**case, "said": said, "with": (), "reading": "", "words": ""}) for said in case.get("also", ())]
    return [*before, _report(case), *beside]


def _report(case: dict[str, Any]) -> SymptomReport:
    onset = case.get("onset", "0 h")
    return SymptomReport(
        case["said"],
        onset=None if onset == "?" else SESSION + _elapsed(onset),
        at=SESSION + _elapsed(case["after"]),
        zone=case.get("zone", "flank"),
        features=tuple(case.get("with", ())),
        value=Quantity.parse(case["reading"]) if case.get("reading") else None,
        size=Quantity.parse(case["size"]) if case.get("size") else None,
        words=case.get("words", ""),
    )


def _sessions(case: dict[str, Any]) -> list[Treatment]:
    ended = [SESSION + _elapsed(after) for after in case.get("sessions", ("0 h",))]
    zones, modalities = frozenset({case.get("zone", "flank")}), frozenset(_TREATED[case["treated"]])
    return [Treatment(end - timedelta(minutes=25), end, zones, modalities, "F1") for end in ended]


def _elapsed(text: str) -> timedelta:
    """Return the sum of the parts of "14 d +1 h"; a day is 24 h here, because symptom clocks are elapsed."""
    return sum((int(n) * _UNITS[unit] for n, unit in re.findall(r"([+-]?\d+) (min|h|d|wk)", text)), timedelta(0))


def main(arguments: list[str]) -> None:
    """Print the counts of each row."""
    judged = judge(read_edition())
    print(f"{'row':50}{'cases':>7}{'under':>7}{'over':>7}{'over %':>8}")
    for one in scores(judged):
        print(f"{one.row:50}{one.cases:>7}{one.under:>7}{one.over:>7}{one.over_rate * 100:>8.1f}")
    for case in judged if "--apart" in arguments else ():
        if case.above:
            print(f"{case.row}: labelled {case.label}, found {case.found}: {case.case}")


if __name__ == "__main__":
    main(sys.argv[1:])
