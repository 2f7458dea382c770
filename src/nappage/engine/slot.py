"""Slots: how long to book for a session, from how many areas it treats."""

from __future__ import annotations

from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.values.interval import Interval
from nappage.values.span import Elapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot(Entry):
    """The time for up to so many areas: the injections as the sources have it, observation after, and what to book.

    What is booked holds consent, photographs, measurements and observation besides the injections.
    """

    areas: int
    treatment: Interval[Elapsed]
    observation: Interval[Elapsed]
    booked: Elapsed


def slot_for(edition: Edition, areas: int) -> Slot:
    """Return the slot for a number of areas; more areas than any slot names take the longest one."""
    slots = sorted(edition.all(Slot).values(), key=lambda slot: slot.areas)
    return next((slot for slot in slots if slot.areas >= areas), slots[-1])
