"""The worker is killed, a real process and -9: between sending and marking, before sending, at whatever moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from support.power_cut import Installation, new_database
from support.worked import LOG

# What the database of this process holds is not asked; both engines have one.
pytestmark = [pytest.mark.database, pytest.mark.long]
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
MANY = 12
AFTER_LEASE = timedelta(minutes=6)
Home = tuple[Installation, list[str]]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Home]:
    """Return a function that gives one installation after another in which the same messages wait, and their ids."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "first").mkdir()
    database = new_database() if os.environ.get("NAPPAGE_TEST_DATABASE") == "postgresql" else ""
    first = Installation(folder / "first", database, NOW)
    ids = first.run("put-out", str(MANY // 2))
    numbers = iter(range(9))
    return lambda: (first.copy(folder / f"copy-{next(numbers)}"), ids)


def killed(home: Installation, moment: str, kind: str) -> None:
    """Run a worker that is killed before or after its first letter."""
    with pytest.raises(subprocess.CalledProcessError) as died:
        home.run("round", moment, kind)
    assert died.value.returncode == -signal.SIGKILL


def letters(home: Installation) -> dict[str, int]:
    """Return the letters in the sinks by their messages, with the instant at which each was put there."""
    sinks = home.folder / "outgoing"
    return {path.stem.rpartition("-")[0]: path.stat().st_mtime_ns for path in sinks.glob("*/*.json")}


@pytest.mark.proves("H-27")
def test_a_worker_killed_between_sending_and_marking_sends_nothing_twice_and_loses_nothing(
    homes: Callable[[], Home],
) -> None:
    home, ids = homes()
    killed(home, "after", "folder")
    killed(home, "before", "folder")
    before = letters(home)
    assert len(before) == 1
    found = home.run("round", "never", "folder")
    assert (found["tried"], Counter(found["states"].values())) == (MANY - 2, {"sending": 2, "sent": MANY - 2})
    home.shift += AFTER_LEASE.total_seconds()
    found = home.run("round", "never", "folder")
    assert (found["tried"], set(found["states"].values()), found["listed"]) == (2, {"sent"}, [])
    assert set(letters(home)) == set(ids)
    assert letters(home).items() >= before.items()


@pytest.mark.proves("H-27")
def test_what_cannot_be_told_apart_is_not_sent_again_and_stands_on_the_worklist(homes: Callable[[], Home]) -> None:
    home, ids = homes()
    killed(home, "after", "log")
    killed(home, "before", "log")
    home.shift += AFTER_LEASE.total_seconds()
    found = home.run("round", "never", "log")
    arrived = Counter(line.rpartition("-")[0] for line in (home.folder / LOG).read_text("utf-8").split())
    assert set(arrived.values()) == {1}
    unclear = {id for id, state in found["states"].items() if state == "unclear"}
    assert (found["tried"], len(unclear), set(found["listed"])) == (MANY - 2, 2, unclear)
    assert set(arrived) | unclear == set(ids)


@pytest.mark.proves("H-27")
def test_the_worker_of_the_product_is_killed_while_it_works_and_the_next_one_goes_on(
    homes: Callable[[], Home],
) -> None:
    """It goes by the real clock, at which something to read came too late long ago: its codes are what is looked at."""
    home, ids = homes()
    command = [sys.executable, "-c", "from nappage.console.main import cli; cli()", "work", "--data", str(home.folder)]
    for moment in (0.0, 0.02):
        before = len(letters(home))
        worker = subprocess.Popen(command, env=home.environment(), start_new_session=True)
        until = time.monotonic() + 60
        while len(letters(home)) == before and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(moment)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    seen = letters(home)
    assert 2 <= len(seen) <= MANY // 2
    home.shift = AFTER_LEASE.total_seconds()
    found = home.run("round", "never", "folder")
    ended = Counter(found["states"].values())
    assert ended == {"sent": MANY // 2, "undelivered": MANY // 2}
    assert set(letters(home)) == {id for id in ids if found["states"][id] == "sent"}
    assert letters(home).items() >= seen.items()
