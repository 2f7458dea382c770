"""What stands against a time, before anybody writes it down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.booking import against_pair, against_session
from nappage.engine.edition import Edition
from nappage.engine.late_arrival import late_arrival
from nappage.engine.policy import Opening
from nappage.engine.story import Session, SessionState, Story
from nappage.engine.vacancy import Offer, Vacancy, is_within, open_spans, vacancies
from nappage.values.local_time import at_local
from nappage.values.span import CalendarSpan
from support.stories import example

TOLD = example("s1-thighs")
CLINIC = TOLD.policy
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FIRST = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def story(*starts: datetime, given: int = 0) -> Story:
    sessions = [
        Session(start, SessionState.GIVEN if number < given else SessionState.BOOKED)
        for number, start in enumerate(starts)
    ]
    return replace(TOLD.story, sessions=tuple(sessions), reasons=())


def codes(edition: Edition, told: Story, start: datetime, instead: datetime | None = None) -> list[str]:
    return [because.fact.code for because in against_session(edition, told, CLINIC, start, AT, instead)]


@pytest.mark.proves("H-37")
@pytest.mark.parametrize("days", [-6, -1, 1, 6])
def test_a_session_stands_neither_too_close_before_nor_after_another(edition: Edition, days: int) -> None:
    assert codes(edition, story(FIRST), FIRST + timedelta(days=days)) == ["session.early"]


@pytest.mark.proves("H-37")
def test_what_another_clinic_gave_counts_like_ones_own(edition: Edition) -> None:
    elsewhere = Session(FIRST, SessionState.GIVEN, elsewhere=True)
    told = replace(TOLD.story, sessions=(elsewhere,), reasons=())
    assert codes(edition, told, FIRST + timedelta(days=6)) == ["session.early"]
    assert codes(edition, told, FIRST + timedelta(days=7)) == []


def test_a_session_that_is_moved_does_not_stand_in_its_own_way(edition: Edition) -> None:
    told = story(FIRST, FIRST + timedelta(days=14))
    assert codes(edition, told, FIRST + timedelta(days=12), instead=FIRST + timedelta(days=14)) == []
    assert codes(edition, told, FIRST + timedelta(days=12)) == ["session.early"]


def test_one_session_more_than_the_plan_is_one_too_many(edition: Edition) -> None:
    told = story(*(FIRST + timedelta(days=14 * number) for number in range(10)))
    assert codes(edition, told, FIRST + timedelta(days=140)) == ["session.over-limit"]
    without = replace(told, plan=None)
    assert codes(edition, without, FIRST + timedelta(days=140)) == []


# H-02: between a test and its session are hours that really pass, also in the night when the clocks change.
NIGHTS = (
    ("Asia/Jerusalem", "2026-03-26 09:30", "2026-03-27 10:30"),
    ("Europe/Madrid", "2026-03-28 10:00", "2026-03-29 11:00"),
    ("America/New_York", "2026-10-31 15:30", "2026-11-01 14:30"),
    ("Australia/Lord_Howe", "2026-10-03 16:00", "2026-10-04 16:30"),
)


@pytest.mark.proves("H-02")
@pytest.mark.parametrize(("zone", "test", "opens"), NIGHTS)
def test_a_pair_keeps_the_hours_that_really_pass(edition: Edition, zone: str, test: str, opens: str) -> None:
    policy = replace(CLINIC, zone=ZoneInfo(zone))
    begin, first = (datetime.fromisoformat(text).replace(tzinfo=policy.zone).astimezone(UTC) for text in (test, opens))
    early = against_pair(edition, policy, begin, first - timedelta(minutes=1))
    assert [because.fact.code for because in early] == ["booking.before-test-opens"]
    assert early[0].fact["opens"] == first
    assert against_pair(edition, policy, begin, first) == ()


def test_a_pair_ends_with_the_validity_of_its_test(edition: Edition) -> None:
    policy = replace(CLINIC, test_validity=CalendarSpan.parse("1 mo"))
    last = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)
    assert against_pair(edition, policy, FIRST, last) == ()
    found = against_pair(edition, policy, FIRST, last + timedelta(days=1))
    assert [because.fact.code for because in found] == ["booking.after-test-ends"]
    assert against_pair(edition, replace(policy, test_validity=None), FIRST, last + timedelta(days=400)) == ()


@pytest.mark.proves("R023", "R123")
@pytest.mark.parametrize(
    ("areas", "left", "fits", "code"),
    [
        (2, 60, 2, "late.fits"),
        (2, 59, 1, "late.fewer-areas"),
        (1, 45, 1, "late.fits"),
        (1, 44, 1, "late.one-area"),
        (2, 40, 1, "late.one-area"),
        (1, 39, 0, "late.another-day"),
        (1, -5, 0, "late.another-day"),
    ],
)
def test_late_leaves_areas_out_before_it_cuts_observation(
    edition: Edition, areas: int, left: int, fits: int, code: str
) -> None:
    found = late_arrival(edition, areas, FIRST, FIRST + timedelta(minutes=left))
    assert (found.areas, found.because.fact.code) == (fits, code)
    assert found.is_for_another_day == (fits == 0)
    assert found.booked <= found.left


def test_a_day_declared_open_takes_the_hours_of_the_other_days() -> None:
    sunday = date(2026, 3, 22)
    assert open_spans(CLINIC, sunday) == ()
    opened = replace(CLINIC, declared_open=(sunday,))
    ((opens, closes),) = open_spans(opened, sunday)
    first, last = min(one.opens for one in CLINIC.openings), max(one.closes for one in CLINIC.openings)
    assert (opens, closes) == tuple(at_local(sunday, clock, CLINIC.zone) for clock in (first, last))
    assert open_spans(replace(opened, openings=()), sunday) == ()
    assert is_within(opened, opens, closes)
    assert not is_within(opened, opens - timedelta(minutes=1), closes)


def offer(**more: object) -> Offer:
    usual = {"members": ("m",), "rooms": ("r", "s"), "busy": {}, "after": AT, "grid": timedelta(minutes=30)}
    return Offer(**(usual | more))  # type: ignore[arg-type]


def test_a_vacancy_has_everything_free_at_once() -> None:
    day = FIRST.date()
    ((opens, closes), *_rest) = open_spans(CLINIC, day)
    busy = {"r": ((opens, closes),), "m": ((opens, opens + timedelta(minutes=30)),)}
    found = list(vacancies(CLINIC, day, timedelta(minutes=45), offer(busy=busy)))
    assert found[0] == Vacancy(opens + timedelta(minutes=30), opens + timedelta(minutes=75), "m", "s")
    assert {one.room for one in found} == {"s"}
    assert list(vacancies(CLINIC, day, timedelta(minutes=45), offer(after=closes))) == []
    gun = {"gun": ((opens, closes),)}
    assert list(vacancies(CLINIC, day, timedelta(minutes=45), offer(busy=gun, devices=("gun",)))) == []
    assert found[0].overlaps(Vacancy(found[0].start, found[0].end, "n", "s"))
    assert not found[0].overlaps(Vacancy(found[0].start, found[0].end, "n", "r"))


def test_the_hours_of_a_day_declared_open_reach_from_the_first_opening_to_the_last_closing() -> None:
    sunday = date(2026, 3, 22)
    hours = (Opening(0, time(10), time(19)), Opening(1, time(8), time(14)))
    ((opens, closes),) = open_spans(replace(CLINIC, openings=hours, declared_open=(sunday,)), sunday)
    assert (opens, closes) == tuple(at_local(sunday, clock, CLINIC.zone) for clock in (time(8), time(19)))


def test_the_last_vacancy_ends_when_the_clinic_closes() -> None:
    ((_opens, closes), *_rest) = open_spans(CLINIC, FIRST.date())
    found = list(vacancies(CLINIC, FIRST.date(), timedelta(minutes=30), offer()))
    assert max(one.end for one in found) == closes
