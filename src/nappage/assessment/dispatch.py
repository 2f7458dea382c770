"""A dispatch: a message that one worker has claimed and is about to send, with all that its words are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.assessment.channel import Channel


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One try to send one message. `kind` is that of the message, `claim` the try, `subscription` where it is pushed.

    `zone` is the clinic's, where a visit takes place, `away` that of the place where the person is.
    """

    id: UUID
    claim: UUID
    kind: str
    channel: Channel
    address: str
    language: str
    zone: ZoneInfo
    away: ZoneInfo
    until: datetime
    starts_at: datetime | None = None
    code: str = ""
    subscription: UUID | None = None
