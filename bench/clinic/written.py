"""What writers left: counted in the database after they were answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """What eight writers left: passes sent and saved, and the faults that there must be none of.

    `lost` was answered as saved and is not there; `duplicate` is there beside what was answered as saved.
    """

    minutes: float
    sent: int
    saved: int
    per_second: float
    p99: float
    locked: int
    failed: int
    lost: int
    duplicate: int
