from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nappage.engine.dose import DoseState, Scope, check_doses
from nappage.engine.edition import Edition
from nappage.engine.policy import SignedAgent
from nappage.engine.story import Component, Formula, Pass, Session, SessionState, Site
from nappage.values.quantity import Quantity, Unit
from nappage.values.span import CalendarSpan
from properties import naive_dose
from support.fictional import MADRID, policy

FIRST = date(2026, 3, 1)
WINDOW = 28
LIMIT = Fraction(60)
tenths = st.integers(1, 50).map(lambda tenth: Fraction(tenth, 10))
component = st.tuples(st.sampled_from("XYZ"), st.just(""), tenths, tenths)
passes = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 10).map(lambda each: Fraction(each, 10))), max_size=3)
sessions = st.tuples(st.integers(0, 90), st.lists(component, min_size=1, max_size=4), passes)
CLINIC = policy(
    *(
        SignedAgent(
            agent, None, Quantity(Decimal(30), Unit.MG), Quantity(Decimal(60), Unit.MG), CalendarSpan(days=WINDOW)
        )
        for agent in "XYZ"
    )
)


def exact(value: Fraction, unit: Unit) -> Quantity:
    return Quantity(Decimal(value.numerator) / Decimal(value.denominator), unit)


def written(
    index: int, day: int, parts: list[naive_dose.Component], each: list[naive_dose.Pass]
) -> tuple[Session, Formula]:
    components = tuple(Component(a, exact(v, Unit.ML), exact(s, Unit.MG_PER_ML)) for a, _, v, s in parts)
    start = datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), MADRID) + timedelta(hours=10)
    punctured = tuple(Pass(Site("thigh"), "nappage", count, exact(volume, Unit.ML)) for count, volume in each)
    return Session(start, SessionState.GIVEN, formula=str(index), passes=punctured), Formula(str(index), components)


@pytest.mark.proves("H-10")
@given(entered=st.lists(sessions, min_size=1, max_size=6))
def test_accepted_sessions_never_pass_a_limit_in_whatever_order_they_are_entered(
    edition: Edition, entered: list[tuple[int, list[naive_dose.Component], list[naive_dose.Pass]]]
) -> None:
    accepted: list[Session] = []
    formulas: dict[str, Formula] = {}
    days: list[naive_dose.Day] = []
    for index, (day, parts, each) in enumerate(entered):
        session, formulas[str(index)] = written(index, day, parts, each)
        checks = check_doses(session, accepted, formulas, CLINIC, edition)
        for check in checks:
            assert check.given is not None
            row: list[naive_dose.Day] = [(FIRST, parts, each)]
            if check.scope is Scope.SESSION:
                slow = naive_dose.fullest_window(check.agent, row, 1)
                assert abs(Fraction(check.given.amount) - slow) < Fraction(1, 10**9)
        if all(check.state is DoseState.WITHIN for check in checks):
            accepted.append(session)
            days.append((FIRST + timedelta(days=day), parts, each))
    for agent in "XYZ":
        assert naive_dose.fullest_window(agent, days, WINDOW) <= LIMIT + Fraction(1, 10**9)


@given(entered=st.lists(sessions, min_size=1, max_size=5))
def test_a_refused_session_would_have_passed_a_limit(
    edition: Edition, entered: list[tuple[int, list[naive_dose.Component], list[naive_dose.Pass]]]
) -> None:
    history, formulas = [], {}
    for index, row in enumerate(entered):
        session, formulas[str(index)] = written(index, *row)
        history.append(session)
    days = [(FIRST + timedelta(days=day), parts, each) for day, parts, each in entered]
    for check in check_doses(history[-1], history[:-1], formulas, CLINIC, edition):
        slow = naive_dose.fullest_window(check.agent, days, WINDOW)
        if check.scope is Scope.WINDOW and check.state is DoseState.OVER:
            assert slow > LIMIT - Fraction(1, 10**9)
