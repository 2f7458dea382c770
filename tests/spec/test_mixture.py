"""Which agents may meet in a syringe, and which allergies a mixture meets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine import mixture
from nappage.engine.agent import Goal
from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.holding import compiled
from nappage.engine.policy import SignedAgent, SignedMixture
from nappage.engine.precaution import Precaution
from nappage.engine.story import Formula
from nappage.values.answer import Answer
from support.fictional import component, policy
from support.open_visit import AT, visit_story
from support.spec import Row, specified_by

title = "Mixture"
text = """
A mixture that nobody signed is not compatible: it has "no data". Agents that a label keeps apart stay apart whatever
was signed. An allergy that meets an ingredient, its source or an excipient has no override.
"""

STRENGTH = {"A": "10 mg/mL", "L": "1 %", "P": "50 mg/mL"}


def found(agents: str, signed: str, edition: Edition, goal: Goal | None = None) -> set[str]:
    names = agents.split(", ")
    components = tuple(component(agent, "1 mL", STRENGTH.get(agent, "")) for agent in names)
    together = names if signed == "all" else signed.split(", ")
    mixtures = (SignedMixture(tuple(together), "fictional"),) if signed else ()
    formulary = tuple(SignedAgent(agent) for agent in names)
    return {
        f"{each.weight.value}: {each.because.fact.code}"
        for each in mixture.findings(components, policy(*formulary, mixtures=mixtures), edition, goal)
    }


@pytest.mark.proves("R008", "U-01")
@specified_by("""
    | agents | signed together | found |
    | biotin |  |  |
    | biotin, dexpanthenol |  | no data: mixture.no-data |
    | biotin, dexpanthenol | biotin | no data: mixture.no-data |
    | biotin, dexpanthenol | all |  |
    | biotin, dexpanthenol | dexpanthenol, biotin, silanol |  |
    | biotin, deoxycholic-acid | all | hold: mixture.never |
    | aminophylline, biotin | all | hold: mixture.never |
    | hyaluronic-acid, hyaluronidase | all | hold: mixture.never |
    | hyaluronidase, yohimbine-isoproterenol | all | hold: agent.blocked; hold: mixture.never |
    | aminophylline, vitamin-c | all | hold: mixture.never; hold: mixture.ph-clash |
    | caffeine, lidocaine | all | warn: mixture.anaesthetic-in-lipolytic |
    | pentoxifylline, lidocaine | all |  |
    | buflomedil |  | hold: agent.blocked |
    | peptides-exosomes |  | hold: agent.blocked |
    | calcitonin |  | warn: agent.class-needs-director |
    | biotin, dexpanthenol, silanol, caffeine, sodium-chloride | all | |
    | biotin, dexpanthenol, silanol, caffeine, minoxidil | all | warn: mixture.many-actives |
""")
def test_what_a_mixture_raises(row: Row, edition: Edition) -> None:
    assert found(row["agents"], row["signed together"], edition) == set(filter(None, row["found"].split("; ")))


@pytest.mark.proves("R086")
@specified_by("""
    | agents | goal | found |
    | biotin                | tighten    |                                                                  |
    | caffeine              | remove-fat |                                                                  |
    | biotin                | remove-fat | warn: mixture.goal; warn: mixture.no-agent-for-goal              |
    | caffeine              | tighten    | warn: mixture.goal; warn: mixture.no-agent-for-goal              |
    | silanol               | tighten    | warn: mixture.no-agent-for-goal                                  |
    | l-carnitine           | remove-fat |                                                                  |
    | l-carnitine           | tighten    |                                                                  |
    | biotin |  |  |
""")
def test_a_class_of_agents_has_a_goal(row: Row, edition: Edition) -> None:
    goal = Goal(row["goal"]) if row["goal"] else None
    assert found(row["agents"], "", edition, goal) == set(filter(None, row["found"].split("; ")))


@pytest.mark.proves("H-35", "R171", "R172")
@specified_by("""
    | agent               | signed keys | allergies    | list complete | match   |
    | A                   |             |              | yes           | no      |
    | A                   |             |              | no            | unknown |
    | A                   |             |              |               | unknown |
    | A                   |             | A            |               | yes     |
    | P                   |             | penicillin   | yes           | yes     |
    | P                   | penicillin  | penicillin   | yes           | yes     |
    | P                   | macrolide   | penicillin   | yes           | no      |
    | L                   | soy         | amide-anaesthetic | yes | yes    |
    | lidocaine           |             | amide-anaesthetic | yes | yes    |
    | lidocaine           |             | ester-anaesthetic | yes | no     |
    | phosphatidylcholine |             | soy          | yes           | yes     |
    | deoxycholic-acid    |             | benzyl-alcohol | yes         | yes     |
    | procaine            |             | sulfite      | yes           | yes     |
    | polynucleotides     |             | fish         | yes           | yes     |
    | hyaluronidase       |             | bee    | yes           | no      |
    | nobody-knows        |             | penicillin   | yes           | unknown |
""")
def test_an_allergy_meets_an_ingredient_its_source_or_an_excipient(row: Row, edition: Edition) -> None:
    kinds = {"A": "vitamin", "P": "antibiotic", "L": "local-anaesthetic-amide"}
    keys = tuple(filter(None, [row["signed keys"]]))
    signed = [SignedAgent(agent, allergy_keys=keys, agent_class=kind) for agent, kind in kinds.items()]
    mixed = Formula("F1", (component(row["agent"]),))
    facts = gather(visit_story(edition, formulas=(mixed,)), policy(*signed), edition, AT)
    told = replace(
        facts,
        allergies=frozenset(filter(None, [row["allergies"]])),
        other_allergies=Answer.NO if row["list complete"] == "yes" else Answer.UNKNOWN,
    )
    assert compiled(edition.all(Precaution)["P26"].when).holds(told).value == row["match"]
