"""Only the edge reads the clock; everything below is told the instant as `at`."""

from __future__ import annotations

import ast

import pytest

from architecture.source_tree import calls, modules_of

PURE = ("values", "engine", "access", "library", "rendering")
READS_A_CLOCK = {"now", "utcnow", "today", "time_ns", "perf_counter", "monotonic", "localtime", "gmtime"}


def clock_readings(tree: ast.AST) -> list[int]:
    """Return the lines that read a clock."""
    return [line for line, called, _ in calls(tree) if called.split(".")[-1] in READS_A_CLOCK or called == "time.time"]


@pytest.mark.parametrize("name", modules_of(*PURE))
def test_no_pure_module_reads_the_clock(name: str) -> None:
    assert clock_readings(modules_of(*PURE)[name]) == []


@pytest.mark.parametrize("text", ["datetime.now(UTC)", "date.today()", "time.time()", "perf_counter()"])
def test_the_check_would_notice(text: str) -> None:
    assert clock_readings(ast.parse(text)) == [1]
    assert clock_readings(ast.parse("time(9, 30); datetime.combine(day, time(9))")) == []
