"""When the clinic asks, and until when a session's symptoms are often seen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.edition import Edition
from nappage.engine.follow_up import FollowUp, check_follow_up, expected_windows, follow_ups
from nappage.engine.treatment import Treatment
from nappage.values.citation import Citation
from support.reports import SESSION, treated

MADRID = ZoneInfo("Europe/Madrid")


def session(*when: int) -> Treatment:
    start = datetime(2026, *when, tzinfo=MADRID).astimezone(UTC)  # type: ignore[misc, arg-type]
    return Treatment(start, start + timedelta(minutes=25))


def asked(edition: Edition, *sessions: Treatment) -> list[tuple[date, list[str]]]:
    days = follow_ups(edition, sessions, MADRID)
    return [(day.day, [part.follow_up.id for part in day.parts]) for day in days]


def test_one_session_is_followed_for_six_months(edition: Edition) -> None:
    assert asked(edition, session(10, 6, 11)) == [
        (date(2026, 10, 6), ["before-leaving"]),
        (date(2026, 10, 7), ["24-hours"]),
        (date(2026, 10, 9), ["72-hours"]),
        (date(2026, 10, 13), ["day-7"]),
        (date(2026, 10, 20), ["day-14"]),
        (date(2026, 11, 3), ["week-4"]),
        (date(2026, 12, 1), ["week-8"]),
        (date(2026, 12, 29), ["week-12"]),
        (date(2027, 4, 6), ["month-6"]),
    ]


def test_follow_ups_of_successive_sessions_meet_and_weeks_run_from_the_last(edition: Edition) -> None:
    first, second = session(10, 6, 11), session(10, 13, 11)
    assert asked(edition, first, second) == [
        (date(2026, 10, 6), ["before-leaving"]),
        (date(2026, 10, 7), ["24-hours"]),
        (date(2026, 10, 9), ["72-hours"]),
        (date(2026, 10, 13), ["day-7", "before-leaving"]),
        (date(2026, 10, 14), ["24-hours"]),
        (date(2026, 10, 16), ["72-hours"]),
        (date(2026, 10, 20), ["day-14", "day-7"]),
        (date(2026, 10, 27), ["day-14"]),
        (date(2026, 11, 10), ["week-4"]),
        (date(2026, 12, 8), ["week-8"]),
        (date(2027, 1, 5), ["week-12"]),
        (date(2027, 4, 13), ["month-6"]),
    ]
    met = follow_ups(edition, (first, second), MADRID)[3]
    assert [part.session for part in met.parts] == [first.started, second.started]


def test_hours_are_elapsed_and_days_are_local(edition: Edition) -> None:
    # Clocks go back on 25 October: 24 h after 23:50 on the 24th it is 22:50 on the 25th; a week later is the 31st.
    days = follow_ups(edition, (session(10, 24, 23, 25),), MADRID)
    leaving, next_day, *_ = (part for day in days for part in day.parts)
    assert leaving.due == datetime(2026, 10, 24, 22, 5, tzinfo=UTC)
    assert leaving.until == datetime(2026, 10, 24, 22, 20, tzinfo=UTC)
    assert next_day.due == datetime(2026, 10, 25, 21, 50, tzinfo=UTC)
    assert next_day.until is None
    assert [day.day for day in days][:2] == [date(2026, 10, 25), date(2026, 10, 27)]
    assert days[2].day == date(2026, 10, 31)
    assert (days[2].parts[0].due, days[2].parts[0].until) == (None, None)


def test_without_a_session_nobody_is_asked(edition: Edition) -> None:
    assert follow_ups(edition, (), MADRID) == ()


@pytest.mark.proves("R051", "R052", "R053", "R054", "K-15")
def test_a_session_states_until_when_each_symptom_is_often_seen(edition: Edition) -> None:
    def until(modality: str) -> dict[str, timedelta]:
        windows = expected_windows(edition, treated(modality))
        assert all(window.since == SESSION for window in windows)
        return {window.symptom.id: window.until - SESSION for window in windows}

    hours = {"warmth": 1, "burning": 1, "itch": 3, "clear-fluid": 24, "dizziness": 0.25, "palpitations": 4, "tremor": 4}
    common = {symptom: timedelta(hours=count) for symptom, count in hours.items()}
    days = {"redness": 3, "swelling": 3, "bruise": 7, "lump": 3, "pain": 2, "tenderness": 3}
    assert until("non-lytic") == common | {symptom: timedelta(days=count) for symptom, count in days.items()}
    assert until("") == until("non-lytic")
    days = {"redness": 7, "swelling": 14, "bruise": 7, "lump": 7, "pain": 7, "tenderness": 7, "numbness": 56}
    assert until("lytic") == common | {symptom: timedelta(days=count) for symptom, count in days.items()}


def test_a_window_says_its_sources_and_whether_its_words_are_neutral(edition: Edition) -> None:
    windows = {window.symptom.id: window for window in expected_windows(edition, treated("non-lytic"))}
    assert windows["lump"].neutral
    assert not windows["bruise"].neutral
    places = [("J", "triage matrix"), ("001", "71"), ("002", "25"), ("004", "11"), ("decision", "21")]
    assert windows["bruise"].sources == tuple(Citation(*place) for place in places)


def test_a_follow_up_for_an_unknown_symptom_is_a_fault(edition: Edition) -> None:
    entry = next(iter(edition.all(FollowUp).values()))
    assert list(check_follow_up(entry, "it", edition)) == []
    broken = FollowUp(
        id="x",
        sources=entry.sources,
        since=entry.since,
        review=entry.review,
        review_due=entry.review_due,
        after=entry.after,
        counted_from=entry.counted_from,
        looks_for=("hives", "green elbows"),
    )
    [fault] = check_follow_up(broken, "it", edition)
    assert (fault.thing, fault.found) == ("it.looks_for", "'green elbows'")
