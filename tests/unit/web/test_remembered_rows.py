"""Rows that are drawn once: an equal row is the same, and another reader's language and time zone are not."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from nappage.web.patients.presenter import Recorded
from nappage.web.templatetags.nappage import remembered

ROW = Recorded(
    person=UUID(int=1),
    id=UUID(int=2),
    at=datetime(2026, 4, 3, 22, 30, tzinfo=UTC),
    recorded_at=datetime(2026, 4, 3, 22, 30, tzinfo=UTC),
    by="assistant",
    kind="reading",
    words=("thigh 57.0 cm",),
    struck=None,
    may_strike=False,
)


@pytest.mark.parametrize(
    ("language", "zone", "shown"),
    [
        ("en", "Europe/Madrid", "4 Apr 2026, 00:30"),
        ("en", "America/New_York", "3 Apr 2026, 18:30"),
        ("fr", "Europe/Madrid", "4 Avr 2026, 00:30"),
    ],
)
def test_a_row_is_drawn_for_who_reads_it(language: str, zone: str, shown: str) -> None:
    for _again in range(2):
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            assert shown in remembered("patients/_recorded.html", ROW)
