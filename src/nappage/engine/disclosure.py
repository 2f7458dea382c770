"""What a consent has to name: side effects, rarer harms, signs of an emergency, and what the matrix says of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from nappage.engine.agent import KnownAgent
from nappage.engine.edition import Edition, Entry
from nappage.engine.follow_up import expected_windows
from nappage.engine.symptom import Level, ReactionClass, Symptom
from nappage.engine.treatment import Treatment
from nappage.engine.triage import Facts, judge
from nappage.values.citation import Citation
from nappage.values.fault import Fault


class Group(Enum):
    """Under which heading symptoms are named."""

    NAMED = "named"
    SERIOUS = "serious"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure(Entry):
    """Symptoms that a consent names, in this order. Empty `modalities` and `agent_classes` mean every mixture."""

    group: Group
    symptoms: tuple[str, ...]
    modalities: tuple[str, ...] = ()
    agent_classes: tuple[str, ...] = ()

    def concerns(self, agents: tuple[KnownAgent, ...]) -> bool:
        """Return whether it is named for a mixture; one that nobody describes leaves it standing."""
        if not (self.modalities or self.agent_classes) or not agents:
            return True
        return any(not agent.is_described or self._names(agent) for agent in agents)

    def _names(self, agent: KnownAgent) -> bool:
        modalities = {agent.signed.modality} if agent.signed else set()
        modalities |= {agent.listed.modality.value} if agent.listed else set()
        classes = {kind.id for kind in agent.classes}
        return bool(modalities & set(self.modalities) or classes & set(self.agent_classes))


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A symptom as a consent tells it: how long it is often seen, if it ever is, and the level it has at once."""

    symptom: Symptom
    level: Level
    often_seen_for: timedelta | None
    sources: tuple[Citation, ...]


def disclosed(
    edition: Edition, group: Group, agents: tuple[KnownAgent, ...], treatment: Treatment
) -> tuple[Disclosed, ...]:
    """Return what is named under a heading before a treatment with these agents, each symptom once."""
    entries = [entry for entry in edition.all(Disclosure).values() if entry.group is group and entry.concerns(agents)]
    symptoms = dict.fromkeys(id for entry in entries for id in entry.symptoms)
    windows = {each.symptom.id: each.until - each.since for each in expected_windows(edition, treatment)}
    modalities = treatment.modalities or frozenset(edition.all(ReactionClass))
    return tuple(_told(edition.all(Symptom)[id], windows.get(id), modalities) for id in symptoms)


def _told(symptom: Symptom, window: timedelta | None, modalities: frozenset[str]) -> Disclosed:
    level = max(level for level, _, _ in judge(symptom, Facts(modalities, ages=(timedelta(0),))))
    return Disclosed(symptom, level, window, symptom.sources)


def check_disclosure(entry: Disclosure, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each symptom that does not exist."""
    for id in entry.symptoms:
        if edition.get(Symptom, id) is None:
            yield Fault(f"{thing}.symptoms", "the id of a symptom", repr(id), "Add the symptom, or correct the id.")


def answer_disclosure(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return how many symptoms an entry names, and the first and the last of them."""
    symptoms = edition.all(Disclosure)[about].symptoms
    return f"{len(symptoms)}: {symptoms[0]} to {symptoms[-1]}"
