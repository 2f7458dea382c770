"""Who was asked how it is after the sessions of a course: each contact on the day that the engine names, an hour on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bench.clinic.calendar import Place
from nappage.assessment.edition_in_use import edition_in_use
from nappage.console.demo.make import ZONE
from nappage.engine.contact import ContactMade, Told
from nappage.engine.follow_up import FollowUpPart, follow_ups
from nappage.engine.treatment import Treatment
from nappage.values.local_time import at_local

# As long after its start as the sessions of the bench are ended.
INJECTED = timedelta(minutes=28)
HOUR = timedelta(hours=1)
MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Asked:
    """A contact that was made: after which session, by number, and what is kept of it."""

    session: int
    made: ContactMade


def asked_after(sessions: Sequence[Place], who: str) -> Iterator[Asked]:
    """Yield the contacts after the sessions of a course, one for each session on each of its days."""
    numbers = {place.start: number for number, place in enumerate(sessions)}
    given = [Treatment(place.start, place.start + INJECTED) for place in sessions]
    for day in follow_ups(edition_in_use(), given, ZONE):
        parts: dict[datetime, list[FollowUpPart]] = {}
        for part in day.parts:
            parts.setdefault(part.session, []).append(part)
        for session, together in parts.items():
            opens = at_local(day.day, MORNING, ZONE)
            at = max(part.due or opens for part in together) + HOUR
            ids = tuple(part.follow_up.id for part in together)
            yield Asked(numbers[session], ContactMade(session, ids, Told.NOTHING, at, who))
