"""Which contacts are still to be made: the follow-ups of a day that nobody has asked yet, by when, and who owns them.

A contact stays open until somebody was reached, however late it is. Who is asked at an instant is asked for everything
that was due by then, so that a later contact settles the earlier ones of the same session, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition
from nappage.engine.follow_up import FollowUpDay, FollowUpPart, follow_ups
from nappage.engine.treatment import Treatment
from nappage.values.local_time import at_local
from nappage.values.remembered import remembered


class Told(Enum):
    """What somebody said who was asked: nothing that troubles them, or something, which is reported apart."""

    NOTHING = "nothing"
    SOMETHING = "something"


@dataclass(frozen=True, slots=True)
class ContactMade:
    """Somebody was reached and asked after a session; `follow_ups` are the ids of those that it was for."""

    session: datetime
    follow_ups: tuple[str, ...]
    told: Told
    at: datetime
    by: str = ""
    words: str = ""

    def settles(self, part: FollowUpPart, due: datetime) -> bool:
        """Return whether this answers one follow-up of a session: it was for it, or came when it was due."""
        return self.session == part.session and (part.follow_up.id in self.follow_ups or self.at >= due)


@dataclass(frozen=True, slots=True)
class Contact:
    """The follow-ups of one local day that are still to be asked. `due` is from when, `until` by when."""

    day: date
    parts: tuple[FollowUpPart, ...]
    due: datetime
    until: datetime

    def is_due(self, at: datetime) -> bool:
        """Return whether it is time to ask."""
        return self.due <= at

    def is_late(self, at: datetime) -> bool:
        """Return whether it should have been asked before."""
        return self.until < at


def open_contacts(
    edition: Edition, sessions: Sequence[Treatment], made: Iterable[ContactMade], zone: ZoneInfo
) -> tuple[Contact, ...]:
    """Return the contacts after the given sessions that nobody has made, in order of their days, late ones first."""
    made = tuple(made)
    waiting = (_unasked(day, made, zone) for day in follow_ups(edition, sessions, zone))
    return tuple(_contact(day, zone) for day in waiting if day.parts)


def _unasked(day: FollowUpDay, made: tuple[ContactMade, ...], zone: ZoneInfo) -> FollowUpDay:
    def is_asked(part: FollowUpPart) -> bool:
        due = part.due or at_local(day.day, time(), zone)
        return any(one.settles(part, due) for one in made)

    return replace(day, parts=tuple(part for part in day.parts if not is_asked(part)))


def _contact(day: FollowUpDay, zone: ZoneInfo) -> Contact:
    opens, closes = (at_local(one, time(), zone) for one in (day.day, day.day + timedelta(days=1)))
    return Contact(
        day.day,
        day.parts,
        due=min(part.due or opens for part in day.parts),
        until=min(part.until or closes for part in day.parts),
    )


def due_by(
    edition: Edition, sessions: Sequence[Treatment], zone: ZoneInfo, by: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield, for each follow-up that is due by an instant, the session it belongs to and when it was due."""
    return ((session, due) for session, due in _dues(edition, tuple(sessions), zone) if due <= by)


@remembered
def _dues(edition: Edition, sessions: tuple[Treatment, ...], zone: ZoneInfo) -> tuple[tuple[datetime, datetime], ...]:
    """Return the session of each follow-up and when it is due. A list of the whole clinic asks this of everybody."""
    return tuple(
        (part.session, part.due or at_local(day.day, time(), zone))
        for day in follow_ups(edition, sessions, zone)
        for part in day.parts
    )
