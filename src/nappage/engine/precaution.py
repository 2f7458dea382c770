"""Precautions: who must not, not yet, or only after someone has decided, and from which recorded facts that follows.

Two layers that stay visibly apart: the six exclusions of the texts, and clinic rules from cited public facts, which
no clinician has reviewed and which hold all the same (decision 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from nappage.engine.agent import Agent, AgentClass
from nappage.engine.allergen import Allergen
from nappage.engine.edition import Edition, Entry
from nappage.engine.facts import Facts
from nappage.engine.health_condition import HealthCondition
from nappage.engine.holding import Compiled, compiled
from nappage.engine.indication import Indication
from nappage.engine.predicate import (
    All,
    AllergicTo,
    AnyOf,
    NoneOf,
    Plans,
    PlansClass,
    PlansIndication,
    PlansTechnique,
    PlansZone,
    Predicate,
    Reads,
    Recorded,
)
from nappage.engine.question import question_about
from nappage.engine.story import HealthEvent
from nappage.engine.technique import Technique
from nappage.engine.zone import Zone
from nappage.values.answer import Answer
from nappage.values.fault import Fault
from nappage.values.span import CalendarSpan
from nappage.values.statement import Because, Statement, say


class Level(Enum):
    """What a match does: A holds against everyone, B, hard and clear hold until a physician has decided, defer holds
    until its date, caution warns.
    """

    A = "A"
    B = "B"
    HARD = "hard"
    CLEAR = "clear"
    DEFER = "defer"
    CAUTION = "caution"

    @property
    def holds(self) -> bool:
        """Whether a match (or an unknown) keeps the screening gate closed."""
        return self is not Level.CAUTION

    @property
    def decidable(self) -> bool:
        """Whether a physician may decide against it; level A waits for a fact, what is deferred for its date."""
        return self not in (Level.A, Level.DEFER)


class Effect(Enum):
    """What a match brings with it besides holding: nothing is sent, the exposed sessions are listed, measures wait."""

    SILENCES = "silences-reminders"
    EXPOSURE = "lists-exposure"
    LEAVES_OUT = "left-out-of-outcomes"
    BARS_TEST_DECISION = "bars-decision-on-allergy-test"


class Layer(Enum):
    """Where a precaution stands: stated by one of the five texts, or a rule of clinics from elsewhere."""

    TEXTS = "texts"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Precaution(Entry):
    """A rule: when it applies, how strongly, and why. `lifted_after` counts from the end of the event it waits for."""

    title: str
    level: Level
    layer: Layer
    why: str
    when: Predicate
    lifted_after: CalendarSpan | None = None
    mitigation: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A precaution that matched, or that cannot be answered yet; a rule that answers no leaves no finding."""

    precaution: Precaution
    answer: Answer
    until: date | None
    because: Because
    facts: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class CompiledPrecautions:
    """Every precaution of an edition with what answers it."""

    rules: tuple[tuple[Precaution, Compiled], ...]


def compile_precautions(edition: Edition) -> CompiledPrecautions:
    """Return the precautions of an edition ready to be asked; use it through `edition.derive`."""
    return CompiledPrecautions(tuple((rule, compiled(rule.when)) for rule in edition.all(Precaution).values()))


def screen(edition: Edition, facts: Facts) -> tuple[Finding, ...]:
    """Return a finding for every precaution that does not answer no, in the order of the edition."""
    found, denied = [], facts.denied.difference(facts.events)
    for rule, asked in edition.derive(compile_precautions).rules:
        if asked.woken_by and asked.woken_by <= denied:
            continue
        answer = asked.holds(facts)
        if answer is not Answer.NO:
            found.append(_finding(rule, answer, asked.deciding(facts), facts))
    return tuple(found)


def _finding(rule: Precaution, answer: Answer, found: tuple[Statement, ...], facts: Facts) -> Finding:
    remedy = _RECORD_THE_FACT if answer is Answer.UNKNOWN else _REMEDIES[rule.level]
    until = _until(rule, facts) if answer is Answer.YES else None
    return Finding(rule, answer, until, Because(rule.id, found[0], remedy, rule.sources), found)


_RECORD_THE_FACT = say("screening.record-the-fact")
_REMEDIES = {
    Level.A: say("screening.nobody-may-override"),
    Level.B: say("screening.physician-decides"),
    Level.HARD: say("screening.physician-decides"),
    Level.CLEAR: say("screening.clearance-needed"),
    Level.DEFER: say("screening.wait-until"),
    Level.CAUTION: say("screening.mitigate"),
}


def _until(rule: Precaution, facts: Facts) -> date | None:
    """Return the first day on which a deferring rule no longer holds, if the event it waits for has a known end."""
    if rule.lifted_after is None:
        return None
    ends = [
        event.until or event.since
        for condition in conditions_of(rule.when)
        for event in facts.events.get(condition, ())
    ]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    day = rule.lifted_after.after(max(known))
    # A medicine still taken, or an event still going on, would hold on that day too.
    return day if compiled(rule.when).holds(replace(facts, day=day)) is Answer.NO else None


def brings(findings: Iterable[Finding], effect: Effect) -> bool:
    """Return whether a matched precaution brings this effect; an unknown one holds, but nothing more follows."""
    return any(effect in finding.precaution.effects for finding in findings if finding.answer is Answer.YES)


def events_behind(findings: Iterable[Finding], facts: Facts, effect: Effect) -> tuple[HealthEvent, ...]:
    """Return the recorded events behind the matched precautions that bring this effect."""
    matched = (found for found in findings if found.answer is Answer.YES and effect in found.precaution.effects)
    return tuple(
        event
        for finding in matched
        for condition in conditions_of(finding.precaution.when)
        for event in facts.events.get(condition, ())
    )


def conditions_of(asked: Predicate) -> Iterator[str]:
    """Yield the condition of every event that a predicate asks for."""
    match asked:
        case All(all=parts) | AnyOf(any=parts) | NoneOf(none=parts):
            for part in parts:
                yield from conditions_of(part)
        case Recorded(condition=condition):
            yield condition
        case _:
            return


def read_only_with_a_cause(edition: Edition) -> frozenset[str]:
    """Return the codes of readings that nobody takes without a cause, so that not having one is a no to their rules."""
    return frozenset(code for rule in edition.all(Precaution).values() for code in _with_a_cause(rule.when))


def _with_a_cause(asked: Predicate) -> Iterator[str]:
    match asked:
        case All(all=parts) | AnyOf(any=parts) | NoneOf(none=parts):
            for part in parts:
                yield from _with_a_cause(part)
        case Reads(reading=reading, only_if_measured=True):
            yield reading
        case _:
            return


def check_precaution(rule: Precaution, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each condition, agent, class, zone or medicine class that a rule asks for and nobody knows."""
    for condition in conditions_of(rule.when):
        if edition.get(HealthCondition, condition) is None:
            yield Fault(f"{thing}.when", "a condition of conditions.toml", repr(condition), "Add or correct it.")
        elif question_about(edition, condition) is None:
            yield Fault(f"{thing}.when", "a condition that a question covers", repr(condition), "Add it to a question.")
    for kind, ids in _named(rule.when):
        for id in ids:
            if edition.get(kind, id) is None:
                yield Fault(f"{thing}.when", f"the id of a {kind.__name__}", repr(id), "Correct the id.")


def _named(asked: Predicate) -> Iterator[tuple[type[Entry], tuple[str, ...]]]:
    match asked:
        case All(all=parts) | AnyOf(any=parts) | NoneOf(none=parts):
            for part in parts:
                yield from _named(part)
        case Plans(agent=ids):
            yield Agent, ids
        case PlansClass(agent_class=ids):
            yield AgentClass, ids
        case PlansZone(zone=ids):
            yield Zone, ids
        case PlansIndication(indication=ids):
            yield Indication, ids
        case PlansTechnique(technique=ids):
            yield Technique, ids
        case AllergicTo(allergy=ids):
            yield Allergen, ids
        case _:
            return
