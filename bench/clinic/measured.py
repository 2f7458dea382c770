"""One line of the table: an operation under so many clients."""

from __future__ import annotations

import os
from dataclasses import dataclass

from bench.clinic.client import Load

CLIENTS = (1, 16)
WARMING = 2.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One operation under so many clients: milliseconds, answers in a second, CPU milliseconds for each.

    `load` is how many processes of the machine wanted a core meanwhile, by the kernel's average of a minute.
    """

    operation: str
    clients: int
    count: int
    p50: float
    p99: float
    per_second: float
    cpu: float
    refused: int
    load: float = 0.0


def row_of(operation: str, clients: int, load: Load) -> Measured:
    """Return the line of a load."""
    p50, p99 = (load.quantile(share) * 1000 for share in (0.5, 0.99))
    return Measured(
        operation, clients, len(load.took), p50, p99, load.per_second, load.cpu_each * 1000, load.refused,
        os.getloadavg()[0],
    )  # fmt: skip
