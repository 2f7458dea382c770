"""The facts of a story in the form that rules ask about, gathered once for an instant.

A condition is present when an event of it is recorded, absent when the question that covers it was answered with no
and that answer still holds, and unknown otherwise. Medicines and allergies likewise: a list that was not asked for,
or that holds a name nobody recognises, leaves every rule that asks about the rest unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nappage.engine.agent import KnownAgent, Modality, agents_named, known_agent
from nappage.engine.allergen import recognise_allergen
from nappage.engine.body_mass import body_mass_index
from nappage.engine.edition import Edition
from nappage.engine.medicine import Ingredient, classes_of, recognise
from nappage.engine.mixture import agents_of, modalities
from nappage.engine.policy import Policy, Role
from nappage.engine.question import Asks, Question, lists
from nappage.engine.story import (
    Channel,
    HealthEvent,
    MedicineTaken,
    Reading,
    Reply,
    Session,
    SessionState,
    Sex,
    Site,
    Story,
)
from nappage.engine.visit import formula_of, visit
from nappage.engine.zone import Zone
from nappage.values.age import age_on
from nappage.values.answer import Answer
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class MedicineFact:
    """A recognised medicine: its ATC classes and groups, its ingredients, whether it is taken, and since when not."""

    typed: str
    classes: frozenset[str]
    ingredients: tuple[Ingredient, ...]
    prescribed: Answer
    taking: Answer
    last_taken: date | None
    other_purpose: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be injected where: None throughout Facts.planned means that nothing is planned yet."""

    agents: frozenset[str]
    classes: frozenset[str]
    modalities: frozenset[str]
    allergy_keys: frozenset[str]
    zones: frozenset[str]
    regions: frozenset[str]
    indication: str
    technique: str
    classes_known: bool
    is_described: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known on one local day, indexed by what rules ask for."""

    day: date
    treatment_day: date
    sex: Sex | None
    age: int
    minimum_age: int
    jurisdiction: str
    phototype: int | None
    events: Mapping[str, tuple[HealthEvent, ...]]
    denied: frozenset[str]
    medicines: tuple[MedicineFact, ...]
    taken: frozenset[str]
    other_medicines: Answer
    allergies: frozenset[str]
    other_allergies: Answer
    readings: Mapping[str, tuple[date, Quantity]]
    planned: Planned | None
    replies: Mapping[str, Reply]


def gather(story: Story, policy: Policy, edition: Edition, at: datetime) -> Facts:
    """Return the facts of a story on the local day of `at`; the story is already cut to what was known then."""
    day = local_day(at, policy.zone)
    treatment_day = _treatment_day(story.sessions, policy, day)
    held = _replies_that_hold(story.replies, edition, policy, day)
    medicines, unrecognised = _medicines(story.medicines, edition, policy, day)
    allergies, strange = _allergies(story, policy, edition)
    return Facts(
        day=day,
        treatment_day=treatment_day,
        sex=story.patient.sex,
        age=age_on(story.patient.born, treatment_day),
        minimum_age=policy.minimum_age or 0,
        jurisdiction=policy.jurisdiction,
        phototype=story.patient.phototype,
        events=_events(story.events),
        denied=_denied(held, edition),
        medicines=medicines,
        taken=frozenset().union(*(fact.classes for fact in medicines if fact.taking is Answer.YES)),
        other_medicines=_others(held, Asks.MEDICINES, edition, unrecognised),
        allergies=allergies,
        other_allergies=_others(held, Asks.ALLERGIES, edition, strange),
        readings=_latest_readings(story, policy),
        planned=_planned(story, policy, edition, at),
        replies=held,
    )


def _treatment_day(sessions: Iterable[Session], policy: Policy, today: date) -> date:
    """Return the day whose age counts: that of the next booked session, not of its booking (H-21)."""
    booked = (local_day(session.start, policy.zone) for session in sessions if session.state is SessionState.BOOKED)
    # A session that is late is still today's.
    return min((day for day in booked if day >= today), default=today)


def _replies_that_hold(replies: Iterable[Reply], edition: Edition, policy: Policy, day: date) -> Mapping[str, Reply]:
    questions = edition.all(Question)
    latest: dict[str, Reply] = {}
    for reply in replies:
        known, question = latest.get(reply.question), questions.get(reply.question)
        if question and (known is None or precedence(known, question.asks) < precedence(reply, question.asks)):
            latest[reply.question] = reply
    # A visit answers every question at one instant: its local day is looked up once.
    days = {instant: local_day(instant, policy.zone) for instant in {reply.at for reply in latest.values()}}
    return {id: reply for id, reply in latest.items() if _holds(questions[id], reply, days[reply.at], day)}


_DENYING_FIRST = (Answer.NO, Answer.UNKNOWN, Answer.YES)
# A yes to a list says that it is whole, which denies every medicine or allergy that is not on it.
_IS_LIST = (Asks.MEDICINES, Asks.ALLERGIES)


def precedence(reply: Reply, asks: Asks) -> tuple[datetime, int, bool, int, tuple[str, ...]]:
    """Return what the reply that stands is told by: the latest, and of two at one instant the one that denies less."""
    order = _DENYING_FIRST.index(reply.answer)
    ranked = -order if asks in _IS_LIST else order
    return reply.at, ranked, reply.channel is Channel.PORTAL, -len(reply.denies), reply.denies


def _holds(question: Question, reply: Reply, given: date, day: date) -> bool:
    if question.level_a_or_b:
        return reply.channel is Channel.CLINIC and given == day
    return given == day or question.validity is None or question.validity.after(given) >= day


def _denied(held: Mapping[str, Reply], edition: Edition) -> frozenset[str]:
    questions = edition.all(Question)
    return frozenset().union(*(_denied_by(questions[id], reply) for id, reply in held.items()))


def _denied_by(question: Question, reply: Reply) -> tuple[str, ...]:
    """Return what an answer denies: a no everything, a yes what was said no to one by one, an unknown nothing."""
    if reply.answer is Answer.YES:
        return tuple(condition for condition in reply.denies if condition in question.covers)
    return question.covers if reply.answer is Answer.NO else ()


def _events(events: Iterable[HealthEvent]) -> Mapping[str, tuple[HealthEvent, ...]]:
    by_condition: dict[str, tuple[HealthEvent, ...]] = {}
    for event in sorted(events, key=_told):
        if event.entered_in_error_at is None:
            by_condition[event.condition] = (*by_condition.get(event.condition, ()), event)
    return by_condition


def _told(event: HealthEvent) -> tuple[datetime, date, date]:
    """Return what orders events, so that two of one instant stand the same way whichever was typed first."""
    return event.at, event.since or date.min, event.until or date.max


def _others(held: Mapping[str, Reply], asks: Asks, edition: Edition, unrecognised: bool) -> Answer:
    """Return whether there may be more than was recognised: no only for a list said to be whole, and wholly known."""
    question = edition.derive(lists).get(asks)
    reply = held.get(question.id) if question else None
    is_whole = reply is not None and reply.answer is Answer.YES and not unrecognised
    return Answer.NO if is_whole else Answer.UNKNOWN


def _medicines(
    taken: Iterable[MedicineTaken], edition: Edition, policy: Policy, day: date
) -> tuple[tuple[MedicineFact, ...], bool]:
    facts: list[MedicineFact] = []
    unrecognised = False
    for item in taken:
        medicine = recognise(edition, item.name)
        if medicine is None:
            unrecognised = True
            continue
        last = local_day(item.last_taken, policy.zone) if item.last_taken else None
        facts.append(
            MedicineFact(
                typed=item.name,
                classes=classes_of(medicine),
                ingredients=medicine.ingredients,
                prescribed=item.prescribed,
                taking=Answer.NO if item.stopped else Answer.YES,
                last_taken=last or (None if item.stopped else day),
                # A purpose counts only when a physician recorded it (decision 4): propranolol for migraine.
                other_purpose=bool(item.purpose) and policy.has_role(item.purpose_recorded_by, Role.PHYSICIAN),
            )
        )
    return tuple(facts), unrecognised


def _allergies(story: Story, policy: Policy, edition: Edition) -> tuple[frozenset[str], bool]:
    keys: set[str] = set()
    unrecognised = False
    for allergy in story.allergies:
        found, agents = recognise_allergen(edition, allergy.to), agents_named(allergy.to, policy, edition)
        unrecognised = unrecognised or (found is None and not agents)
        keys |= agents | (found.keys if found else frozenset())
    return frozenset(keys), unrecognised


def _latest_readings(story: Story, policy: Policy) -> Mapping[str, tuple[date, Quantity]]:
    latest: dict[str, Reading] = {}
    for reading in story.readings:
        known = latest.get(reading.code)
        if known is None or (known.at, str(known.value)) < (reading.at, str(reading.value)):
            latest[reading.code] = reading
    readings = {code: (local_day(reading.at, policy.zone), reading.value) for code, reading in latest.items()}
    if story.patient.height is not None and "weight" in latest:
        weighed, weight = readings["weight"]
        readings["bmi"] = (weighed, body_mass_index(story.patient.height, weight))
    return readings


def _planned(story: Story, policy: Policy, edition: Edition, at: datetime) -> Planned | None:
    """Return what the visit would inject: the formula and sites of its session where it names them, else the plan's."""
    plan, session = story.plan, visit(story, policy, at)
    if plan is None:
        return None
    formula = formula_of(story, session)
    components = formula.components if formula else ()
    sites = (session.sites if session else ()) or plan.sites
    injected = agents_of(components, policy, edition)
    kinds = modalities(components, policy, edition)
    # A numbing cream is given too, but its modality says nothing of how the mixture is injected.
    agents = (*injected, *_creams(session, policy, edition)) if injected else ()
    return Planned(
        agents=frozenset(agent.id for agent in agents),
        classes=_classes(agents),
        modalities=frozenset(kind.value for kind in kinds),
        allergy_keys=_keys(agents),
        zones=frozenset(site.zone for site in sites),
        regions=_regions(sites, edition),
        indication=plan.indication,
        technique=plan.technique,
        classes_known=_are_known(agents, kinds),
        is_described=_are_described(agents),
    )


def _creams(session: Session | None, policy: Policy, edition: Edition) -> tuple[KnownAgent, ...]:
    creams = sorted({cream.agent for cream in session.creams}) if session else ()
    return tuple(known_agent(id, policy, edition) for id in creams)


def _are_described(agents: Sequence[KnownAgent]) -> bool:
    return bool(agents) and all(agent.is_described for agent in agents)


def _classes(agents: Iterable[KnownAgent]) -> frozenset[str]:
    return frozenset(kind.id for agent in agents for kind in agent.classes)


def _keys(agents: Iterable[KnownAgent]) -> frozenset[str]:
    return frozenset().union(*(agent.keys for agent in agents))


def _regions(sites: Iterable[Site], edition: Edition) -> frozenset[str]:
    # A zone that nobody knows is in no region that a rule could leave out.
    zones = edition.all(Zone)
    return frozenset(zones[site.zone].region.value if site.zone in zones else "" for site in sites)


def _are_known(agents: Sequence[KnownAgent], kinds: frozenset[Modality]) -> bool:
    return bool(agents) and all(agent.classes for agent in agents) and Modality.UNKNOWN not in kinds
