"""Messages that did not arrive, or may not have, or are late: what somebody of the clinic tells the person instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.policy_in_force import PolicyInForce
from nappage.engine.deadline import MESSAGE, Deadline
from nappage.engine.policy import Policy
from nappage.engine.vacancy import closing_after
from nappage.records.models import Message, MessageKind, MessageState
from nappage.values.span import Elapsed

ON_ITS_WAY = (MessageState.WAITING, MessageState.SENDING)
CAME_BACK = "came-back"
# It was on its way in a backup: only somebody of the clinic knows whether it went out meanwhile.
HELD = "restored"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One message that waits for somebody, who that is, and by when: before the clinic closes, and before the visit."""

    message: Message
    owner: str
    by: datetime

    @property
    def person(self) -> UUID:
        return self.message.person_id


def undelivered(clinic: UUID, in_force: PolicyInForce, at: datetime) -> tuple[Undelivered, ...]:
    """Return the messages of a clinic that wait for somebody, the most urgent first."""
    found = (Undelivered(row, row.owner, _by(row, in_force.policy)) for row in rows_undelivered(clinic, at))
    return tuple(sorted(found, key=lambda one: (one.by, one.message.id)))


def late_from(message: Message) -> datetime:
    """Return from when a message that is not out yet is told of, whether or not it may still arrive."""
    return _late().after(message.due)


def late_since(at: datetime) -> datetime:
    """Return since when a message has to be on its way to be late at an instant."""
    return _late().before(at)


def _late() -> Elapsed:
    within = edition_in_use().all(Deadline)[MESSAGE].within
    assert isinstance(within, Elapsed), "the edition is checked when it is read"
    return within


def held_rows(clinic: UUID) -> QuerySet[Message]:
    """Return the messages of a clinic that a restore held, and that nobody has released or settled."""
    held = Message.objects.filter(clinic=clinic, state=MessageState.UNDELIVERED, why=HELD, settled_at__isnull=True)
    return held.filter(person__key__isnull=False)


def rows_undelivered(clinic: UUID, at: datetime) -> QuerySet[Message]:
    """Return the rows that nobody has settled: ended without arriving, or late on their way.

    A code is only there where its address was refused: nobody waits for one that is minutes late.
    """
    ended = Q(state__in=(MessageState.UNDELIVERED, MessageState.UNCLEAR), settled_at__isnull=True)
    late = Q(state__in=ON_ITS_WAY, due__lte=late_since(at))
    codes = Q(kind=MessageKind.CODE) & ~Q(why="refused")
    return Message.objects.filter(ended | late, clinic=clinic, person__key__isnull=False).exclude(codes)


def _by(message: Message, policy: Policy) -> datetime:
    since = message.ended_at or late_from(message)
    return min(end for end in (closing_after(policy, since), message.starts_at) if end is not None)


def messages_of(person: UUID) -> Iterator[Message]:
    """Yield the messages of a person, those that are due last first; codes are nobody's to read."""
    yield from Message.objects.filter(person=person).exclude(kind=MessageKind.CODE).order_by("-due", "-id")
