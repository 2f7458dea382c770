"""Whether a predicate holds for facts: yes, no or unknown, and which facts decided it.

`compiled` makes one closure per predicate, once per edition: walking the tree anew for every patient took four times
as long in `make bench`. `deciding` walks it slowly, and only for a rule that matched or is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import singledispatch

from nappage.engine import predicate as p
from nappage.engine.facts import Facts, MedicineFact, Planned
from nappage.engine.predicate import Predicate
from nappage.engine.story import HealthEvent
from nappage.values.answer import Answer
from nappage.values.statement import Said, Statement, say

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
Holds = Callable[[Facts], Answer]


@singledispatch
def compiled(asked: Predicate) -> Holds:
    """Return a function that answers the predicate for facts."""
    raise TypeError(f"not a predicate: {asked!r}")


@compiled.register
def _(asked: p.All) -> Holds:
    parts = [compiled(part) for part in asked.all]

    def holds(facts: Facts) -> Answer:
        answer = YES
        for part in parts:
            found = part(facts)
            if found is NO:
                return NO
            if found is UNKNOWN:
                answer = UNKNOWN
        return answer

    return holds


@compiled.register
def _(asked: p.AnyOf) -> Holds:
    parts = [compiled(part) for part in asked.any]

    def holds(facts: Facts) -> Answer:
        answer = NO
        for part in parts:
            found = part(facts)
            if found is YES:
                return YES
            if found is UNKNOWN:
                answer = UNKNOWN
        return answer

    return holds


@compiled.register
def _(asked: p.NoneOf) -> Holds:
    some = compiled(p.AnyOf(asked.none))
    return lambda facts: ~some(facts)


@compiled.register
def _(asked: p.Recorded) -> Holds:
    condition = asked.condition
    plain = not asked.active and asked.within is None and not asked.at_site

    def holds(facts: Facts) -> Answer:
        # An event that is over says nothing about the next one: only the answer of today does.
        answer = NO if condition in facts.denied else UNKNOWN
        events = facts.events.get(condition)
        if events is None:
            return answer
        if plain:
            return YES
        for event in events:
            answer = answer | _counts(asked, event, facts)
        return answer

    return holds


def _counts(asked: p.Recorded, event: HealthEvent, facts: Facts) -> Answer:
    if asked.at_site and _is_elsewhere(event, facts.planned):
        return NO
    if asked.active and event.until is not None and event.until < facts.day:
        return NO
    if asked.within is None:
        return YES
    last = event.until or (facts.day if asked.active else event.since)
    if last is None:
        return UNKNOWN
    return YES if last > asked.within.before(facts.day) else NO


def _is_elsewhere(event: HealthEvent, planned: Planned | None) -> bool:
    return planned is not None and event.zone != "" and event.zone not in planned.zones


@compiled.register
def _(asked: p.Takes) -> Holds:
    wanted = frozenset(asked.medicine)
    if asked == p.Takes(asked.medicine):
        return lambda facts: facts.other_medicines if facts.taken.isdisjoint(wanted) else YES

    def holds(facts: Facts) -> Answer:
        counted = [fact for fact in facts.medicines if _is_counted(asked, wanted, fact, facts)]
        return YES if _distinct_parts(counted, wanted) >= asked.count else facts.other_medicines

    return holds


def _is_counted(asked: p.Takes, wanted: frozenset[str], fact: MedicineFact, facts: Facts) -> bool:
    if fact.classes.isdisjoint(wanted) or (asked.unless_other_purpose and fact.other_purpose):
        return False
    if asked.prescribed and fact.prescribed is NO:
        return False
    if asked.within is None:
        return fact.taking is YES
    # A medicine that was taken on an unknown day may have been taken yesterday.
    return fact.last_taken is None or fact.last_taken > asked.within.before(facts.day)


def _distinct_parts(counted: Iterable[MedicineFact], wanted: frozenset[str]) -> int:
    """Return how many distinct ingredients of the wanted classes these hold: in a tablet of a heart medicine and a
    lipid-lowering one, only the first is a heart medicine; a group ("group:xanthine") takes the medicine as one part.
    """
    parts: set[str] = set()
    for fact in counted:
        named = {part.name for part in fact.ingredients if not part.classes.isdisjoint(wanted)}
        parts.update(named or {fact.typed})
    return len(parts)


@compiled.register
def _(asked: p.AllergicTo) -> Holds:
    wanted = frozenset(asked.allergy)
    return lambda facts: facts.other_allergies if facts.allergies.isdisjoint(wanted) else YES


@compiled.register
def _(asked: p.AllergicToPlanned) -> Holds:
    def holds(facts: Facts) -> Answer:
        planned = facts.planned
        if planned is None:
            return UNKNOWN
        if not facts.allergies.isdisjoint(planned.allergy_keys):
            return YES
        return facts.other_allergies if planned.is_described else UNKNOWN

    return holds


def _planned_among(
    wanted: Iterable[str],
    planned_of: Callable[[Planned], frozenset[str]],
    is_known: Callable[[Planned], bool] = lambda planned: True,
) -> Holds:
    sought = frozenset(wanted)

    def holds(facts: Facts) -> Answer:
        planned = facts.planned
        if planned is None:
            return UNKNOWN
        if not planned_of(planned).isdisjoint(sought):
            return YES
        # An agent whose class nobody stated may be of the class that the rule asks for.
        return NO if is_known(planned) else UNKNOWN

    return holds


@compiled.register
def _(asked: p.Plans) -> Holds:
    return _planned_among(asked.agent, lambda planned: planned.agents, lambda planned: bool(planned.agents))


@compiled.register
def _(asked: p.PlansClass) -> Holds:
    return _planned_among(asked.agent_class, lambda planned: planned.classes, lambda planned: planned.classes_known)


@compiled.register
def _(asked: p.PlansModality) -> Holds:
    return _planned_among(asked.modality, lambda planned: planned.modalities, lambda planned: planned.classes_known)


@compiled.register
def _(asked: p.PlansZone) -> Holds:
    return _planned_among(asked.zone, lambda planned: planned.zones, lambda planned: bool(planned.zones))


@compiled.register
def _(asked: p.PlansRegion) -> Holds:
    # A zone that the edition does not know has no region (""): it may be the one that the rule asks for.
    return _planned_among(
        asked.region,
        lambda planned: planned.regions,
        lambda planned: bool(planned.regions) and "" not in planned.regions,
    )


@compiled.register
def _(asked: p.PlansIndication) -> Holds:
    return _planned_among(
        asked.indication, lambda planned: frozenset((planned.indication,)), lambda planned: planned.indication != ""
    )


@compiled.register
def _(asked: p.PlansTechnique) -> Holds:
    return _planned_among(
        asked.technique, lambda planned: frozenset((planned.technique,)), lambda planned: planned.technique != ""
    )


@compiled.register
def _(asked: p.YoungerThan) -> Holds:
    age = asked.age_below
    # A clinic can raise the age, never lower it.
    return lambda facts: YES if facts.age < age or facts.age < facts.minimum_age else NO


@compiled.register
def _(asked: p.OlderThan) -> Holds:
    age = asked.age_over
    return lambda facts: YES if facts.age > age else NO


@compiled.register
def _(asked: p.OfSex) -> Holds:
    sex = asked.sex
    return lambda facts: UNKNOWN if facts.sex is None else Answer.of(facts.sex is sex)


@compiled.register
def _(asked: p.OfPhototype) -> Holds:
    least = asked.phototype_from
    return lambda facts: UNKNOWN if facts.phototype is None else Answer.of(facts.phototype >= least)


@compiled.register
def _(asked: p.Reads) -> Holds:
    missing = NO if asked.only_if_measured else UNKNOWN

    def holds(facts: Facts) -> Answer:
        known = facts.readings.get(asked.reading)
        if known is None:
            return missing
        day, value = known
        if asked.within is not None and day <= asked.within.before(facts.day):
            return missing
        over = asked.over is None or value > asked.over
        under = asked.under is None or value < asked.under
        return YES if over and under else NO

    return holds


@compiled.register
def _(asked: p.Under) -> Holds:
    places = frozenset(asked.jurisdiction)
    return lambda facts: YES if facts.jurisdiction in places else NO


def deciding(asked: Predicate, facts: Facts) -> tuple[Statement, ...]:
    """Return the facts that make the predicate what it is: the leaves that answer the same as the whole."""
    answer = compiled(asked)(facts)
    match asked:
        case p.All(all=parts) | p.AnyOf(any=parts):
            same = [part for part in parts if compiled(part)(facts) is answer]
            return tuple(found for part in same for found in deciding(part, facts))
        case p.NoneOf(none=parts):
            same = [part for part in parts if compiled(part)(facts) is ~answer]
            return tuple(found for part in same for found in deciding(part, facts))
        case _:
            return (_found(asked, facts, answer),)


def _found(leaf: Predicate, facts: Facts, answer: Answer) -> Statement:
    """Return what was found, or what is missing, for one leaf."""
    kind = _SUBJECTS[type(leaf)]
    about = _about(leaf)
    if answer is UNKNOWN:
        return say(f"fact.{kind}-unknown", about=about)
    found = _particulars(leaf, facts) if answer is YES else None
    return say(f"fact.{kind}" if answer is YES else f"fact.{kind}-absent", about=about, found=found)


_SUBJECTS: dict[type[object], str] = {
    p.Recorded: "condition",
    p.Takes: "medicine",
    p.AllergicTo: "allergy",
    p.AllergicToPlanned: "allergy-to-planned",
    p.Plans: "agent",
    p.PlansClass: "agent-class",
    p.PlansModality: "modality",
    p.PlansZone: "zone",
    p.PlansRegion: "region",
    p.PlansIndication: "indication",
    p.PlansTechnique: "technique",
    p.YoungerThan: "age",
    p.OlderThan: "age",
    p.OfSex: "sex",
    p.OfPhototype: "phototype",
    p.Reads: "reading",
    p.Under: "jurisdiction",
}


def _about(leaf: Predicate) -> Said:
    first = getattr(leaf, leaf.__dataclass_fields__.__iter__().__next__())
    return first if not isinstance(first, bool) else None


def _particulars(leaf: Predicate, facts: Facts) -> Said:
    match leaf:
        case p.Recorded(condition=condition):
            event = facts.events[condition][-1]
            return event.since or event.until
        case p.Takes(medicine=wanted):
            sought = frozenset(wanted)
            return tuple(sorted(fact.typed for fact in facts.medicines if not fact.classes.isdisjoint(sought)))
        case p.AllergicTo(allergy=keys):
            return tuple(sorted(facts.allergies.intersection(keys)))
        case p.AllergicToPlanned():
            planned = facts.planned.allergy_keys if facts.planned else frozenset[str]()
            return tuple(sorted(facts.allergies & planned))
        case p.Reads(reading=reading):
            return facts.readings[reading][1]
        case p.YoungerThan() | p.OlderThan():
            return facts.age
        case _:
            return None
