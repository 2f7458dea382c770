"""An extra agent at the chair (E11): a new formula, gates asked anew, a physician's decision, never on an allergy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nappage.actions.acting import Conflict, Denied, NotNow
from nappage.actions.formulas import change_formula
from nappage.actions.lots import uses_of
from nappage.actions.policies import sign_policy
from nappage.actions.reasons import give_reason
from nappage.actions.sessions import start
from nappage.engine.story import Allergy, Component
from nappage.records.models import Lot
from nappage.values.answer import Answer
from nappage.values.fault import Faulty
from nappage.values.quantity import Quantity
from support.cast import Cast, example_terms
from support.sessions import SAID, Chair, at_the_chair
from support.stories import example

pytestmark = pytest.mark.django_db

A = Component("A", Quantity.parse("3.0 mL"), Quantity.parse("10 mg/mL"), "A-101")
B = Component("B", Quantity.parse("2.0 mL"), None, "B-101")
P = Component("P", Quantity.parse("1.0 mL"), Quantity.parse("50 mg/mL"), "P-101")
NEED = "Infected follicle beside the site, culture is on its way."


def clinic_with_p(cast: Cast, chair: Chair) -> None:
    """Sign that P mixes with A and B, and that it is a penicillin."""
    terms = example_terms()
    terms["mixtures"] = [{"agents": ["A", "B", "P"], "citation": "fictional"}, *terms["mixtures"]]
    terms["formulary"] = [
        {**agent, "allergy_keys": ["penicillin"]} if agent["agent"] == "P" else agent for agent in terms["formulary"]
    ]
    sign_policy(cast.actor("director", chair.at("08:00")), terms, "P may be mixed")


@pytest.fixture
def chair(cast: Cast) -> Chair:
    chair = at_the_chair(cast)
    clinic_with_p(cast, chair)
    return chair


def add_p(chair: Chair, clock: str = "10:20") -> None:
    change_formula(chair.actor("physician", clock), chair.visit.id, (A, B, P))


def refusals(chair: Chair, clock: str = "10:30") -> Iterator[str]:
    with pytest.raises(NotNow) as refusal:
        start(chair.actor(clock=clock), chair.visit.id, SAID)
    yield from sorted({because.fact.code for because in refusal.value.because})


@pytest.mark.proves("E11", "H-04", "R009")
def test_the_extra_agent_was_never_tested_and_closes_the_gate(chair: Chair) -> None:
    add_p(chair)
    assert list(refusals(chair)) == ["test.untested"]


@pytest.mark.proves("E11", "H-20")
def test_a_physician_s_coded_decision_opens_it(cast: Cast, chair: Chair) -> None:
    add_p(chair)
    person, course, rule = chair.laid.person, chair.laid.course, "allergy-test"
    for words, code in ((".", "clinical-need-documented"), (NEED, "unavoidable-absence")):
        with pytest.raises(NotNow):
            give_reason(chair.actor("physician", "10:22"), person, course, rule, code, words)
    with pytest.raises(NotNow):
        give_reason(chair.actor("injector", "10:22"), person, course, rule, "clinical-need-documented", NEED)
    give_reason(chair.actor("physician", "10:22"), person, course, rule, "clinical-need-documented", NEED)
    chair.start()
    (p101,) = [list(uses_of(lot)) for lot in Lot.objects.filter(clinic=cast.clinic, lot="P-101")]
    assert [use.person_id for use in p101] == [person]


@pytest.mark.proves("E11", "H-35", "R057", "R169")
def test_no_decision_opens_it_when_the_agent_meets_an_allergy(cast: Cast) -> None:
    told = example("s1-thighs-first-session").but(allergies=(Allergy("penicillin", Answer.YES),))
    chair = at_the_chair(cast, told)
    clinic_with_p(cast, chair)
    add_p(chair)
    person, course = chair.laid.person, chair.laid.course
    give_reason(chair.actor("physician", "10:22"), person, course, "allergy-test", "clinical-need-documented", NEED)
    assert "test.untested" in set(refusals(chair))


@pytest.mark.proves("E11")
def test_a_started_session_goes_back_to_its_time_out(cast: Cast, chair: Chair) -> None:
    chair.start("10:30")
    add_p(chair, "10:32")
    assert chair.charted().started is None
    assert list(refusals(chair, "10:33")) == ["test.untested"]
    with pytest.raises(Conflict, match="not started"):
        chair.chart()
    (a101,) = [list(uses_of(lot)) for lot in Lot.objects.filter(clinic=cast.clinic, lot="A-101")]
    assert a101 == []


def test_after_the_first_puncture_the_mixture_stays_what_it_is(chair: Chair) -> None:
    chair.start()
    chair.chart()
    with pytest.raises(Conflict, match="passes of this mixture"):
        add_p(chair, "10:45")


def test_only_a_prescriber_changes_a_mixture_and_says_what_is_in_it(chair: Chair) -> None:
    with pytest.raises(Denied):
        change_formula(chair.actor("injector", "10:20"), chair.visit.id, (A, B, P))
    with pytest.raises(Faulty):
        change_formula(chair.actor("physician", "10:20"), chair.visit.id, ())
    nothing = Component("P", Quantity.parse("0 mL"), Quantity.parse("50 mg/mL"), "P-101")
    with pytest.raises(Faulty):
        change_formula(chair.actor("physician", "10:20"), chair.visit.id, (A, B, nothing))


def test_a_second_change_has_a_name_of_its_own(chair: Chair) -> None:
    add_p(chair, "10:20")
    change_formula(chair.actor("physician", "10:21"), chair.visit.id, (A, B))
    chair.start()
    started = chair.charted().started
    assert started is not None
    assert started[1].formula == "F1/3"
