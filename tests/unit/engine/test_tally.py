from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nappage.engine.story import Pass, Session, Side, Site
from nappage.engine.tally import Tally, puncture_volume, tally, unaccounted
from nappage.values.quantity import Quantity

Q = Quantity.parse
AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def passes(count: int, punctures: int, side: Side = Side.LEFT) -> tuple[Pass, ...]:
    return tuple(Pass(Site("thigh", side), "nappage", punctures, Q("0.02 mL")) for _ in range(count))


S1 = (*passes(120, 1), *passes(1, 120, Side.RIGHT))


@pytest.mark.proves("K-13", "R007", "R062", "S1", "R003", "R182")
def test_the_tally_of_s1_is_the_same_in_both_chart_modes() -> None:
    assert tally(S1) == Tally(240, Q("4.8 mL"))
    for side in (Side.LEFT, Side.RIGHT):
        assert tally(one for one in S1 if one.site.side is side) == Tally(120, Q("2.4 mL"))
    assert tally(()) == Tally(0, Q("0 mL"))


@pytest.mark.parametrize("each", ["0.02 mL", "20 uL", "0.02 mL/{puncture}"])
def test_volumes_typed_by_puncture_count_like_volumes(each: str) -> None:
    charted = Pass(Site("thigh"), "nappage", 120, Q(each))
    assert puncture_volume(charted) == Q("0.02 mL")
    assert tally((charted, charted)) == Tally(240, Q("4.8 mL"))
    assert unaccounted(Session(AT, passes=(charted,), drawn=Q("2.5 mL"), wasted=Q("0.1 mL"))) == Q("0 mL")


def test_microlitres_count() -> None:
    assert tally((Pass(Site("thigh"), "nappage", 3, Q("20 uL")),)) == Tally(3, Q("0.06 mL"))


@pytest.mark.proves("S1")
@pytest.mark.parametrize(
    ("drawn", "wasted", "left"),
    [
        ("5.0 mL", "0.2 mL", "0 mL"),
        ("5.0 mL", "200 uL", "0 mL"),
        ("5.0 mL", "0.1 mL", "0.1 mL"),
        ("4.9 mL", "0.2 mL", "-0.1 mL"),
    ],
)
def test_what_was_drawn_is_accounted_for(drawn: str, wasted: str, left: str) -> None:
    assert unaccounted(Session(AT, passes=S1, drawn=Q(drawn), wasted=Q(wasted))) == Q(left)


def test_a_session_without_its_syringe_is_not_reconciled() -> None:
    assert unaccounted(Session(AT, passes=S1, wasted=Q("0.2 mL"))) is None
    assert unaccounted(Session(AT, passes=S1, drawn=Q("5 mL"))) is None
