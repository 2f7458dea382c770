"""A visit that was charted badly is still an outlook, full of holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nappage.engine.dose import DoseState
from nappage.engine.edition import Edition
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import Pass, Session, SessionState
from nappage.values.quantity import Quantity
from support.open_visit import AT, F1, THIGHS, A, B, gate, look

CHARTED = Pass(THIGHS[0], "nappage", 120, Quantity.parse("0.02 mL"))
GIVEN = Session(AT, SessionState.GIVEN, formula="F1", sites=THIGHS, passes=(CHARTED,), injector="nurse")


@pytest.mark.parametrize("formula", ["", "not recorded"])
@pytest.mark.parametrize("changes", [{"formulas": ()}, {"plan": None, "formulas": ()}])
@pytest.mark.proves("H-10")
def test_a_session_given_with_a_formula_that_nobody_recorded_cannot_start(
    edition: Edition, formula: str, changes: dict[str, Any]
) -> None:
    found = look(edition, sessions=(replace(GIVEN, formula=formula),), **changes)
    assert [check.state for check in found.treating.doses] == [DoseState.CANNOT_START]
    assert gate(found, GateName.FORMULA).state is GateState.CLOSED
    assert not found.start.may_start


def test_a_session_that_names_no_formula_is_given_the_one_of_the_plan(edition: Edition) -> None:
    found = look(edition, sessions=(replace(GIVEN, formula=""),))
    named = look(edition, sessions=(GIVEN,))
    assert found.treating.doses == named.treating.doses
    assert found.treating.doses[0].given == Quantity.parse("14.4 mg")


@pytest.mark.proves("H-10")
def test_the_whole_mixture_is_within_its_limits_before_the_formula_gate_opens_plan_or_not(edition: Edition) -> None:
    session = Session(AT, formula="F1", sites=THIGHS, injector="nurse")
    too_much = replace(F1, components=(replace(A, volume=Quantity.parse("4.1 mL")), B))
    for formula, state in ((F1, GateState.OPEN), (too_much, GateState.CLOSED)):
        found = look(edition, plan=None, formulas=(formula,), sessions=(session,))
        assert gate(found, GateName.FORMULA).state is state
        assert [check.agent for check in found.treating.doses] == ["A", "B"]


@pytest.mark.proves("R014", "K-09")
@pytest.mark.parametrize(("zone", "over"), [("thigh", False), ("medial-thigh", False), ("abdomen", True)])
def test_an_area_counts_for_the_cap_once_a_pass_went_there(edition: Edition, zone: str, over: bool) -> None:
    elsewhere = replace(CHARTED, site=replace(THIGHS[0], zone=zone))
    found = look(edition, sessions=(replace(GIVEN, passes=(CHARTED, elsewhere)),)).treating
    assert (found.over_cap is not None) is over
