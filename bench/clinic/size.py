"""How much there is: patients, sessions and punctures, and how they are shared out, exactly and by number alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

# Ten sessions for a patient on average, from somebody who came twice to somebody in their second course.
SESSIONS_EACH = (10, 2, 12, 8, 5, 16, 10, 6, 14, 17)
PUNCTURES_EACH = (120, 80, 160, 100, 140)


@dataclass(frozen=True)
class Size:
    """The size of a database."""

    patients: int = 10_000
    sessions: int = 100_000
    punctures: int = 12_000_000

    def scaled(self, scale: float) -> Size:
        """Return the same mixture at another scale."""
        return Size(*(max(round(count * scale), 1) for count in (self.patients, self.sessions, self.punctures)))

    @cached_property
    def sessions_of(self) -> tuple[int, ...]:
        """Return how many sessions each patient was given; together they are all sessions."""
        return shared(self.sessions, self.patients, SESSIONS_EACH)

    @cached_property
    def punctures_of(self) -> tuple[int, ...]:
        """Return how many punctures each session has; together they are all punctures."""
        return shared(self.punctures, self.sessions, PUNCTURES_EACH)


def shared(total: int, parts: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Return a total shared out in so many parts by weights that repeat; the parts add up to it."""
    heavy = sum(weights[number % len(weights)] for number in range(parts))
    found, carried = [], 0
    for number in range(parts):
        carried += total * weights[number % len(weights)]
        part, carried = divmod(carried, heavy)
        found.append(part)
    return tuple(found)
