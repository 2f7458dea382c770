from __future__ import annotations

from decimal import Decimal

import pytest

from nappage.engine.anaesthetic import Route, anaesthetic_sum
from nappage.engine.dose import (
    SIGNED_LIMIT,
    DoseState,
    Given,
    Scope,
    check_ceilings,
    check_doses,
    given,
)
from nappage.engine.edition import Edition
from nappage.engine.policy import SignedAgent
from nappage.engine.story import Cream, Formula
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan
from support.fictional import AGENT_A, F1, TEST_AT, component, mg, policy, session


@pytest.mark.proves("S1")
def test_a_check_explains_itself(edition: Edition) -> None:
    check = check_doses(session(), (), {"F1": F1}, policy(), edition)[0]
    assert (check.agent, check.scope, check.fraction) == ("A", Scope.SESSION, Decimal("0.72"))
    assert check.because.rule == "dose.signed-limit"
    assert check.because.sources == SIGNED_LIMIT
    assert check.because.fact["given"] == mg("28.8")
    assert check.because.fact["limit"] == mg("40")
    assert check.because.remedy.code == "dose.give-less"


def test_a_limit_of_nothing_has_no_fraction(edition: Edition) -> None:
    clinic = policy(SignedAgent("A", session_limit=mg("0")))
    check = check_doses(session(), (), {"F1": F1}, clinic, edition)[0]
    assert (check.state, check.fraction) == (DoseState.OVER, None)


def test_a_session_with_a_formula_nobody_recorded_cannot_start(edition: Edition) -> None:
    (check,) = check_doses(session(formula="?"), (), {"F1": F1}, policy(), edition)
    assert (check.state, check.because.fact.code) == (DoseState.CANNOT_START, "dose.formula-unknown")


def test_one_agent_in_two_components_is_one_sum(edition: Edition) -> None:
    parts = (component("A", "1 mL", "10 mg/mL"), component("A", "1 mL", "20 mg/mL"))
    assert str(given(parts, Quantity.parse("2 mL"), policy(), edition)["A"].amount) == "30 mg"


def test_an_amount_of_another_kind_or_unknown_leaves_the_sum_unknown(edition: Edition) -> None:
    one = Given(Quantity.parse("1 mL"), mg("1"))
    units = Given(Quantity.parse("1 mL"), Quantity.parse("1 [iU]"))
    unknown = Given(Quantity.parse("1 mL"), None)
    for other in (units, unknown):
        assert one.plus(other) == Given(Quantity.parse("2 mL"), None)
        assert other.plus(one) == Given(Quantity.parse("2 mL"), None)


@pytest.mark.proves("H-10")
def test_deoxycholate_inside_other_products_counts_with_it(edition: Edition) -> None:
    clinic = policy(
        SignedAgent("own", session_limit=mg("500"), agent_class="lecithin"),
        SignedAgent("salt", session_limit=mg("500"), agent_class="detergent"),
        SignedAgent("deoxycholic-acid", session_limit=mg("100"), agent_class="detergent"),
    )
    parts = (
        component("own", "2 mL", "50 mg/mL"),
        component("salt", "1 mL", "12 mg/mL"),
        component("deoxycholic-acid", "1 mL", "10 mg/mL"),
    )
    sums = given(parts, Quantity.parse("4 mL"), clinic, edition)
    assert {agent: str(sum_.amount) for agent, sum_ in sums.items()} == {
        "own": "100 mg",
        "salt": "12 mg",
        "deoxycholic-acid": "72.6 mg",
    }
    checks = check_doses(session(punctures=(30,), each="0.2 mL"), (), {"F1": Formula("F1", parts)}, clinic, edition)
    assert {check.agent: check.state for check in checks}["deoxycholic-acid"] is DoseState.OVER


@pytest.mark.proves("U-01")
def test_a_carrier_of_deoxycholate_needs_the_limit_of_deoxycholate_too(edition: Edition) -> None:
    clinic = policy(SignedAgent("own", session_limit=mg("500"), agent_class="lecithin"))
    formula = Formula("F1", (component("own", "1 mL", "50 mg/mL"),))
    checks = check_doses(session(punctures=(5,)), (), {"F1": formula}, clinic, edition)
    states = {check.agent: check.because.fact.code for check in checks}
    assert states == {"deoxycholic-acid": "dose.agent-unsigned", "own": "dose.within"}


def test_a_window_sums_only_sessions_with_the_agent(edition: Edition) -> None:
    signed = SignedAgent("A", AGENT_A.strength, mg("40"), mg("60"), CalendarSpan(days=28))
    formulas = {"F1": F1, "other": Formula("other", (component("B"),))}
    earlier = (session("2026-02-20 10:00", "other"), session("2026-02-25 10:00"))
    (check,) = [
        each
        for each in check_doses(session(), earlier, formulas, policy(signed), edition)
        if each.scope is Scope.WINDOW
    ]
    assert (check.given, check.limit, check.state) == (mg("57.6"), mg("60"), DoseState.WITHIN)


def test_a_volume_limited_window_is_summed_in_volume(edition: Edition) -> None:
    four = Quantity.parse("4 mL")
    signed = SignedAgent("B", None, four, four, CalendarSpan(days=28), by_volume=True)
    checks = check_doses(session(), (session("2026-02-25 10:00"),), {"F1": F1}, policy(signed), edition)
    assert [str(check.given) for check in checks if check.agent == "B"] == ["1.92 mL", "3.84 mL"]


def ceilings(agents: dict[str, str], edition: Edition, jurisdiction: str = "ES") -> list[tuple[str, str, bool]]:
    sums = {agent: Given(Quantity.parse("1 mL"), Quantity.parse(amount)) for agent, amount in agents.items()}
    checks = check_ceilings(sums, policy(jurisdiction=jurisdiction), edition)
    return [(check.about, str(check.given), check.is_over) for check in checks]


@pytest.mark.proves("U-01")
def test_the_ceilings_of_the_catalogue_only_compare(edition: Edition) -> None:
    assert ceilings({"caffeine": "200 mg"}, edition) == [("caffeine", "200 mg", False), ("xanthine", "200 mg", False)]
    assert ceilings({"caffeine": "201 mg"}, edition) == [("caffeine", "201 mg", True), ("xanthine", "201 mg", True)]
    assert ceilings({"deoxycholic-acid": "101 mg"}, edition) == [("deoxycholic-acid", "101 mg", True)]
    assert ceilings({"A": "1 mg"}, edition) == []


def test_a_xanthine_without_a_stated_equivalence_cannot_be_compared(edition: Edition) -> None:
    found = ceilings({"caffeine": "10 mg", "pentoxifylline": "10 mg"}, edition)
    assert found == [("caffeine", "10 mg", False), ("pentoxifylline", "10 mg", False), ("xanthine", "None", False)]


def test_a_ceiling_of_one_country_is_not_compared_in_another(edition: Edition) -> None:
    assert [about for about, _, _ in ceilings({"lidocaine": "1 mg"}, edition)] == ["lidocaine"]
    assert len(ceilings({"lidocaine": "1 mg"}, edition, "US")) == 2


def test_an_amount_of_another_kind_is_not_compared(edition: Edition) -> None:
    sums = {"biotin": Given(Quantity.parse("1 mL"), Quantity.parse("5 [iU]"))}
    assert [check.given for check in check_ceilings(sums, policy(), edition)] == [None]


def local(agent: SignedAgent | None, amount: Quantity | None, edition: Edition, *creams: Cream) -> tuple[str, ...]:
    sums = {"lidocaine": Given(Quantity.parse("1 mL"), amount)}
    clinic = policy(agent) if agent else policy()
    total = anaesthetic_sum(session(creams=creams), sums, clinic, edition, None, frozenset())
    return tuple(because.fact.code for because in total.because)


@pytest.mark.proves("H-09")
def test_an_anaesthetic_without_signature_strength_or_maximum_holds(edition: Edition) -> None:
    plain = SignedAgent("lidocaine")
    assert local(None, mg("1"), edition) == ("anaesthetic.unsigned",)
    assert local(plain, None, edition) == ("anaesthetic.strength-missing",)
    assert local(plain, mg("1"), edition) == ("anaesthetic.maximum-missing",)
    assert local(SignedAgent("lidocaine", session_limit=Quantity.parse("4 mL")), mg("1"), edition) == (
        "anaesthetic.maximum-missing",
    )
    signed = SignedAgent("lidocaine", anaesthetic_maximum=mg("200"))
    assert local(signed, Quantity.parse("1 [iU]"), edition) == ("anaesthetic.maximum-missing",)
    assert local(SignedAgent("lidocaine", anaesthetic_maximum=mg("0")), mg("1"), edition) == (
        "anaesthetic.maximum-missing",
    )
    assert local(signed, mg("1"), edition) == ("anaesthetic.within",)


def test_a_cream_without_signed_maximum_area_and_time_holds(edition: Edition) -> None:
    cream = Cream("cream", Quantity.parse("8 g"), Quantity.parse("60 cm2"), TEST_AT)
    numb = SignedAgent("lidocaine", anaesthetic_maximum=mg("200"))
    assert local(numb, mg("1"), edition, cream) == ("anaesthetic.cream-unsigned",)
    for signed, code in (
        (SignedAgent("cream"), "anaesthetic.cream-unsigned"),
        (SignedAgent("cream", cream_maximum=Quantity.parse("20 g")), "anaesthetic.cream-conditions-unsigned"),
    ):
        total = anaesthetic_sum(session(creams=(cream,)), {}, policy(signed), edition, None, frozenset())
        assert [because.fact.code for because in total.because] == [code]


def test_a_part_that_can_be_counted_is_shown_beside_one_that_cannot(edition: Edition) -> None:
    cream = Cream("cream", Quantity.parse("8 g"), Quantity.parse("60 cm2"), TEST_AT)
    numb = SignedAgent("lidocaine", anaesthetic_maximum=mg("200"))
    sums = {"lidocaine": Given(Quantity.parse("1 mL"), mg("50"))}
    total = anaesthetic_sum(session(creams=(cream,)), sums, policy(numb), edition, None, frozenset())
    assert [(part.agent, part.fraction) for part in total.parts] == [("lidocaine", Decimal("0.25"))]
    assert (total.total, total.state) == (None, DoseState.CANNOT_START)


def test_the_smaller_of_session_limit_and_maximum_counts(edition: Edition) -> None:
    signed = SignedAgent("lidocaine", session_limit=mg("100"), anaesthetic_maximum=mg("200"))
    sums = {"lidocaine": Given(Quantity.parse("1 mL"), mg("50"))}
    (part,) = anaesthetic_sum(session(), sums, policy(signed), edition, None, frozenset()).parts
    assert (part.route, part.maximum, part.fraction) == (Route.INJECTED, mg("100"), Decimal("0.5"))


def test_what_is_signed_with_an_anaesthetic_maximum_is_an_anaesthetic(edition: Edition) -> None:
    signed = SignedAgent("own", anaesthetic_maximum_by_mass=Quantity.parse("4 mg/kg"))
    sums = {"own": Given(Quantity.parse("1 mL"), mg("100")), "A": Given(Quantity.parse("1 mL"), mg("1"))}
    mass = Quantity.parse("50 kg")
    total = anaesthetic_sum(session(), sums, policy(signed), edition, mass, frozenset())
    assert [(part.agent, str(part.maximum)) for part in total.parts] == [("own", "200 mg")]
    assert total.total == Decimal("0.5")


def test_no_anaesthetic_is_a_sum_of_nothing(edition: Edition) -> None:
    total = anaesthetic_sum(session(), {}, policy(), edition, None, None)
    assert (total.total, total.state) == (Decimal(0), DoseState.WITHIN)


def test_every_session_of_a_window_counts(edition: Edition) -> None:
    signed = SignedAgent("A", AGENT_A.strength, mg("40"), mg("100"), CalendarSpan(days=28))
    earlier = (session("2026-02-20 10:00"), session("2026-02-25 10:00"))
    checks = check_doses(session(), earlier, {"F1": F1}, policy(signed), edition)
    assert [str(check.given) for check in checks if check.scope is Scope.WINDOW] == ["86.4 mg"]


def test_sessions_a_whole_window_apart_are_never_summed_together(edition: Edition) -> None:
    signed = SignedAgent("A", AGENT_A.strength, mg("40"), mg("100"), CalendarSpan(days=28))
    around = (session("2026-02-24 10:00"), session("2026-03-24 10:00"))
    checks = check_doses(session(), around, {"F1": F1}, policy(signed), edition)
    assert [str(check.given) for check in checks if check.scope is Scope.WINDOW] == ["57.6 mg"]
