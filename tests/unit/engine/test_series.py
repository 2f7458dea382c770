"""A series and its pairs at their edges: what holds until, what is stuck, what opens."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from nappage.engine.series import Choice, DoesNotFit, Window, series, with_test
from nappage.engine.vacancy import Vacancy

TEST = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def place(start: datetime) -> Choice:
    return Choice(0, 0, Vacancy(start, start + timedelta(hours=1), "m", "r"))


def paired(session: datetime, until: datetime | None) -> bool:
    found = with_test([place(session)], [place(TEST)], opens=lambda test: test + DAY, lasts=lambda _test: until)
    return found is not None


def test_a_session_begins_when_its_test_has_opened_and_not_before() -> None:
    assert paired(TEST + DAY, None)
    assert not paired(TEST + DAY - timedelta(minutes=1), None)


def test_a_session_ends_while_its_test_holds() -> None:
    session = TEST + 2 * DAY
    assert paired(session, session + timedelta(hours=1))
    assert not paired(session, session + timedelta(minutes=59))


def test_a_session_that_nothing_is_free_for_is_named_with_all_its_days() -> None:
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    open_days = {day: place(datetime(2026, 3, day.day, 10, tzinfo=UTC)) for day in (monday, tuesday)}

    def a_week_later(day: date) -> Window:
        return Window(day + 6 * DAY, day + 7 * DAY, day + 8 * DAY)

    found = series(open_days, 2, Window(monday, monday, tuesday), a_week_later)
    assert found == DoesNotFit(2, date(2026, 3, 8), date(2026, 3, 11))
