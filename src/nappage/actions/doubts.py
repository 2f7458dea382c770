"""Doubtful readings: which may not be what was meant, and why. Nothing is recorded but that somebody was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from nappage.actions.acting import Actor, note
from nappage.engine.story import TapeReading, WhealReading
from nappage.values.statement import Because

R = TypeVar("R", TapeReading, WhealReading)


@dataclass(frozen=True, slots=True)
class Doubt(Generic[R]):
    """One reading that may not be what was meant: its position among those sent, what it says, and why."""

    position: int
    reading: R
    said: str
    because: Because


class Doubtful(Exception):
    """Readings that were not recorded, because somebody has to say first what was meant."""

    def __init__(self, doubts: tuple[Doubt[Any], ...]) -> None:
        super().__init__(", ".join(each.said for each in doubts))
        self.doubts = doubts


@contextmanager
def asking_back(
    actor: Actor, act: str, person: UUID, typed: Sequence[str], thing: UUID | None = None
) -> Iterator[None]:
    """Leave in the trail that readings were questioned, and how they were typed, although nothing else is recorded."""
    try:
        yield
    except Doubtful as questioned:
        detail = {"typed": list(typed), "doubted": [each.said for each in questioned.doubts]}
        note(actor, act, person, thing, detail)
        raise
