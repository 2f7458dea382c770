"""The cases of precautions: a few recorded facts, turned into the story of one patient and asked like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from nappage.engine.anaesthetic_risk import AnaestheticRisk
from nappage.engine.edition import Edition
from nappage.engine.facts import Facts, gather
from nappage.engine.holding import compiled
from nappage.engine.policy import Policy, Role, StaffMember
from nappage.engine.precaution import Precaution
from nappage.engine.question import Asks, Question, question_about
from nappage.engine.story import (
    Allergy,
    Component,
    Formula,
    HealthEvent,
    MedicineTaken,
    Patient,
    Plan,
    Reading,
    Reply,
    Sex,
    Site,
    Story,
)
from nappage.library.structure import Structure
from nappage.library.timezones import timezone
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity

PHYSICIAN = "physician"
_STRUCTURE = Structure()


@dataclass(frozen=True, slots=True)
class GivenEvent:
    """An event of a case."""

    condition: str
    since: date | None = None
    until: date | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class GivenMedicine:
    """A medicine of a case, as typed."""

    name: str
    prescribed: Answer = Answer.UNKNOWN
    last_taken: date | None = None
    stopped: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class GivenFacts:
    """What a case gives; whatever it leaves out is unknown. `denied` names conditions whose question was answered no,
    `*_listed` that the list was asked for and is whole, `agents` that a plan with these agents exists.
    """

    on: date = date(2026, 3, 3)
    events: tuple[GivenEvent, ...] = ()
    denied: tuple[str, ...] = ()
    medicines: tuple[GivenMedicine, ...] = ()
    medicines_listed: bool = False
    allergies: tuple[str, ...] = ()
    allergies_listed: bool = False
    readings: Mapping[str, Quantity] = field(default_factory=dict)
    age: int = 35
    sex: Sex | None = None
    phototype: int | None = None
    agents: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    indication: str = ""
    technique: str = ""
    jurisdiction: str = "ES"


def answer_precaution(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return what one precaution answers for the facts of a case."""
    return compiled(edition.all(Precaution)[about].when).holds(_facts(edition, about, given)).value


def answer_anaesthetic_risk(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return whether a factor of the local anaesthetics holds for the facts of a case."""
    return compiled(edition.all(AnaestheticRisk)[about].when).holds(_facts(edition, about, given)).value


def _facts(edition: Edition, about: str, given: Mapping[str, Any]) -> Facts:
    return facts_of(edition, _STRUCTURE.read(GivenFacts, given, f"case about {about}"))


def facts_of(edition: Edition, given: GivenFacts) -> Facts:
    """Return the facts gathered from the story that a case describes."""
    at = datetime.combine(given.on, time(12), UTC)
    return gather(_story(edition, given, at), _policy(given), edition, at)


def _policy(given: GivenFacts) -> Policy:
    physician = StaffMember(PHYSICIAN, Role.PHYSICIAN, date.min, date.max)
    return Policy("case", given.jurisdiction, timezone("UTC"), None, (), staff=(physician,))


def _story(edition: Edition, given: GivenFacts, at: datetime) -> Story:
    return Story(
        patient=Patient(given.on.replace(year=given.on.year - given.age), given.sex, None, given.phototype),
        replies=_replies(edition, given, at),
        events=tuple(
            HealthEvent(event.condition, at, PHYSICIAN, event.since, event.until, event.zone) for event in given.events
        ),
        medicines=tuple(
            MedicineTaken(
                name=item.name,
                prescribed=item.prescribed,
                last_taken=datetime.combine(item.last_taken, time(12), UTC) if item.last_taken else None,
                stopped=item.stopped,
                purpose=item.purpose,
                purpose_recorded_by=PHYSICIAN,
            )
            for item in given.medicines
        ),
        allergies=tuple(Allergy(typed) for typed in given.allergies),
        readings=tuple(Reading(code, value, at) for code, value in given.readings.items()),
        plan=_plan(given),
        formulas=(Formula("case", tuple(Component(agent, Quantity.parse("1 mL")) for agent in given.agents)),),
    )


def _plan(given: GivenFacts) -> Plan | None:
    if not given.agents:
        return None
    sites = tuple(Site(zone) for zone in given.zones)
    return Plan(given.indication, "", sites, "case", 1, technique=given.technique)


def _replies(edition: Edition, given: GivenFacts, at: datetime) -> tuple[Reply, ...]:
    denying = {question.id for condition in given.denied if (question := question_about(edition, condition))}
    replies = [Reply(question, Answer.NO, at, PHYSICIAN) for question in sorted(denying)]
    for asks, listed in ((Asks.MEDICINES, given.medicines_listed), (Asks.ALLERGIES, given.allergies_listed)):
        if listed:
            replies.extend(Reply(question.id, Answer.YES, at, PHYSICIAN) for question in _asking(edition, asks))
    return tuple(replies)


def _asking(edition: Edition, asks: Asks) -> list[Question]:
    return [question for question in edition.all(Question).values() if question.asks is asks]
