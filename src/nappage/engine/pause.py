"""A pause: a course held by a named member for a reason that no rule knows, until somebody resumes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from nappage.values.statement import Because, say

RULE = "pause"


class PauseReason(Enum):
    """Why a course rests. A pregnancy is no pause: it is recorded as what it is, and holds by its own rule."""

    TRAVEL = "pause-travel"
    REACTION = "pause-reaction"
    LOT = "pause-lot"
    ILLNESS = "pause-illness"
    WISH = "pause-wish"


@dataclass(frozen=True, slots=True)
class Pause:
    """A course held by a member. `until` is what was thought then: it ends nothing; `ended_at` is the resumption."""

    why: PauseReason
    at: datetime
    by: str
    words: str = ""
    until: date | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resumption:
    """A pause ended by a named member, and what was found that lets the course go on."""

    pause: UUID
    at: datetime
    by: str
    words: str = ""


def standing(pauses: Iterable[Pause], at: datetime) -> tuple[Because, ...]:
    """Return what holds the course because nobody has resumed it; a day that was named does not resume it."""
    return tuple(
        Because(
            RULE,
            say("pause.standing", why=one.why, by=one.by, since=one.at, until=one.until),
            say("pause.resume"),
        )
        for one in pauses
        if one.at <= at and (one.ended_at is None or one.ended_at > at)
    )
