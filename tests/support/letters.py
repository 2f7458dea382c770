"""The letter of every message that is sent: every kind, by every channel, in every language, at home and away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

from nappage.assessment.channel import Channel
from nappage.assessment.dispatch import Dispatch
from nappage.engine.edition import Edition
from nappage.library.timezones import timezone
from nappage.records.models import MessageKind
from nappage.rendering.message import letter
from nappage.rendering.wording import LANGUAGES
from nappage.sending.carrier import Letter

MADRID, TOKYO = timezone("Europe/Madrid"), timezone("Asia/Tokyo")
START = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
ADDRESS = "https://clinic.example"


@dataclass(frozen=True)
class Sent:
    """A letter with what it was asked for."""

    kind: str
    language: str
    letter: Letter


def every_letter(edition: Edition) -> Iterator[Sent]:
    """Yield them all."""
    for kind, language, channel, away in product(MessageKind, LANGUAGES, Channel, (MADRID, TOKYO)):
        until = START + timedelta(hours=1)
        code = "493817" if kind == MessageKind.CODE else ""
        starts_at = START if kind == MessageKind.REMINDER else None
        dispatch = Dispatch(
            uuid4(), uuid4(), kind.value, channel, "a@b.test", language, MADRID, away, until, starts_at, code
        )
        yield Sent(kind.value, language, letter(dispatch, edition, ADDRESS))
