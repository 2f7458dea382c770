"""A small client: so many connections, each asking again as soon as it is answered."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Thread
from time import perf_counter

from bench.clinic.counting import cpu_seconds

PATIENCE = 600
FAILED = 599


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its method, address, headers and body. `told` hears the status and the body of the answer."""

    path: str
    headers: dict[str, str]
    method: str = "GET"
    body: bytes | None = None
    told: Callable[[int, bytes], None] | None = None


@dataclass
class Load:
    """What came of it: how long each answer took in seconds, how often each status came, CPU of server and database."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    cpu: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds if self.seconds else 0.0

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.took) if self.took else 0.0

    def quantile(self, share: float) -> float:
        """Return how long the slowest of this share took; nearest rank."""
        ordered = sorted(self.took)
        return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else 0.0

    @property
    def refused(self) -> int:
        """Return how many answers were not what was asked for."""
        return sum(count for status, count in self.statuses.items() if not 200 <= status < 300)


def drive(port: int, streams: Sequence[Iterator[Request]], seconds: float, processes: Sequence[int]) -> Load:
    """Return what came of so many clients asking at once, each from its own stream of requests, for some seconds."""
    loads = [Load() for _ in streams]
    until = perf_counter() + seconds
    threads = [
        Thread(target=_ask, args=(port, stream, until, load), daemon=True)
        for stream, load in zip(streams, loads, strict=True)
    ]
    before, began = sum(map(cpu_seconds, processes)), perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Load(seconds=perf_counter() - began, cpu=sum(map(cpu_seconds, processes)) - before)
    for load in loads:
        whole.took += load.took
        whole.statuses += load.statuses
    return whole


def _ask(port: int, stream: Iterator[Request], until: float, load: Load) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for request in stream:
        began = perf_counter()
        if began >= until:
            break
        status, body = _answer(connection, request)
        load.took.append(perf_counter() - began)
        load.statuses[status] += 1
        if request.told is not None:
            request.told(status, body)
    connection.close()


def _answer(connection: HTTPConnection, request: Request) -> tuple[int, bytes]:
    try:
        connection.request(request.method, request.path, request.body, request.headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, HTTPException):
        connection.close()
        return FAILED, b""
