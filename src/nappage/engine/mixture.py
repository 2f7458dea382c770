"""What a mixture raises before anybody draws it up: agents that must not meet, that nobody signed, or nobody knows.

Unknown compatibility is its own answer ("no data"), never a yes. The director's signature answers it, but no signature
lifts a never-mix entry: precautions are only ever tightened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import Any

from nappage.engine.agent import Goal, KnownAgent, MechanismClass, Modality, Ph, known_agent
from nappage.engine.edition import Edition, Entry
from nappage.engine.formula import concentration
from nappage.engine.policy import Policy
from nappage.engine.story import Component
from nappage.values.citation import Citation
from nappage.values.remembered import remembered
from nappage.values.statement import Because, Statement, say


@dataclass(frozen=True, slots=True, kw_only=True)
class MixtureRule(Entry):
    """The source of one rule over a mixture, with its one number where it has one."""

    about: str
    most: int | None = None


class Weight(Enum):
    """How a finding about a mixture weighs. No data is not a yes: it holds until the director has signed."""

    HOLD = "hold"
    NO_DATA = "no data"
    WARN = "warn"


_HEAVIEST_FIRST = tuple(Weight)


@dataclass(frozen=True, slots=True)
class MixtureFinding:
    """One thing found in a mixture, the agents it is about, and why."""

    weight: Weight
    agents: tuple[str, ...]
    because: Because


def findings(
    components: tuple[Component, ...], policy: Policy, edition: Edition, goal: Goal | None = None
) -> tuple[MixtureFinding, ...]:
    """Return everything that a mixture raises, holds first."""
    ids = agent_ids(components)
    found = [
        *_each(ids, policy, edition),
        *_other_strength(components, policy, edition),
        *_together(ids, policy, edition, goal),
    ]
    return tuple(sorted(found, key=_weight))


def _weight(finding: MixtureFinding) -> int:
    return _HEAVIEST_FIRST.index(finding.weight)


@remembered
def _each(ids: tuple[str, ...], policy: Policy, edition: Edition) -> tuple[MixtureFinding, ...]:
    """Return what each agent raises alone, whatever its amount."""
    return tuple(found for id in ids for found in _unsigned(known_agent(id, policy, edition), edition))


@remembered
def _together(ids: tuple[str, ...], policy: Policy, edition: Edition, goal: Goal | None) -> tuple[MixtureFinding, ...]:
    """Return what agents raise because they meet in one syringe, whatever their amounts."""
    agents = _known(ids, policy, edition)
    return (
        *_never_mixed(agents, edition),
        *_ph_clash(agents, edition),
        *_without_data(agents, policy, edition),
        *_too_many(agents, edition),
        *_anaesthetic_among_lipolytics(agents, edition),
        *_shared_excipients(agents, edition),
        *_off_goal(agents, goal, edition),
    )


def agent_ids(components: Iterable[Component]) -> tuple[str, ...]:
    """Return the ids of the agents of a mixture, each once, in order."""
    return tuple(sorted({component.agent for component in components}))


def agents_of(components: tuple[Component, ...], policy: Policy, edition: Edition) -> tuple[KnownAgent, ...]:
    """Return the agents of a mixture, each once, in the order of their ids."""
    return _known(agent_ids(components), policy, edition)


@remembered
def _known(ids: tuple[str, ...], policy: Policy, edition: Edition) -> tuple[KnownAgent, ...]:
    return tuple(known_agent(id, policy, edition) for id in ids)


def modalities(components: tuple[Component, ...], policy: Policy, edition: Edition) -> frozenset[Modality]:
    """Return the modalities of a mixture, as signed, else as listed, else unknown; carriers have none of their own."""
    return _modalities(agent_ids(components), policy, edition)


@remembered
def _modalities(ids: tuple[str, ...], policy: Policy, edition: Edition) -> frozenset[Modality]:
    return frozenset(_modality(agent) for agent in _known(ids, policy, edition) if not agent.is_carrier)


def _modality(agent: KnownAgent) -> Modality:
    if agent.signed and agent.signed.modality:
        known = {modality.value: modality for modality in Modality}
        return known.get(agent.signed.modality, Modality.UNKNOWN)
    return agent.listed.modality if agent.listed else Modality.UNKNOWN


def _unsigned(agent: KnownAgent, edition: Edition) -> Iterator[MixtureFinding]:
    if agent.signed is None:
        yield _hold("agent.unsigned", (agent,), edition, say("agent.have-signed", agent=agent.id))
    if reason := _blocked(agent):
        sources = agent.listed.sources if agent.listed else agent.classes[0].sources
        fact = say("agent.blocked", agent=agent.id, reason=reason)
        yield MixtureFinding(Weight.HOLD, (agent.id,), Because("agent.blocked", fact, leave_out(agent), sources))
    for kind in agent.classes:
        if kind.needs_director:
            fact = say("agent.class-needs-director", agent=agent.id, kind=kind.id)
            yield MixtureFinding(Weight.WARN, (agent.id,), Because(kind.id, fact, leave_out(agent), kind.sources))


def _blocked(agent: KnownAgent) -> str:
    own = agent.listed.blocked if agent.listed else ""
    return own or next((kind.blocked for kind in agent.classes if kind.blocked), "")


def _other_strength(components: tuple[Component, ...], policy: Policy, edition: Edition) -> Iterator[MixtureFinding]:
    for component in components:
        signed = policy.agents_signed.get(component.agent)
        if signed is None or signed.strength is None:
            continue
        wanted = concentration(Component(component.agent, component.volume, signed.strength))
        if concentration(component) != wanted:
            fact = say(
                "agent.strength-not-signed", agent=signed.agent, given=component.strength, signed=signed.strength
            )
            remedy = say("agent.take-signed-strength", agent=signed.agent, signed=signed.strength)
            rule = mixture_rule("unsigned", edition)
            yield MixtureFinding(Weight.HOLD, (signed.agent,), Because(rule.id, fact, remedy, rule.sources))


def _never_mixed(agents: tuple[KnownAgent, ...], edition: Edition) -> Iterator[MixtureFinding]:
    for one, other in combinations(agents, 2):
        if one.is_sole or other.is_sole or one.never_with & other.marks or other.never_with & one.marks:
            fact = say("mixture.never", one=one.id, other=other.id)
            because = Because("never-mix", fact, _separate(one, other), _sources_of(one, other, edition))
            yield MixtureFinding(Weight.HOLD, (one.id, other.id), because)


def _sources_of(one: KnownAgent, other: KnownAgent, edition: Edition) -> tuple[Citation, ...]:
    listed = [source for agent in (one, other) if agent.listed for source in agent.listed.sources]
    return tuple(dict.fromkeys((*mixture_rule("never-mix", edition).sources, *listed)))


def _ph_clash(agents: tuple[KnownAgent, ...], edition: Edition) -> Iterator[MixtureFinding]:
    acid = tuple(agent for agent in agents if agent.ph is Ph.ACID)
    alkaline = tuple(agent for agent in agents if agent.ph is Ph.ALKALINE)
    if acid and alkaline:
        remedy = say("mixture.separate", agents=_ids(alkaline))
        yield _hold("ph-clash", (*acid, *alkaline), edition, remedy, acid=_ids(acid), alkaline=_ids(alkaline))


def _without_data(agents: tuple[KnownAgent, ...], policy: Policy, edition: Edition) -> Iterator[MixtureFinding]:
    present = {agent.id for agent in agents}
    if len(present) < 2 or any(present <= set(mixture.agents) for mixture in policy.mixtures):
        return
    rule, remedy = mixture_rule("unknown-compatibility", edition), say("mixture.have-signed", agents=_ids(agents))
    fact = say("mixture.no-data", agents=_ids(agents))
    yield MixtureFinding(Weight.NO_DATA, _ids(agents), Because(rule.id, fact, remedy, rule.sources))


def _too_many(agents: tuple[KnownAgent, ...], edition: Edition) -> Iterator[MixtureFinding]:
    rule = mixture_rule("many-actives", edition)
    actives = tuple(agent for agent in agents if not agent.is_carrier)
    if rule.most is not None and len(actives) > rule.most:
        remedy = say("mixture.leave-some-out", most=rule.most)
        yield _warn(rule, actives, remedy, count=len(actives), most=rule.most)


def _anaesthetic_among_lipolytics(agents: tuple[KnownAgent, ...], edition: Edition) -> Iterator[MixtureFinding]:
    numbing = tuple(agent for agent in agents if agent.is_anaesthetic)
    lipolytic = any(agent.listed and agent.listed.mechanism is MechanismClass.LIPOLYTIC for agent in agents)
    if numbing and lipolytic:
        yield _warn(
            mixture_rule("anaesthetic-in-lipolytic", edition), numbing, say("mixture.separate", agents=_ids(numbing))
        )


def _shared_excipients(agents: tuple[KnownAgent, ...], edition: Edition) -> Iterator[MixtureFinding]:
    count = Counter(excipient for agent in agents for excipient in agent.excipients)
    for excipient in sorted(name for name, times in count.items() if times > 1):
        holders = tuple(agent for agent in agents if excipient in agent.excipients)
        remedy = say("mixture.one-allergy-holds-all", agents=_ids(holders))
        yield _warn(mixture_rule("shared-excipient", edition), holders, remedy, excipient=excipient)


def _off_goal(agents: tuple[KnownAgent, ...], goal: Goal | None, edition: Edition) -> Iterator[MixtureFinding]:
    if goal is None:
        return
    rule, remedy = mixture_rule("goal", edition), say("mixture.say-why", goal=goal)
    other = tuple(agent for agent in agents if agent.goals and goal not in agent.goals)
    if other:
        yield _warn(rule, other, remedy, goal=goal)
    if not any(goal in agent.goals for agent in agents):
        fact = say("mixture.no-agent-for-goal", goal=goal)
        yield MixtureFinding(Weight.WARN, _ids(agents), Because(rule.id, fact, remedy, rule.sources))


def mixture_rule(id: str, edition: Edition) -> MixtureRule:
    """Return a rule over mixtures."""
    return edition.all(MixtureRule)[id]


def _ids(agents: tuple[KnownAgent, ...]) -> tuple[str, ...]:
    return tuple(agent.id for agent in agents)


def leave_out(agent: KnownAgent) -> Statement:
    """Return what to do about an agent that must not be there."""
    return say("mixture.leave-out", agent=agent.id)


def _separate(one: KnownAgent, other: KnownAgent) -> Statement:
    return say("mixture.separate", agents=(one.id, other.id))


def _hold(
    code: str, agents: tuple[KnownAgent, ...], edition: Edition, remedy: Statement, **values: tuple[str, ...]
) -> MixtureFinding:
    rule = mixture_rule(code.removeprefix("agent."), edition)
    fact = say(code if "." in code else f"mixture.{code}", **(values or {"agents": _ids(agents)}))
    return MixtureFinding(Weight.HOLD, _ids(agents), Because(rule.id, fact, remedy, rule.sources))


def _warn(
    rule: MixtureRule, agents: tuple[KnownAgent, ...], remedy: Statement, **values: Goal | str | int
) -> MixtureFinding:
    fact = say(f"mixture.{rule.id}", agents=_ids(agents), **values)
    return MixtureFinding(Weight.WARN, _ids(agents), Because(rule.id, fact, remedy, rule.sources))


def answer_mixture_rule(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the number of a rule, or what it is about."""
    rule = edition.all(MixtureRule)[about]
    return rule.about if rule.most is None else str(rule.most)
