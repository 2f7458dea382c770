"""What is planned is known only when somebody says of every agent what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.facts import gather
from nappage.engine.holding import compiled
from nappage.engine.policy import SignedAgent
from nappage.engine.predicate import PlansClass, PlansModality
from nappage.values.answer import Answer
from support.fictional import AGENT_A, policy
from support.open_visit import AT, F1, A, visit_story

OF_ANOTHER_CLASS, OF_ANOTHER_MODALITY = PlansClass(("toxin",)), PlansModality(("filler",))


@pytest.mark.proves("H-01")
@pytest.mark.parametrize(
    ("agent_class", "modality", "answer"),
    [
        ("vitamin", "intradermal", Answer.NO),
        ("", "intradermal", Answer.UNKNOWN),
        ("vitamin", "", Answer.UNKNOWN),
        ("", "", Answer.UNKNOWN),
    ],
)
def test_one_agent_of_which_nobody_says_class_or_modality_leaves_the_mixture_unknown(
    edition: Edition, agent_class: str, modality: str, answer: Answer
) -> None:
    known = replace(AGENT_A, modality="intradermal")
    clinic = policy(known, SignedAgent("Q", agent_class=agent_class, modality=modality))
    mixture = replace(F1, components=(A, replace(A, agent="Q")))
    facts = gather(visit_story(edition, formulas=(mixture,)), clinic, edition, AT)
    assert facts.planned is not None
    assert facts.planned.classes_known is (answer is Answer.NO)
    for asked in (OF_ANOTHER_CLASS, OF_ANOTHER_MODALITY):
        assert compiled(asked).holds(facts) is answer


def test_the_answer_about_a_plan_is_unknown_as_long_as_there_is_none(edition: Edition) -> None:
    facts = gather(visit_story(edition, plan=None), policy(), edition, AT)
    assert compiled(OF_ANOTHER_CLASS).holds(facts) is Answer.UNKNOWN
