"""Answers to the cases of reminders and quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition
from nappage.engine.reminder import ladder, when_awake
from nappage.library.timezones import timezone
from nappage.values.local_time import local

_LONG_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)


def answer_reminder(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return when the reminder of a `visit` is due in its `zone`."""
    zone = timezone(given["zone"])
    (due,) = (one.due for one in ladder(edition, given["visit"], zone, _LONG_BEFORE) if one.reminder.id == about)
    return _read(due, zone)


def answer_quiet_hours(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return when something that is due `at` an instant is sent to somebody in a `zone`."""
    zone = timezone(given["zone"])
    return _read(when_awake(edition, given["at"], zone), zone)


def _read(instant: datetime, zone: ZoneInfo) -> str:
    return local(instant, zone).isoformat(timespec="minutes")
