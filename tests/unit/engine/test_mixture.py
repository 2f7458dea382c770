from __future__ import annotations

import pytest

from nappage.engine import mixture
from nappage.engine.agent import Goal
from nappage.engine.edition import Edition
from nappage.engine.mixture import MixtureRule, Weight
from nappage.engine.policy import SignedAgent, SignedMixture
from nappage.values.citation import Citation
from nappage.values.statement import say
from support.fictional import F1, component, policy


def test_a_signed_formula_of_signed_agents_raises_nothing(edition: Edition) -> None:
    assert mixture.findings(F1.components, policy(), edition) == ()


@pytest.mark.proves("U-01", "H-35")
def test_an_agent_that_is_not_signed_holds(edition: Edition) -> None:
    (finding,) = mixture.findings((component("biotin"),), policy(), edition)
    assert (finding.weight, finding.agents) == (Weight.HOLD, ("biotin",))
    assert finding.because.fact.code == "agent.unsigned"
    assert finding.because.fact["agents"] == ("biotin",)
    assert finding.because.remedy.code == "agent.have-signed"
    assert finding.because.sources == edition.all(MixtureRule)["unsigned"].sources


@pytest.mark.proves("H-11", "H-04")
def test_a_strength_that_is_not_the_signed_one_holds(edition: Edition) -> None:
    (finding,) = mixture.findings((component("A", "1 mL", "20 mg/mL"),), policy(), edition)
    assert (finding.weight, finding.because.fact.code) == (Weight.HOLD, "agent.strength-not-signed")
    (finding,) = mixture.findings((component("A", "1 mL"),), policy(), edition)
    assert finding.because.fact.code == "agent.strength-not-signed"
    assert mixture.findings((component("A", "1 mL", "1 %"),), policy(), edition) == ()


def test_a_class_that_is_blocked_blocks_what_is_signed_under_it(edition: Edition) -> None:
    clinic = policy(SignedAgent("own", agent_class="cosmetic-vial"))
    (finding,) = mixture.findings((component("own"),), clinic, edition)
    assert finding.because.fact["reason"] == "a vial sold as a cosmetic must not be injected"
    assert finding.because.sources == (Citation("R13"), Citation("R52"), Citation("R53"))


def test_never_mix_cites_the_rule_and_both_agents_once(edition: Edition) -> None:
    clinic = policy(
        SignedAgent("own"), SignedAgent("aminophylline"), mixtures=(SignedMixture(("own", "aminophylline"), "x"),)
    )
    (finding,) = mixture.findings((component("own"), component("aminophylline")), clinic, edition)
    assert finding.agents == ("aminophylline", "own")
    rule = edition.all(MixtureRule)["never-mix"].sources
    assert finding.because.sources == (*rule, Citation("R41"), Citation("R40"))


def test_either_agent_may_name_the_other(edition: Edition) -> None:
    clinic = policy(
        SignedAgent("a-own", agent_class="antibiotic"),
        SignedAgent("tranexamic-acid"),
        SignedAgent("z-own", agent_class="antibiotic"),
        mixtures=(SignedMixture(("a-own", "tranexamic-acid", "z-own"), "x"),),
    )
    for other in ("a-own", "z-own"):
        (finding,) = mixture.findings((component(other), component("tranexamic-acid")), clinic, edition)
        assert finding.because.fact.code == "mixture.never"


def test_the_side_that_is_acid_and_the_side_that_is_alkaline_are_named(edition: Edition) -> None:
    names = ("dmae-acids", "lidocaine", "procaine")
    clinic = policy(*map(SignedAgent, names), mixtures=(SignedMixture(names, "x"),))
    found = mixture.findings(tuple(map(component, names)), clinic, edition)
    (clash,) = [each for each in found if each.because.fact.code == "mixture.ph-clash"]
    assert clash.because.fact["acid"] == ("lidocaine", "procaine")
    assert clash.because.fact["alkaline"] == ("dmae-acids",)
    assert clash.agents == ("lidocaine", "procaine", "dmae-acids")
    assert clash.because.sources == edition.all(MixtureRule)["ph-clash"].sources


def test_one_excipient_in_two_products_is_said(edition: Edition) -> None:
    clinic = policy(
        SignedAgent("A", excipients=("paraben", "sulfite")),
        SignedAgent("B", excipients=("paraben",)),
        mixtures=(SignedMixture(("A", "B"), "x"),),
    )
    (finding,) = mixture.findings((component("A"), component("B")), clinic, edition)
    assert (finding.weight, finding.agents) == (Weight.WARN, ("A", "B"))
    assert finding.because.fact["excipient"] == "paraben"


def test_holds_come_first_then_what_has_no_data(edition: Edition) -> None:
    found = mixture.findings(
        (component("A", "1 mL", "10 mg/mL"), component("buflomedil")), policy(), edition, Goal.REMOVE_FAT
    )
    weights = [each.weight for each in found]
    assert weights == sorted(weights, key=list(Weight).index)
    assert set(weights) == set(Weight)
    (no_data,) = [each for each in found if each.weight is Weight.NO_DATA]
    assert no_data.because.remedy.code == "mixture.have-signed"


@pytest.mark.proves("R086")
def test_the_goal_names_the_agents_that_are_for_another(edition: Edition) -> None:
    clinic = policy(
        SignedAgent("biotin"), SignedAgent("caffeine"), mixtures=(SignedMixture(("biotin", "caffeine"), "x"),)
    )
    (finding,) = mixture.findings((component("biotin"), component("caffeine")), clinic, edition, Goal.TIGHTEN)
    assert (finding.agents, finding.because.fact["goal"]) == (("caffeine",), Goal.TIGHTEN)
    assert finding.because.sources == (Citation("001", "36"),)


@pytest.mark.parametrize(
    ("agent", "code"), [("buflomedil", "agent.blocked"), ("calcitonin", "agent.class-needs-director")]
)
def test_what_must_not_be_there_is_left_out(edition: Edition, agent: str, code: str) -> None:
    found = mixture.findings((component(agent),), policy(SignedAgent(agent)), edition)
    (because,) = (one.because for one in found if one.because.fact.code == code)
    assert because.remedy == say("mixture.leave-out", agent=agent)
