"""The exposure sheet of S5, and what it says when something was not recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.exposure import AgentExposure, exposure_sheet, volume_given
from nappage.engine.story import Component, Cream, Formula, Pass, Session, SessionState, Site
from nappage.values.quantity import Quantity

MADRID = ZoneInfo("Europe/Madrid")
Q = Quantity.parse
F1 = Formula("F1", (Component("A", Q("3.0 mL"), Q("10 mg/mL"), "A-1"), Component("B", Q("2.0 mL"), None, "B-7")))
LMP = date(2026, 5, 20)


def given(day: date, **more: object) -> Session:
    start = datetime(day.year, day.month, day.day, 8, 30, tzinfo=UTC)
    facts: dict[str, object] = {"drawn": Q("5.0 mL"), "wasted": Q("0.2 mL"), "formula": "F1", **more}
    return Session(start, SessionState.GIVEN, **facts)  # type: ignore[arg-type]


def one_pass(punctures: int, volume: str) -> Pass:
    return Pass(Site("thigh"), "nappage", punctures, Q(volume))


@pytest.mark.proves("S5")
def test_the_sessions_of_s5_stand_by_days_from_the_last_period() -> None:
    days = [date(2026, 6, 9), date(2026, 5, 12), date(2026, 5, 26)]
    booked = Session(datetime(2026, 6, 23, 8, 30, tzinfo=UTC), formula="F1")
    sheet = exposure_sheet([*map(given, days), booked], [F1], LMP, MADRID)
    assert [(line.day, line.days_after_last_period) for line in sheet] == [
        (date(2026, 5, 12), -8),
        (date(2026, 5, 26), 6),
        (date(2026, 6, 9), 20),
    ]
    assert sheet[0].start == datetime(2026, 5, 12, 8, 30, tzinfo=UTC)
    assert sheet[0].volume == Q("4.8 mL")
    assert sheet[0].agents == (
        AgentExposure("A", "A-1", Q("2.88 mL"), Q("28.8 mg")),
        AgentExposure("B", "B-7", Q("1.92 mL"), None),
    )


def test_the_day_is_the_local_one() -> None:
    late = replace(given(date(2026, 5, 19)), start=datetime(2026, 5, 19, 22, 30, tzinfo=UTC))
    assert exposure_sheet([late], [F1], LMP, MADRID)[0].days_after_last_period == 0


def test_counted_punctures_come_before_drawn_and_wasted() -> None:
    counted = given(LMP, passes=(one_pass(120, "0.02 mL"), one_pass(50, "20 uL"), one_pass(50, "0.02 mL/{puncture}")))
    assert volume_given(counted) == Q("4.4 mL")
    assert volume_given(given(LMP)) == Q("4.8 mL")
    assert volume_given(given(LMP, wasted=None)) is None
    assert volume_given(given(LMP, drawn=None)) is None


def test_what_was_not_recorded_stays_unknown() -> None:
    [line] = exposure_sheet([given(LMP, drawn=None)], [F1], LMP, MADRID)
    assert line.volume is None
    assert line.agents == (AgentExposure("A", "A-1"), AgentExposure("B", "B-7"))
    [line] = exposure_sheet([given(LMP, formula="F9")], [F1], LMP, MADRID)
    assert (line.volume, line.agents) == (Q("4.8 mL"), None)


def test_a_strength_that_is_none_leaves_the_amount_unknown() -> None:
    odd = Formula("F1", (Component("A", Q("3 mL"), Q("10 mg")), Component("B", Q("2 mL"), Q("100 [iU]/mL"))))
    [line] = exposure_sheet([given(LMP)], [odd], LMP, MADRID)
    assert line.agents == (AgentExposure("A", "", Q("2.88 mL")), AgentExposure("B", "", Q("1.92 mL"), Q("192 [iU]")))


def test_a_mixture_of_no_volume_has_no_shares() -> None:
    empty = Formula("F1", (Component("A", Q("0 mL"), Q("10 mg/mL")),))
    assert exposure_sheet([given(LMP)], [empty], LMP, MADRID)[0].agents == (AgentExposure("A", ""),)


def test_nothing_given_is_nothing_and_not_unknown() -> None:
    [line] = exposure_sheet([given(LMP, drawn=Q("5 mL"), wasted=Q("5 mL"))], [F1], LMP, MADRID)
    assert line.agents is not None
    assert line.agents[0] == AgentExposure("A", "A-1", Q("0 mL"), Q("0 mg"))


def test_units_of_one_mixture_may_differ() -> None:
    mixed = Formula("F1", (Component("A", Q("3000 uL"), Q("1 %")), Component("B", Q("2 mL"))))
    [line] = exposure_sheet([given(LMP, drawn=Q("5000 uL"), wasted=Q("0.2 mL"))], [mixed], LMP, MADRID)
    assert line.agents is not None
    assert (line.agents[0].volume, line.agents[0].amount) == (Q("2.88 mL"), Q("28.8 mg"))


def test_a_cream_is_an_exposure_too() -> None:
    cream = Cream("L", Q("8 g"), Q("60 cm2"), datetime(2026, 5, 20, 8, tzinfo=UTC))
    [line] = exposure_sheet([given(LMP, creams=(cream,))], [F1], LMP, MADRID)
    assert line.agents is not None
    assert line.agents[-1] == AgentExposure("L", "", amount=Q("8 g"), by_cream=True)
    assert cream.mass.amount == Decimal(8)


def test_an_error_entered_is_no_exposure() -> None:
    wrong = replace(given(LMP), state=SessionState.ENTERED_IN_ERROR)
    assert exposure_sheet([wrong], [F1], LMP, MADRID) == ()
