"""Tries mutants out: each in a process of its own, forked where all tests are imported and the knowledge is read.

There the changed code takes the place of the old in the function it belongs to. What runs at import (a constant, a
default) is beyond that: such a mutant gets a fresh interpreter, where its module is changed on its way in
(`mutation.anew`). Nothing is ever changed on disk.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from mutation.mutants import ENGINE, Mutant, mutated
from nappage.engine.edition import Edition
from nappage.library import edition

MEMORY = 4 << 30
_BROKEN = 70
# By exit code: of pytest (a test failed, a test file or a conftest.py did not import), or the signal of the clock.
_ENDS = {0: "survived", 1: "killed", 2: "killed", 4: "killed", -signal.SIGALRM: "timeout"}


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and the tests to ask, in this order; `rereads` if the change matters while the knowledge is read."""

    mutant: Mutant
    tests: tuple[str, ...]
    seconds: float
    rereads: bool


@dataclass
class Trials:
    """The plugin of pytest that forks a process for each trial instead of running what was collected."""

    trials: Sequence[Trial]
    processes: int
    folder: Path
    ended: Callable[[Trial, str], None]
    _running: dict[int, Trial] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        functions = dict(_functions())
        gc.freeze()
        for trial in self.trials:
            if not trial.tests:
                self.ended(trial, "survived")
                continue
            if len(self._running) >= self.processes:
                self._wait()
            child = os.fork()
            if not child:
                os._exit(self._run(trial, [items[test] for test in trial.tests], functions))
            self._running[child] = trial
        while self._running:
            self._wait()
        return True

    def _wait(self) -> None:
        child, status = os.wait()
        trial, code = self._running.pop(child), os.waitstatus_to_exitcode(status)
        if code not in _ENDS:
            raise RuntimeError(f"a trial broke ({code}): {trial.mutant.key}")
        self.ended(trial, _ENDS[code])

    def _run(self, trial: Trial, items: list[pytest.Item], functions: dict[tuple[str, str, int], FunctionType]) -> int:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 30 + 5 * trial.seconds)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            if trial.mutant.module_level:
                _start_anew(trial, self.folder)
            if trial.rereads:
                Knowledge.whole = None
            exchange(trial.mutant, functions)
        except BaseException:  # noqa: BLE001  # a fork must never return into the loop it came from
            return _BROKEN
        try:
            return int(_notices(items))
        except BaseException:  # noqa: BLE001  # an interrupt or an exit: the change made it
            return 1


class Knowledge:
    """The edition as read before the forks; every process derives its indexes from it anew."""

    whole: Edition | None = None

    @classmethod
    def keep(cls) -> None:
        """Make `read_edition` return what was read already."""
        read = edition.read_edition
        cls.whole = read()

        def kept(folder: Path | None = None, cache: Path | None = None) -> Edition:
            asks_for_another = folder or cache
            return replace(cls.whole) if cls.whole and not asks_for_another else read(folder, cache)

        edition.read_edition = kept


def exchange(mutant: Mutant, functions: dict[tuple[str, str, int], FunctionType]) -> None:
    """Put the changed code into the function of the mutant."""
    path = ENGINE / f"{mutant.module}.py"
    source = path.read_text(encoding="utf-8")
    old, new = (compile(tree, str(path), "exec") for tree in (source, mutated(source, mutant)))
    for before, after in zip(_outermost(old), _outermost(new), strict=True):
        if before != after:
            functions[_key(before)].__code__ = after


def _outermost(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of every function and method of a module, without what is nested in them."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            is_class = not constant.co_flags & 0x02  # CO_NEWLOCALS is set for functions only
            yield from _outermost(constant) if is_class else (constant,)


def _functions() -> Iterator[tuple[tuple[str, str, int], FunctionType]]:
    for found in gc.get_objects():
        # isinstance would ask a lazy object of Django which class it stands for, and load it.
        if type(found) is FunctionType and found.__code__.co_filename.startswith(str(ENGINE)):
            yield _key(found.__code__), found


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _notices(items: list[pytest.Item]) -> bool:
    """Return whether a test fails, as soon as one does."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if item.session.testsfailed:
            return True
    return False


def _start_anew(trial: Trial, folder: Path) -> None:
    file = folder / f"trial-{os.getpid()}.json"
    file.write_text(json.dumps({"mutant": asdict(trial.mutant), "tests": trial.tests}), encoding="utf-8")
    os.execv(sys.executable, [sys.executable, "-B", "-m", "mutation.anew", str(file)])
