"""Which contacts stay open: until somebody was reached, however late, and for each session by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.contact import Contact, ContactMade, Told, due_by, open_contacts
from nappage.engine.edition import Edition
from nappage.engine.treatment import Treatment

MADRID = ZoneInfo("Europe/Madrid")


def local(*when: int) -> datetime:
    return datetime(2026, *when, tzinfo=MADRID).astimezone(UTC)  # type: ignore[misc, arg-type]


FIRST = Treatment(local(10, 6, 11), local(10, 6, 11, 25))
SECOND = Treatment(local(10, 20, 11), local(10, 20, 11, 25))


def made(at: datetime, *ids: str, session: Treatment = FIRST) -> ContactMade:
    return ContactMade(session.started, ids, Told.NOTHING, at)


def shown(contacts: tuple[Contact, ...]) -> list[tuple[date, list[str]]]:
    return [(one.day, [part.follow_up.id for part in one.parts]) for one in contacts]


def test_nothing_closes_with_time(edition: Edition) -> None:
    waiting = open_contacts(edition, [FIRST], [], MADRID)
    assert shown(waiting)[0] == (date(2026, 10, 6), ["before-leaving"])
    assert waiting[0].is_late(local(12, 24, 9))
    assert len(waiting) == 9


def test_who_is_reached_answers_for_all_that_was_due_by_then(edition: Edition) -> None:
    waiting = open_contacts(edition, [FIRST], [made(local(10, 9, 12), "72-hours")], MADRID)
    assert shown(waiting)[0] == (date(2026, 10, 13), ["day-7"])


def test_a_call_made_early_answers_what_it_was_for_and_nothing_later(edition: Edition) -> None:
    early = made(local(10, 12, 9), "day-7")
    assert shown(open_contacts(edition, [FIRST], [early], MADRID))[0] == (date(2026, 10, 20), ["day-14"])


def test_a_call_about_one_session_does_not_answer_for_another(edition: Edition) -> None:
    asked = made(local(10, 21, 15), "24-hours", session=SECOND)
    days = shown(open_contacts(edition, [FIRST, SECOND], [asked], MADRID))
    assert days[0] == (date(2026, 10, 6), ["before-leaving"])
    assert (date(2026, 10, 20), ["day-14"]) in days
    assert not any("24-hours" in ids for day, ids in days if day > date(2026, 10, 20))


def test_what_meets_on_a_day_is_one_contact_due_with_its_first_part(edition: Edition) -> None:
    both = next(one for one in open_contacts(edition, [FIRST, SECOND], [], MADRID) if one.day == date(2026, 10, 20))
    assert {part.session for part in both.parts} == {FIRST.started, SECOND.started}
    assert both.due == local(10, 20)
    assert both.until == local(10, 20, 11, 55)


@pytest.mark.parametrize(("at", "due", "late"), [((10, 7, 11, 24), False, False), ((10, 7, 11, 25), True, False)])
def test_hours_count_from_the_last_puncture(edition: Edition, at: tuple[int, ...], due: bool, late: bool) -> None:
    day = next(one for one in open_contacts(edition, [FIRST], [], MADRID) if one.day == date(2026, 10, 7))
    assert (day.is_due(local(*at)), day.is_late(local(*at))) == (due, late)
    assert day.is_late(local(10, 8) + timedelta(seconds=1))


def test_what_is_due_by_an_instant_is_said_with_its_session(edition: Edition) -> None:
    assert [due for _, due in due_by(edition, [FIRST], MADRID, local(10, 9, 12))] == [
        local(10, 6, 11, 40),
        local(10, 7, 11, 25),
        local(10, 9, 11, 25),
    ]


def test_a_contact_is_late_once_its_time_is_over_and_not_before(edition: Edition) -> None:
    first = open_contacts(edition, [FIRST], [], MADRID)[0]
    assert not first.is_late(first.until)
    assert first.is_late(first.until + timedelta(seconds=1))
