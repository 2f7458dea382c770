"""By when a clinic answers: a month is one of the calendar, a day that of the clock on the wall or of hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nappage.engine.deadline import COPY_OR_ERASURE, MESSAGE, QUESTION, Deadline, check_deadline, deadline
from nappage.engine.edition import Edition
from nappage.library.timezones import timezone
from nappage.values.span import CalendarSpan

MADRID = timezone("Europe/Madrid")


@pytest.mark.parametrize(
    ("id", "since", "by"),
    [
        (COPY_OR_ERASURE, "2026-01-31T10:30+01:00", "2026-02-28T10:30+01:00"),
        (COPY_OR_ERASURE, "2026-03-15T10:30+01:00", "2026-04-15T10:30+02:00"),
        (QUESTION, "2026-03-28T10:30+01:00", "2026-03-29T11:30+02:00"),
        (MESSAGE, "2026-03-29T01:45+01:00", "2026-03-29T03:15+02:00"),
    ],
)
def test_it_is_by_the_calendar_or_by_the_hour_as_the_knowledge_says(
    edition: Edition, id: str, since: str, by: str
) -> None:
    found = deadline(edition, id, datetime.fromisoformat(since).astimezone(UTC), MADRID)
    assert found == datetime.fromisoformat(by)


def test_a_message_is_not_late_by_the_calendar(edition: Edition) -> None:
    every = edition.all(Deadline)
    assert [fault for one in every.values() for fault in check_deadline(one, one.id, edition)] == []
    (fault,) = check_deadline(replace(every[MESSAGE], within=CalendarSpan(days=1)), "deadline x", edition)
    assert fault.thing == "deadline x.within"
