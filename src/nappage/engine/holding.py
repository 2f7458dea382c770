"""Whether a predicate holds for facts: yes, no or unknown, and which facts decided it.

`compiled` makes the tree of a predicate into a tree of closures, once per edition: walking it anew for every patient
took four times as long in `make bench`. What a leaf says when it is unknown or absent is known before any patient is,
so that it is made then too; only a leaf that holds says something of this patient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from nappage.engine import predicate as p
from nappage.engine.facts import Facts, MedicineFact, Planned
from nappage.engine.predicate import Predicate
from nappage.engine.story import HealthEvent
from nappage.values.answer import Answer
from nappage.values.statement import Said, Statement, say

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
Holds = Callable[[Facts], Answer]
Deciding = Callable[[Facts], tuple[Statement, ...]]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A predicate ready to be asked: its answer, and the leaves that answer the same as the whole.

    `woken_by` are conditions: while all of them are denied the answer is no, and nothing needs to be asked. Empty where
    other facts can bring another answer.
    """

    holds: Holds
    deciding: Deciding
    woken_by: frozenset[str] = frozenset()


def compiled(asked: Predicate) -> Compiled:
    """Return a predicate ready to be asked; use it through `edition.derive`."""
    match asked:
        case p.All(all=parts):
            every = [compiled(part) for part in parts]
            return _joined(_every([part.holds for part in every]), every, _least(every))
        case p.AnyOf(any=parts):
            some = [compiled(part) for part in parts]
            return _joined(_some([part.holds for part in some]), some, _union(some))
        case p.NoneOf(none=parts):
            return _denied(compiled(p.AnyOf(parts)))
        case p.Recorded(condition=condition):
            return _leaf(asked, frozenset([condition]))
        case _:
            return _leaf(asked)


def _leaf(asked: Predicate, woken_by: frozenset[str] = frozenset()) -> Compiled:
    holds = _asking(asked)
    return Compiled(holds, _telling(asked, holds), woken_by)


def _least(parts: list[Compiled]) -> frozenset[str]:
    # "Every one of these" is a no as soon as one part is: the part with the fewest conditions is the easiest to deny.
    return min((part.woken_by for part in parts if part.woken_by), key=len, default=frozenset())


def _union(parts: list[Compiled]) -> frozenset[str]:
    some_other_fact = any(not part.woken_by for part in parts)
    return frozenset() if some_other_fact else frozenset().union(*(part.woken_by for part in parts))


def _joined(whole: Holds, parts: list[Compiled], woken_by: frozenset[str]) -> Compiled:
    def deciding(facts: Facts) -> tuple[Statement, ...]:
        answer = whole(facts)
        return tuple(found for part in parts if part.holds(facts) is answer for found in part.deciding(facts))

    return Compiled(whole, deciding, woken_by)


def _denied(some: Compiled) -> Compiled:
    # The parts that make "at least one" what it is are the ones that make "not a single one" the opposite.
    return Compiled(lambda facts: ~some.holds(facts), some.deciding)


def _every(parts: list[Holds]) -> Holds:
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


def _some(parts: list[Holds]) -> Holds:
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


@singledispatch
def _asking(asked: Predicate) -> Holds:
    """Return what answers a leaf."""
    raise TypeError(f"not a predicate: {asked!r}")


@_asking.register
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
    if asked.active and _is_over(event, facts.day):
        return NO
    if asked.within is None:
        return YES
    last = event.until or (facts.day if asked.active else event.since)
    if last is None:
        return UNKNOWN
    return YES if last > asked.within.before(facts.day) else NO


def _is_over(event: HealthEvent, day: date) -> bool:
    return event.until is not None and event.until < day


def _is_elsewhere(event: HealthEvent, planned: Planned | None) -> bool:
    return planned is not None and event.zone != "" and event.zone not in planned.zones


@_asking.register
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


@_asking.register
def _(asked: p.AllergicTo) -> Holds:
    wanted = frozenset(asked.allergy)
    return lambda facts: facts.other_allergies if facts.allergies.isdisjoint(wanted) else YES


@_asking.register
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
    is_known: Callable[[Planned], bool],
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


@_asking.register
def _(asked: p.Plans) -> Holds:
    return _planned_among(asked.agent, lambda planned: planned.agents, lambda planned: bool(planned.agents))


@_asking.register
def _(asked: p.PlansClass) -> Holds:
    return _planned_among(asked.agent_class, lambda planned: planned.classes, lambda planned: planned.classes_known)


@_asking.register
def _(asked: p.PlansModality) -> Holds:
    return _planned_among(asked.modality, lambda planned: planned.modalities, lambda planned: planned.classes_known)


@_asking.register
def _(asked: p.PlansZone) -> Holds:
    return _planned_among(asked.zone, lambda planned: planned.zones, lambda planned: bool(planned.zones))


@_asking.register
def _(asked: p.PlansRegion) -> Holds:
    # A zone that the edition does not know has no region (""): it may be the one that the rule asks for.
    return _planned_among(
        asked.region,
        lambda planned: planned.regions,
        lambda planned: bool(planned.regions) and "" not in planned.regions,
    )


@_asking.register
def _(asked: p.PlansIndication) -> Holds:
    return _planned_among(
        asked.indication, lambda planned: frozenset((planned.indication,)), lambda planned: planned.indication != ""
    )


@_asking.register
def _(asked: p.PlansTechnique) -> Holds:
    return _planned_among(
        asked.technique, lambda planned: frozenset((planned.technique,)), lambda planned: planned.technique != ""
    )


@_asking.register
def _(asked: p.YoungerThan) -> Holds:
    age = asked.age_below
    # A clinic can raise the age, never lower it.
    return lambda facts: YES if facts.age < age or facts.age < facts.minimum_age else NO


@_asking.register
def _(asked: p.OlderThan) -> Holds:
    age = asked.age_over
    return lambda facts: YES if facts.age > age else NO


@_asking.register
def _(asked: p.OfSex) -> Holds:
    sex = asked.sex
    return lambda facts: UNKNOWN if facts.sex is None else Answer.of(facts.sex is sex)


@_asking.register
def _(asked: p.OfPhototype) -> Holds:
    least = asked.phototype_from
    return lambda facts: UNKNOWN if facts.phototype is None else Answer.of(facts.phototype >= least)


@_asking.register
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


@_asking.register
def _(asked: p.Under) -> Holds:
    places = frozenset(asked.jurisdiction)
    return lambda facts: YES if facts.jurisdiction in places else NO


def _telling(leaf: Predicate, holds: Holds) -> Deciding:
    """Return what says what was found, or what is missing, for one leaf."""
    kind, about = _SUBJECTS[type(leaf)], _about(leaf)
    unknown = (say(f"fact.{kind}-unknown", about=about),)
    absent = (_known(kind, about, NO, None),)

    def deciding(facts: Facts) -> tuple[Statement, ...]:
        answer = holds(facts)
        if answer is YES:
            return (_known(kind, about, YES, _particulars(leaf, facts)),)
        return unknown if answer is UNKNOWN else absent

    return deciding


def _known(kind: str, about: Said, answer: Answer, found: Said) -> Statement:
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


def _date_shown(leaf: p.Recorded, facts: Facts) -> date | None:
    """Return the date of the event that counts, of several the latest told."""
    events = facts.events[leaf.condition]
    event = next((each for each in reversed(events) if _counts(leaf, each, facts) is YES), events[-1])
    return event.since or event.until


def _particulars(leaf: Predicate, facts: Facts) -> Said:
    match leaf:
        case p.Recorded():
            return _date_shown(leaf, facts)
        case p.Takes(medicine=wanted):
            sought = frozenset(wanted)
            return tuple(sorted(fact.typed for fact in facts.medicines if not fact.classes.isdisjoint(sought)))
        case p.AllergicTo(allergy=keys):
            return tuple(sorted(facts.allergies.intersection(keys)))
        case p.AllergicToPlanned():
            return tuple(sorted(facts.allergies & _planned_keys(facts.planned)))
        case p.Reads(reading=reading):
            return facts.readings[reading][1]
        case p.YoungerThan() | p.OlderThan():
            return facts.age
        case _:
            return None


def _planned_keys(planned: Planned | None) -> frozenset[str]:
    return planned.allergy_keys if planned else frozenset()
