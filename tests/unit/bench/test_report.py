"""The page of a run says what was measured beside what, and a run that lost anything is not sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bench.clinic.fill import Filled
from bench.clinic.kept import Kept
from bench.clinic.measured import Measured
from bench.clinic.report import EngineFigures, is_sound, page
from bench.clinic.written import Written

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PASS = Measured("pass", 16, 900, 40.0, 90.0, 150.0, 6.0, 0, 1.5)
PEER = Measured("create one", 16, 400, 200.0, 400.0, 60.0, 24.0, 0, 1.5)
KEPT = Kept(rows=1000, bytes=2_000_000, backup=1.0, backup_cpu=0.9, restore=2.0, restore_cpu=1.8, equal=True)
WRITTEN = Written(minutes=5.0, sent=1050, saved=1000, per_second=3.5, p99=80.0, locked=0, failed=0, lost=0, duplicate=0)
RUN = EngineFigures("sqlite", Filled(10, 100, 12_000, 7_000, 2.0, 4_000_000, True), (PASS,), WRITTEN, KEPT)


def test_it_sets_a_pass_beside_its_goal_and_the_peer() -> None:
    said = page([RUN], [PEER], AT, 10.0)
    assert (
        "| sqlite: pass | 16 | 40.0 | 90.0 | 150.0 | 6.0 | 900 | 0 | 1.5 | p99 is 0.90 of the goal of 100 ms;" in said
    )
    assert "CPU 0.25 of GNU Health's `create one`, of a goal of 0.33" in said
    assert "| sqlite | 10 | 100 | 12,000 | 7,000 | 3,500 | 4 | 40,000 | whole |" in said
    assert "| sqlite | 1,000 | 2 | 1.0 | 0.9 | 2.0 | 1.8 | equal |" in said


def test_it_says_what_is_not_beside_it_and_what_was_left_out() -> None:
    said = page([replace(RUN, kept=None)], [], AT, 10.0)
    assert "GNU Health is not beside it" in said
    assert "| sqlite | 7,000 |  |  |  |  |  | left out: more rows than MOST_ROWS |" in said


@pytest.mark.parametrize(
    "run",
    [
        replace(RUN, written=replace(WRITTEN, lost=1)),
        replace(RUN, written=replace(WRITTEN, duplicate=1)),
        replace(RUN, written=replace(WRITTEN, locked=1)),
        replace(RUN, kept=replace(KEPT, equal=False)),
        replace(RUN, measured=(replace(PASS, refused=1),)),
        replace(RUN, filled=replace(RUN.filled, chain_whole=False)),
    ],
)
def test_a_run_that_lost_doubled_or_refused_anything_is_not_sound(run: EngineFigures) -> None:
    assert is_sound([RUN])
    assert not is_sound([RUN, run])
