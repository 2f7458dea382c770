"""Whether an allergy of the patient meets what a mixture is made of (level A: no override, decision 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nappage.engine.agent import KnownAgent
from nappage.engine.edition import Edition
from nappage.engine.mixture import MixtureRule, agents_of, leave_out, mixture_rule
from nappage.engine.policy import Policy
from nappage.engine.story import Component
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True)
class AllergenCheck:
    """Whether an allergy meets an ingredient: a yes is level A, an unknown opens only by a recorded fact.

    `clearances` are matches that a source leaves to an allergist instead of ruling out.
    """

    answer: Answer
    because: tuple[Because, ...]
    clearances: tuple[Because, ...] = ()


def check_allergens(
    components: tuple[Component, ...], keys: frozenset[str], complete: Answer, policy: Policy, edition: Edition
) -> AllergenCheck:
    """Return whether one of the patient's allergy keys meets an ingredient, its source or an excipient.

    Without a match the answer is no only if the list of allergies is known to be complete and somebody says what
    every agent is.
    """
    agents, rule = agents_of(components, policy, edition), mixture_rule("allergen", edition)
    hits = tuple(
        _meets("allergen.match", agent, keys & agent.keys, rule.sources) for agent in agents if keys & agent.keys
    )
    cleared = tuple(
        _meets("allergen.clearance", agent, keys & frozenset(agent.listed.clearance_keys), agent.listed.sources)
        for agent in agents
        if agent.listed and keys & frozenset(agent.listed.clearance_keys)
    )
    if hits:
        return AllergenCheck(Answer.YES, hits, cleared)
    unknown = tuple(_open_questions(agents, complete, rule))
    return AllergenCheck(Answer.UNKNOWN if unknown else Answer.NO, unknown, cleared)


def _meets(code: str, agent: KnownAgent, keys: frozenset[str], sources: tuple[Citation, ...]) -> Because:
    return Because("allergen", say(code, agent=agent.id, keys=tuple(sorted(keys))), leave_out(agent), sources)


def _open_questions(agents: tuple[KnownAgent, ...], complete: Answer, rule: MixtureRule) -> Iterator[Because]:
    if complete is not Answer.YES:
        yield Because(rule.id, say("allergen.list-incomplete"), say("allergen.ask"), rule.sources)
    for agent in agents:
        if not agent.is_described:
            remedy = say("agent.have-signed", agent=agent.id)
            yield Because(rule.id, say("allergen.agent-unknown", agent=agent.id), remedy, rule.sources)
