"""`nappage work`: sends what is due, beside the server. It may be killed at any moment, and run more than once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

from nappage.console.installation import data_option, use_offline

if TYPE_CHECKING:
    from nappage.assessment.channel import Channel
    from nappage.sending.carrier import Carrier

SECONDS_BETWEEN = 2.0
SECONDS_TO_END = 30.0
Clock = Callable[[], datetime]
Carriers = Mapping["Channel", "Carrier"]


@click.command()
@data_option
@click.option("--once", is_flag=True, help="End when nothing is due.")
@click.option("--beside", type=int, hidden=True, help="End with the process of this number.")
def work(folder: Path | None, once: bool, beside: int | None) -> None:
    """Send messages that are due: e-mails, texts. `serve` and `demo` start it by themselves."""
    use_offline(folder)
    from django.conf import settings
    from django.db import connection

    from nappage.records.row_security import EVERY_CLINIC, see_clinic

    ends = Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: ends.set())
    see_clinic(connection, EVERY_CLINIC)
    carriers = set_up()
    while not ends.is_set() and (beside is None or os.getppid() == beside):
        sent = send_due(settings.NAPPAGE_CLOCK, carriers, ends)
        if once:
            click.echo(f"{sent} tried")
            return
        ends.wait(SECONDS_BETWEEN)


def set_up() -> Carriers:
    """Return the carriers of this installation by their channels."""
    from nappage.assessment.channel import Channel
    from nappage.sending.carriers import carriers

    return {Channel(name): carrier for name, carrier in carriers().items()}


def send_due(clock: Clock, carriers: Carriers, ends: Event | None = None) -> int:
    """Return how many messages were tried: all that were due, each claimed, sent and marked for itself.

    A channel that was not reached rests for the round, so that its messages do not keep the others waiting.
    """
    from django.conf import settings

    from nappage.actions.outbox import FIRST_PAUSE, Roads, claim_next, give_up_lost, mark
    from nappage.assessment.edition_in_use import edition_in_use
    from nappage.rendering.message import letter
    from nappage.sending.carrier import Outcome

    give_up_lost(clock(), [channel for channel, carrier in carriers.items() if carrier.dedupes])
    resting: dict[Channel, datetime] = {}
    tried = 0
    while ends is None or not ends.is_set():
        claimed = claim_next(clock(), Roads(tuple(carriers), resting))
        if claimed is None:
            break
        tried += 1
        outcome = carriers[claimed.channel].send(letter(claimed, edition_in_use(), settings.NAPPAGE_ADDRESS))
        mark(claimed, outcome, clock())
        if outcome is Outcome.UNREACHABLE:
            resting[claimed.channel] = clock() + FIRST_PAUSE
    return tried


@contextmanager
def worker_beside() -> Iterator[None]:
    """Keep a worker running beside this process, with the same environment; one that dies is replaced."""
    ends = Event()
    keeping = Thread(target=_keep_running, args=(ends,), daemon=True)
    keeping.start()
    try:
        yield
    finally:
        ends.set()
        keeping.join(SECONDS_TO_END)


def _keep_running(ends: Event) -> None:
    command = [
        sys.executable,
        "-c",
        "from nappage.console.main import cli; cli()",
        "work",
        "--beside",
        str(os.getpid()),
    ]
    while not ends.is_set():
        worker = subprocess.Popen(command)
        while worker.poll() is None and not ends.wait(SECONDS_BETWEEN):
            pass
        if worker.poll() is None:
            worker.terminate()
            worker.wait()
        ends.wait(SECONDS_BETWEEN)
