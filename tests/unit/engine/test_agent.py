from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine import mixture
from nappage.engine.agent import (
    Agent,
    AgentClass,
    Evidence,
    Goal,
    MechanismClass,
    Modality,
    Ph,
    Status,
    agents_named,
    known_agent,
)
from nappage.engine.allergen import recognise_allergen
from nappage.engine.edition import Edition
from nappage.engine.policy import SignedAgent
from nappage.values.citation import Citation
from support.editions import faults
from support.fictional import component, policy

# The 38 rows of the catalogue of the safety review, by the ids they have here.
LISTED = """
    aminophylline caffeine pentoxifylline l-carnitine artichoke buflomedil procaine lidocaine hyaluronidase
    collagenase calcitonin thyroid-hormones silanol vitamin-c biotin dexpanthenol hyaluronic-acid polynucleotides
    minoxidil dutasteride finasteride glutathione tranexamic-acid phosphatidylcholine deoxycholic-acid
    rutin-melilotus diclofenac ketoprofen piroxicam thiocolchicoside steroids yohimbine-isoproterenol dmae-acids
    peptides-exosomes homeopathics b-vitamins-magnesium botulinum-micro sodium-chloride
"""
CATALOGUE = LISTED.split()


@pytest.mark.proves("R004", "R008")
def test_the_catalogue_has_every_agent_and_every_class_of_the_texts(edition: Edition) -> None:
    assert len(CATALOGUE) == 38
    assert set(CATALOGUE) <= set(edition.all(Agent))
    named = {"vitamin", "mineral", "amino-acid", "enzyme", "hormone", "plant-extract", "homeopathic", "vasodilator"}
    assert named | {"antibiotic", "medicine", "other"} <= set(edition.all(AgentClass))


@pytest.mark.proves("R063")
def test_only_the_class_other_asks_for_words(edition: Edition) -> None:
    assert [kind.id for kind in edition.all(AgentClass).values() if kind.needs_words] == ["other"]


@pytest.mark.proves("R170", "R169")
def test_hormones_need_the_director_and_medicines_a_prescription(edition: Edition) -> None:
    classes = edition.all(AgentClass)
    assert [kind.id for kind in classes.values() if kind.needs_director] == ["hormone"]
    assert all(classes[kind].prescription for kind in ("hormone", "antibiotic", "vasodilator", "enzyme", "medicine"))
    assert not classes["vitamin"].prescription


def test_no_agent_of_the_catalogue_is_usable_unsigned(edition: Edition) -> None:
    for id in edition.all(Agent):
        (finding, *_) = mixture.findings((component(id),), policy(SignedAgent("A")), edition)
        assert finding.weight is mixture.Weight.HOLD


@pytest.mark.proves("K-01")
def test_mechanism_belongs_to_the_agent(edition: Edition) -> None:
    said = {id: edition.all(Agent)[id].mechanism for id in ("deoxycholic-acid", "caffeine", "biotin")}
    expected = (MechanismClass.ABLATIVE, MechanismClass.LIPOLYTIC, MechanismClass.OTHER)
    assert tuple(said.values()) == expected


def test_modality_is_the_signed_one_then_the_listed_one_then_unknown(edition: Edition) -> None:
    clinic = policy(SignedAgent("A", modality="pain"), SignedAgent("caffeine", modality="no such"))
    parts = (component("A"), component("lidocaine"), component("sodium-chloride"))
    assert mixture.modalities(parts, clinic, edition) == {Modality.PAIN, Modality.INTRADERMAL}
    assert mixture.modalities((component("caffeine"),), clinic, edition) == {Modality.UNKNOWN}
    assert mixture.modalities((component("caffeine"),), policy(), edition) == {Modality.LIPOLYTIC}
    assert mixture.modalities((component("B"),), policy(), edition) == {Modality.UNKNOWN}


def test_signature_and_catalogue_both_hold(edition: Edition) -> None:
    signed = SignedAgent("lidocaine", agent_class="vitamin", allergy_keys=("soy",), excipients=("paraben",))
    known = known_agent("lidocaine", policy(signed), edition)
    assert [kind.id for kind in known.classes] == ["vitamin", "local-anaesthetic-amide"]
    assert known.is_anaesthetic
    assert not known.is_carrier
    assert known.goals == {Goal.TIGHTEN}
    assert known.keys == {"lidocaine", "soy", "paraben", "amide-anaesthetic"}
    assert known.marks == {"lidocaine", "paraben", "vitamin", "local-anaesthetic-amide"}


def test_an_agent_that_nobody_describes_is_unknown_in_every_way(edition: Edition) -> None:
    known = known_agent("x", policy(), edition)
    assert not known.is_described
    assert known.ph is Ph.UNKNOWN
    assert (known.is_carrier, known.is_sole, known.is_detergent, known.is_anaesthetic) == (False, False, False, False)
    assert not known.goals
    assert not known.never_with
    assert known.holds == known.keys == {"x"}


def test_detergents_are_known_by_their_class_and_by_what_they_contain(edition: Edition) -> None:
    own = policy(SignedAgent("own", agent_class="lecithin"), SignedAgent("salt", agent_class="detergent"))
    assert known_agent("own", own, edition).holds == {"own", "deoxycholic-acid"}
    assert known_agent("own", own, edition).is_detergent
    assert known_agent("salt", own, edition).holds == {"salt", "deoxycholic-acid"}
    assert known_agent("salt", own, edition).is_sole


@pytest.mark.proves("H-35", "R057")
def test_an_allergy_typed_as_any_name_of_an_agent_meets_that_agent(edition: Edition) -> None:
    """Level A: a name that is known, and yet meets nothing, would be read as an allergy to something else."""
    missed = [
        f"{agent.id}: {name}"
        for agent in edition.all(Agent).values()
        for name in (agent.id, agent.name, *agent.names)
        if known_agent(agent.id, policy(), edition).keys.isdisjoint(_touched(name, edition))
    ]
    assert not missed


@pytest.mark.proves("H-35")
def test_an_allergy_to_what_a_product_contains_meets_the_product(edition: Edition) -> None:
    essentiale = known_agent("phosphatidylcholine", policy(), edition)
    assert not essentiale.keys.isdisjoint(_touched("deoxycholate", edition))
    assert essentiale.keys.isdisjoint(_touched("lidocaine", edition))


def _touched(typed: str, edition: Edition) -> frozenset[str]:
    found = recognise_allergen(edition, typed)
    return agents_named(typed, policy(), edition) | (found.keys if found else frozenset())


@pytest.mark.parametrize("status", list(Status))
def test_four_statuses_forbid(status: Status) -> None:
    forbidding = {Status.COSMETIC, Status.UNAUTHORISED, Status.SUSPENDED, Status.BANNED}
    assert status.forbids == (status in forbidding)


def test_the_grade_of_evidence_is_as_listed(edition: Edition) -> None:
    agents = edition.all(Agent)
    graded = {id: agent.evidence for id, agent in agents.items()}
    assert [id for id, grade in graded.items() if grade is Evidence.A] == [
        "deoxycholic-acid",
        "collagenase",
        "minoxidil",
    ]
    assert graded["sodium-chloride"] is None
    blocked = {id for id, agent in agents.items() if agent.blocked}
    assert blocked == {
        "buflomedil", "thyroid-hormones", "phosphatidylcholine", "yohimbine-isoproterenol", "dmae-acids",
        "peptides-exosomes",
    }  # fmt: skip


def test_faults_of_an_agent_are_named(edition: Edition) -> None:
    biotin = edition.all(Agent)["biotin"]
    unknown = Citation("R999")
    changed = replace(
        biotin,
        agent_class="no-class",
        strengths=(replace(biotin.strengths[0], sources=(unknown,)),),
        ceilings=(replace(biotin.ceilings[0], sources=()),),
    )
    assert faults("agent", changed, edition) == [
        ("it.agent_class", "no-class"),
        ("it", "R999"),
        ("it", "none"),
    ]
    assert faults("agent", biotin, edition) == []


@pytest.mark.proves("H-35")
def test_an_allergy_key_that_nothing_typed_could_meet_is_a_fault(edition: Edition) -> None:
    biotin, lecithin = edition.all(Agent)["biotin"], edition.all(AgentClass)["lecithin"]
    keyed = replace(biotin, allergy_keys=("soy", "soja", "procaine"), excipients=("water",))
    assert faults("agent", keyed, edition) == [("it.allergy_keys", "'soja'"), ("it.allergy_keys", "'water'")]
    kind = replace(lecithin, allergy_keys=("x",), allergy_family=("soy", "y"))
    assert faults("agent_class", kind, edition) == [("it.allergy_keys", "'x'"), ("it.allergy_keys", "'y'")]


def test_faults_of_a_class_are_named(edition: Edition) -> None:
    lecithin = edition.all(AgentClass)["lecithin"]
    changed = replace(lecithin, counts_as="x", contains=(replace(lecithin.contains[0], agent="y"),))
    assert faults("agent_class", changed, edition) == [("it.contains", "y"), ("it.contains", "x")]
