"""Answers to the cases of deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nappage.engine.deadline import deadline
from nappage.engine.edition import Edition
from nappage.library.timezones import timezone
from nappage.values.local_time import local


def answer_deadline(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return by when something that began `since` an instant in a `zone` is to be done."""
    zone = timezone(given["zone"])
    return local(deadline(edition, about, given["since"], zone), zone).isoformat(timespec="minutes")
