"""CPU time of a process with all its children, as the kernel counts it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
# Of /proc/PID/stat after the name in brackets: own and waited-for children's time, in user and in kernel mode.
_TIMES = slice(11, 15)


def cpu_seconds(root: int) -> float:
    """Return the CPU seconds spent so far by a process and everything it started."""
    return sum(_seconds(pid) for pid in _tree(root))


def _seconds(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:  # ended meanwhile: its parent has waited for it and counts its time
        return 0.0
    return sum(map(int, stat.rpartition(")")[2].split()[_TIMES])) / _TICKS


def _tree(root: int) -> Iterator[int]:
    yield root
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def parent(pid: int) -> int:
    """Return the process that started another."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
