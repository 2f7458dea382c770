"""A late arrival: what still fits into the time that is left, and when another day is the better answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from nappage.engine.edition import Edition
from nappage.engine.slot import Slot, slot_for
from nappage.values.span import Elapsed
from nappage.values.statement import Because, say

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class LateArrival:
    """How many areas still fit after somebody came late, none where it has to be another day.

    `left` is the time until room or person is needed elsewhere, `booked` how much of it the visit now takes.
    """

    areas: int
    left: Elapsed
    booked: Elapsed
    because: Because

    @property
    def is_for_another_day(self) -> bool:
        """Return whether nothing fits any more."""
        return self.areas == 0


def late_arrival(edition: Edition, areas: int, arrived: datetime, free_until: datetime) -> LateArrival:
    """Return what fits between an arrival and the instant at which the next visit needs the room or the person.

    Areas are left out before observation is: the time for watching afterwards is never cut.
    """
    left = Elapsed(max(0, (free_until - arrived) // _MINUTE))
    for fewer in range(areas, 0, -1):
        slot = slot_for(edition, fewer)
        if slot.booked <= left:
            code = "late.fits" if fewer == areas else "late.fewer-areas"
            return _late(slot, fewer, left, slot.booked, code)
    slot = slot_for(edition, 1)
    least = Elapsed(slot.treatment.low.minutes + slot.observation.high.minutes)
    if least <= left:
        return _late(slot, 1, left, left, "late.one-area")
    return _late(slot, 0, left, Elapsed(0), "late.another-day")


def _late(slot: Slot, areas: int, left: Elapsed, booked: Elapsed, code: str) -> LateArrival:
    remedy = say("late.book-again" if not areas else "late.shorten")
    return LateArrival(areas, left, booked, Because(slot.id, say(code, left=left, areas=areas), remedy, slot.sources))
