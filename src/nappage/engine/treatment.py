"""Sessions that were given, as triage and follow-up see them: when, where, by which modality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.edition import Edition
from nappage.engine.policy import Policy
from nappage.engine.story import Formula, Session, SessionState, Story
from nappage.engine.symptom import ReactionClass
from nappage.values.remembered import remembered


@dataclass(frozen=True, slots=True)
class Treatment:
    """A given session. Clocks run from `ended`, its last puncture, which is its start where the end is unknown.

    No `zones` means that they are unknown, no `modalities` that what was injected, or its modality, is unknown.
    """

    started: datetime
    ended: datetime
    zones: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset()
    formula: str = ""

    def reached(self, zone: str) -> bool:
        """Return whether the session may have reached a zone: an unknown zone on either side counts as reached."""
        return not zone or not self.zones or zone in self.zones


def treatments(story: Story, policy: Policy, edition: Edition) -> tuple[Treatment, ...]:
    """Return the given sessions of a story by start, each with the modalities of its signed agents and zones."""
    formulas = {formula.id: formula for formula in story.formulas}
    given = (session for session in story.sessions if session.state is SessionState.GIVEN)
    return tuple(
        _treatment(session, formulas.get(session.formula), policy, edition)
        for session in sorted(given, key=lambda session: session.start)
    )


def planned_treatment(story: Story, policy: Policy, edition: Edition, at: datetime) -> Treatment:
    """Return what a session of the plan would be if it were given at an instant."""
    plan = story.plan
    if plan is None:
        return Treatment(at, at)
    formula = next((formula for formula in story.formulas if formula.id == plan.formula), None)
    return _treatment(Session(at, formula=plan.formula, sites=plan.sites), formula, policy, edition)


def _treatment(session: Session, formula: Formula | None, policy: Policy, edition: Edition) -> Treatment:
    sites = (*session.sites, *(done.site for done in session.passes))
    zones = frozenset(site.zone for site in sites)
    agents = frozenset(component.agent for component in formula.components) if formula else frozenset[str]()
    modalities = _modalities(agents, zones, policy, edition) if formula else frozenset[str]()
    return Treatment(session.start, session.end or session.start, zones, modalities, session.formula)


@remembered
def _modalities(agents: frozenset[str], zones: frozenset[str], policy: Policy, edition: Edition) -> frozenset[str]:
    return _narrowed(_of_agents(agents, policy, edition), zones, edition)


def _of_agents(agents: frozenset[str], policy: Policy, edition: Edition) -> frozenset[str]:
    signed = (policy.agents_signed.get(agent) for agent in agents)
    found = frozenset(agent.modality if agent else "" for agent in signed)
    classes = edition.derive(_class_of_modality)
    if not found <= classes.keys():
        # One agent of unknown modality makes the mixture's unknown: the others cannot vouch for it.
        return frozenset()
    known = frozenset(classes[modality] for modality in found)
    return frozenset(one.id for one in known).difference(*(one.outweighs for one in known))


def _class_of_modality(edition: Edition) -> Mapping[str, ReactionClass]:
    return {modality: entry for entry in edition.all(ReactionClass).values() for modality in entry.modalities}


def _narrowed(modalities: Iterable[str], zones: frozenset[str], edition: Edition) -> frozenset[str]:
    narrower = {
        entry.of: entry.id for entry in edition.all(ReactionClass).values() if zones and zones <= set(entry.zones)
    }
    return frozenset(narrower.get(modality, modality) for modality in modalities)
