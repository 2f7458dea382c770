"""Only the edge reads the clock; everything below is told the instant as `at`."""

from __future__ import annotations

import ast

import pytest

from architecture.source_tree import calls, modules

# The edge. Views read `request.at`, which the middleware took from the settings' clock.
EDGE = {
    "project/settings.py": "the clock of every request",
    "records/migrations/0001_initial.py": "Django's own account model",
    "console/backup.py": "the instant a command was typed",
    "console/export.py": "the instant a command was typed",
    "console/outlook.py": "the instant a command was typed, unless its case names one",
    "console/serve.py": "the instant a command was typed",
}
READS_A_CLOCK = {"now", "utcnow", "time_ns", "perf_counter", "monotonic", "localtime", "gmtime"}
A_DAY = {"date.today", "datetime.today", "datetime.date.today", "datetime.datetime.today", "timezone.localdate"}
KEEPS_A_CLOCK = {"auto_now", "auto_now_add"}


def clock_readings(tree: ast.AST) -> list[int]:
    """Return the lines that read a clock, or have the database's fields read one."""
    return [line for line, called, call in calls(tree) if _reads(called, call) or _keeps(call)]


def _reads(called: str, call: ast.Call | None = None) -> bool:
    """Return whether a call reads a clock; `localtime` of an instant that is given only moves it to a zone."""
    name = called.split(".")[-1]
    if name == "localtime" and call is not None and call.args:
        return False
    return name in READS_A_CLOCK or called in A_DAY or called == "time.time"


def _keeps(call: ast.Call) -> bool:
    given = [ast.unparse(word.value) for word in call.keywords if word.arg == "default"]
    named = any(_reads(value) for value in given)
    return named or any(word.arg in KEEPS_A_CLOCK for word in call.keywords)


def test_no_module_below_the_edge_reads_the_clock() -> None:
    found = {name: clock_readings(tree) for name, tree in modules().items() if name not in EDGE}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_an_edge_that_reads_no_clock_is_none() -> None:
    assert [name for name in EDGE if not clock_readings(modules()[name])] == []


@pytest.mark.parametrize(
    "text",
    [
        "datetime.now(UTC)", "date.today()", "time.time()", "perf_counter()", "timezone.now()", "timezone.localtime()",
        "models.DateTimeField(auto_now_add=True)", "models.DateTimeField(default=timezone.now)",
    ],
)  # fmt: skip
def test_the_check_would_notice(text: str) -> None:
    assert clock_readings(ast.parse(text)) == [1]
    assert (
        clock_readings(ast.parse("time(9, 30); datetime.combine(day, time(9)); today(9, 30); timezone.localtime(at)"))
        == []
    )
