"""What comes next and what it costs, as somebody reads it at home: dates of the outlook, by their own clock."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from nappage.engine.outlook import outlook
from nappage.engine.package_price import PackagePrice, RefundRule
from nappage.engine.warning_sign import Warnings
from nappage.rendering.given import Given
from nappage.rendering.own_price import own_price
from nappage.rendering.own_steps import Booked, Step, own_steps
from nappage.rendering.wording import Speaker
from nappage.values.money import Money
from support.stories import Told, example, shipped

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
PACKAGE = PackagePrice(Money.parse("120 EUR"), Money.parse("1000 EUR"), 10, RefundRule.SHARE)


def given(told: Told, at: str, away: ZoneInfo | None = None, language: str = "en") -> Given:
    """Return what a page at home is made from, at a local time of the clinic."""
    seen = told.but(away_zone=away)
    found = outlook(seen.story, seen.policy, shipped(), seen.at(at))
    speak = Speaker(shipped(), away or seen.policy.zone, language)
    return Given(found, seen.policy, shipped(), speak, (), Warnings((), ()), "Madrid", away=away, at_home=True)


def steps(told: Told, at: str, *booked: Booked, away: ZoneInfo | None = None, language: str = "en") -> list[Step]:
    return list(own_steps(given(told, at, away, language), booked))


def test_what_comes_stands_in_its_order_and_never_before_now() -> None:
    told = example("s1-thighs")
    session = Booked(told.at("2026-03-03 10:30"), "session")
    found = steps(told, "2026-02-20 09:00", session)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert all(one.at > told.at("2026-02-20 09:00") for one in found)
    assert "Your session" in [one.words for one in found]
    assert "Proposed for your next session; not booked yet" not in [one.words for one in found]


def test_without_a_booking_the_next_date_is_said_to_be_proposed() -> None:
    words = [one.words for one in steps(example("s1-thighs"), "2026-02-20 09:00")]
    assert "Proposed for your next session; not booked yet" in words


def test_a_day_to_begin_with_is_told_as_a_day_and_the_last_day_before_it() -> None:
    told = example("s1-thighs")
    found = next(one for one in steps(told, "2026-02-20 09:00") if "aspirin" in one.words)
    assert found.clocks == (("Tue 24 Feb 2026", ""),)
    assert "the last day before that is Mon 23 Feb 2026" in found.note


@pytest.mark.parametrize(
    ("at", "left"),
    [("2026-03-01 10:30", "in 2 days"), ("2026-03-01 10:31", "in 47 h 59 min"), ("2026-03-03 10:29", "in 1 min")],
)
def test_a_countdown_is_never_shorter_than_what_is_left(at: str, left: str) -> None:
    told = example("s1-thighs")
    found = steps(told, at, Booked(told.at("2026-03-03 10:30"), "session"))
    assert next(one.left for one in found if one.words == "Your session") == left


@pytest.mark.proves("H-38")
@pytest.mark.parametrize(
    ("away", "clocks"),
    [
        (None, (("Tue 3 Mar 2026, 10:30", "Madrid time"),)),
        (NEW_YORK, (("Tue 3 Mar 2026, 04:30", "New York time"), ("Tue 3 Mar 2026, 10:30", "Madrid time"))),
        (LORD_HOWE, (("Tue 3 Mar 2026, 20:30", "Lord Howe time"), ("Tue 3 Mar 2026, 10:30", "Madrid time"))),
    ],
)
def test_the_clock_of_where_somebody_is_comes_first(away: ZoneInfo | None, clocks: tuple[tuple[str, str], ...]) -> None:
    told = example("s1-thighs")
    found = steps(told, "2026-03-02 09:00", Booked(told.at("2026-03-03 10:30"), "session"), away=away)
    assert next(one.clocks for one in found if one.words == "Your session") == clocks


def test_a_course_on_hold_offers_no_date_as_if_it_counted() -> None:
    told = example("s5-pregnant")
    found = steps(told, "2026-06-19 12:00", Booked(told.at("2026-06-23 10:30"), "session"))
    assert [(one.held, one.note) for one in found if one.words == "Your session"] == [
        (True, "On hold: we will talk with you before any date counts")
    ]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_word_is_left_in_english(language: str) -> None:
    english = {one.words for one in steps(example("s1-thighs"), "2026-02-20 09:00")}
    found = {one.words for one in steps(example("s1-thighs"), "2026-02-20 09:00", language=language)}
    assert english & found == set()
    assert not [words for words in found if "[" in words]


def test_what_a_stop_gives_back_counts_the_sessions_given() -> None:
    told = example("s5-pregnant")
    price = own_price(PACKAGE, given(told, "2026-06-19 12:00"))
    assert price is not None
    assert price.now == "If you stop now, after 3 of 10 sessions: 700.00 EUR is given back."
    assert price.lines[0].amount == "120.00 EUR"


def test_where_no_price_was_agreed_none_is_shown() -> None:
    assert own_price(None, given(example("s1-thighs"), "2026-02-20 09:00")) is None
    alone = own_price(PackagePrice(Money.parse("120 EUR")), given(example("s1-thighs"), "2026-02-20 09:00"))
    assert alone is not None
    assert (alone.now, alone.refunds) == ("", ())
