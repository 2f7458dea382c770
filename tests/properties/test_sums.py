"""What random courses give of each agent, and their anaesthetic fractions, against the naive dosing sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.engine.anaesthetic import anaesthetic_sum
from nappage.engine.dose import check_doses
from nappage.engine.dose import given as given_of
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy, SignedAgent
from nappage.engine.story import Component, Cream, Formula, Pass, Session, SessionState, Site
from nappage.engine.tally import tally
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed
from properties.naive_sums import CANNOT, OVER, WITHIN, Sheet
from support.fictional import instant, policy

seeds = st.integers(0, 2**32)
START = instant("2026-03-03 10:30", "Europe/Madrid")
# What an agent is signed as; the catalogue adds what it knows of those that it lists.
CLASSES = {
    "A": "vitamin", "X": "plant-extract", "D": "detergent", "PC": "lecithin", "L": "local-anaesthetic-amide",
    "deoxycholic-acid": "detergent", "phosphatidylcholine": "lecithin", "lidocaine": "", "procaine": "", "nobody": "",
}  # fmt: skip
AGENTS = tuple(CLASSES)
STRENGTHS = ("10 mg/mL", "1 %", "2.5 mg/mL", "700 ug/mL", "100 [iU]/mL", "5 mg", "")
LIMITS = ("30 mg", "12.65 mg", "0.1 g", "50 mg", "4 mL", "200 [iU]", "")
VOLUMES = ("0.02 mL", "20 uL", "0.05 mL/{puncture}", "0.015 mL", "0 mL")
WINDOWS = (CalendarSpan(days=1), CalendarSpan(days=28), CalendarSpan(months=1), CalendarSpan(months=2, days=3), None)
RISKS = ("liver", "heart", "over-70", "low-weight")
# The engine keeps twelve decimals of a milligram; the naive sheet keeps all.
ROUNDING = Fraction(1, 10**9)
T = TypeVar("T")


def quantity(text: str) -> Quantity | None:
    return Quantity.parse(text) if text else None


@dataclass(frozen=True)
class Pharmacy:
    """Draws up formulas, signatures and sessions by the dice."""

    dice: Random

    def mostly(self, usual: T, others: Sequence[T]) -> T:
        return usual if self.dice.random() < 0.6 else self.dice.choice(others)

    def signature(self, agent: str) -> SignedAgent:
        by_volume = self.dice.random() < 0.2
        limits = ("4 mL", "2 mL", "") if by_volume else LIMITS
        numbs = CLASSES[agent].startswith("local") or self.dice.random() < 0.2
        factors = tuple(
            (risk, self.dice.choice(["0.5", "0.75", "1", "0"])) for risk in RISKS if self.dice.random() < 0.8
        )
        return SignedAgent(
            agent,
            session_limit=quantity(self.mostly(limits[0], limits)),
            window_limit=quantity(self.mostly(limits[1], limits)),
            window=self.mostly(WINDOWS[1], WINDOWS),
            by_volume=by_volume,
            anaesthetic_maximum=quantity(self.dice.choice(["200 mg", "0.03 g", "10 mg", "", "0 mg"]))
            if numbs
            else None,
            anaesthetic_maximum_by_mass=quantity(self.dice.choice(["4.5 mg/kg", "700 ug/kg", ""])) if numbs else None,
            cream_maximum=quantity(self.mostly("10 g", ["500 mg", "60 g", ""])),
            cream_area=quantity(self.mostly("100 cm2", ["20 cm2", ""])),
            cream_contact=self.mostly(Elapsed(60), [Elapsed(30), None]),
            reduction_factors=factors,
            agent_class=CLASSES[agent],
        )

    def formula(self, id: str) -> Formula:
        agents = [self.dice.choice(AGENTS) for _ in range(self.dice.choice([0, 1, 1, 2, 2, 3, 4]))]
        return Formula(id, tuple(self.component(agent) for agent in agents))

    def component(self, agent: str) -> Component:
        volume = Quantity.parse(self.mostly("1.5 mL", ["3 mL", "700 uL", "0 mL", "1 mL"]))
        return Component(agent, volume, quantity(self.mostly("10 mg/mL", STRENGTHS)))

    def session(self, days: int, states: Sequence[SessionState]) -> Session:
        passes = tuple(
            Pass(Site("thigh"), "nappage", self.dice.randint(0, 120), Quantity.parse(self.dice.choice(VOLUMES)))
            for _ in range(self.dice.choice([0, 1, 1, 2, 3]))
        )
        formula = self.mostly("F1", ["F2", "F3", "never written down"])
        creams = tuple(self.cream() for _ in range(self.dice.choice([0, 0, 1, 2])))
        hours = self.dice.choice([0, 0, -10, 11, 13])
        start = START + timedelta(days=days, hours=hours)
        return Session(start, self.dice.choice(states), formula=formula, passes=passes, creams=creams)

    def cream(self) -> Cream:
        on = START - timedelta(hours=1)
        off = self.mostly(on + timedelta(minutes=60), [on + timedelta(minutes=61), on - timedelta(minutes=1), None])
        return Cream(
            self.dice.choice(["lidocaine", "L", "nobody"]),
            Quantity.parse(self.dice.choice(["2 g", "11 g", "1500 mg"])),
            Quantity.parse(self.mostly("100 cm2", ["20 cm2", "101 cm2"])),
            on,
            off,
            self.mostly(Answer.NO, list(Answer)),
        )

    def clinic(self) -> Policy:
        return policy(*(self.signature(agent) for agent in AGENTS if agent != "nobody" and self.dice.random() < 0.85))

    def mass(self) -> Quantity | None:
        return quantity(self.mostly("62 kg", ["140 [lb_av]", "90000 g", ""]))

    def risks(self) -> frozenset[str] | None:
        return self.mostly(frozenset(), [None, frozenset(self.dice.sample(RISKS, 1)), frozenset(RISKS)])


@pytest.mark.proves("H-10")
def test_every_dose_is_that_of_the_naive_sheet_over_session_and_window(edition: Edition) -> None:
    drawn: set[tuple[str, str]] = set()

    @given(seeds)
    def compare(seed: int) -> None:
        pharmacy = Pharmacy(Random(seed))
        clinic, formulas = pharmacy.clinic(), tuple(pharmacy.formula(id) for id in ("F1", "F2", "F3"))
        session = pharmacy.session(0, list(SessionState))
        others = [
            pharmacy.session(pharmacy.dice.choice([-59, -31, -28, -27, -1, 0, 1, 27, 28, 31]), list(SessionState))
            for _ in range(pharmacy.dice.randint(0, 4))
        ]
        found = check_doses(session, others, {formula.id: formula for formula in formulas}, clinic, edition)
        expected = Sheet(clinic, edition, formulas).checks(session, others)
        assert [(one.agent, one.scope.value, one.state.value) for one in found] == [
            (agent, scope, state) for agent, scope, _, state in expected
        ]
        for one, (_, scope, amount, state) in zip(found, expected, strict=True):
            drawn.add((scope, state))
            assert (one.given is None) == (amount is None)
            if one.given is not None and amount is not None:
                assert abs(Fraction(one.given.to(_FIRST[one.given.unit.dimension]).amount) - amount) < ROUNDING

    compare()
    assert drawn == {(scope, state) for scope in ("session", "window") for state in (WITHIN, OVER, CANNOT)}


_FIRST = {unit.dimension: unit for unit in (Quantity.parse(f"1 {code}").unit for code in ("mg", "mL", "[iU]"))}


@pytest.mark.proves("H-10")
def test_anaesthetics_add_up_as_on_the_naive_sheet(edition: Edition) -> None:
    drawn: set[str] = set()

    @given(seeds)
    def compare(seed: int) -> None:
        pharmacy = Pharmacy(Random(seed))
        clinic, formula, session = pharmacy.clinic(), pharmacy.formula("F1"), pharmacy.session(0, [SessionState.GIVEN])
        mass, risks = pharmacy.mass(), pharmacy.risks()
        sums = given_of(formula.components, tally(session.passes).volume, clinic, edition)
        found = anaesthetic_sum(session, sums, clinic, edition, mass, risks)
        sheet = Sheet(clinic, edition, (Formula(session.formula, formula.components),))
        fractions = sheet.fractions(session, mass, None if risks is None else set(risks))
        drawn.add(found.state.value)
        if None in fractions:
            assert (found.state.value, found.total) == (CANNOT, None)
            return
        total = sum((fraction for fraction in fractions if fraction is not None), Fraction(0))
        assert abs(Fraction(found.total or Decimal(0)) - total) < ROUNDING
        assert found.state.value == (OVER if total > 1 else WITHIN)

    compare()
    assert drawn == {WITHIN, OVER, CANNOT}
