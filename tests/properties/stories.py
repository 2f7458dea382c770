"""Random stories around a few precautions: their words more often than not, beside what has nothing to do with them.

Each is made from one seed that Hypothesis draws. Drawing every field by a strategy of its own took thirty times as
long, and the stories are small enough to read when one fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from nappage.engine.agent import Agent
from nappage.engine.allergen import Allergen
from nappage.engine.edition import Edition
from nappage.engine.medicine import Medicine, classes_of
from nappage.engine.policy import Policy
from nappage.engine.precaution import Precaution
from nappage.engine.question import Asks, Question
from nappage.engine.story import (
    Allergy,
    Channel,
    Component,
    Formula,
    HealthEvent,
    MedicineTaken,
    Patient,
    Plan,
    Reading,
    Reply,
    Session,
    SessionState,
    Sex,
    Site,
    Story,
)
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan
from support.open_visit import AT, CLINIC, TEST

TODAY = date(2026, 3, 3)
AGENTS = ("biotin", "A", "a mixture nobody knows")
MEDICINES = ("paracetamol", "a white tablet", "warfarin")
ALLERGIES = ("something blue", "soy")
OWN = 0.75
ZONES = ("thigh", "flank", "a place nobody knows")


@dataclass(frozen=True)
class Words:
    """What a few rules ask about, in the edition's own words."""

    conditions: tuple[str, ...]
    spans: tuple[CalendarSpan, ...]
    medicines: tuple[str, ...]
    allergies: tuple[str, ...]
    agents: tuple[str, ...]
    zones: tuple[str, ...]
    indications: tuple[str, ...]
    techniques: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    readings: tuple[tuple[str, Quantity], ...]


def leaves(asked: Any) -> Iterator[Any]:
    subject = next(iter(asked.__dataclass_fields__))
    if subject not in ("all", "any", "none"):
        yield asked
        return
    for part in getattr(asked, subject):
        yield from leaves(part)


def words_of(edition: Edition, *rules: Precaution) -> Words:
    found = [leaf for rule in rules for leaf in leaves(rule.when)]

    def said(name: str) -> tuple[Any, ...]:
        return tuple(word for leaf in found if hasattr(leaf, name) for word in getattr(leaf, name))

    agents = edition.all(Agent).values()
    wanted = frozenset(said("medicine"))
    regions = said("region")
    return Words(
        tuple(leaf.condition for leaf in found if hasattr(leaf, "condition")),
        tuple(leaf.within for leaf in found if getattr(leaf, "within", None)),
        tuple(each.name for each in edition.all(Medicine).values() if classes_of(each) & wanted)[:12],
        tuple(each.name for each in edition.all(Allergen).values() if each.id in said("allergy")) or ("procaine",),
        (
            *said("agent"),
            *(each.id for each in agents if each.agent_class in said("agent_class")),
            *(each.id for each in agents if {*each.excipients, *each.allergy_keys} & set(said("allergy"))),
            *(each.id for each in agents if each.modality.value in said("modality")),
        )
        or ("procaine",),
        (*said("zone"), *(["cheek"] if "face" in regions else [])) or ("chin",),
        said("indication") or ("cellulite",),
        said("technique") or ("nappage",),
        said("jurisdiction"),
        tuple((leaf.reading, leaf.over or leaf.under) for leaf in found if hasattr(leaf, "reading")),
    )


T = TypeVar("T")


@dataclass(frozen=True)
class Teller:
    """Tells stories about a few rules, by the dice."""

    dice: Random
    words: Words
    edition: Edition

    def few(self, tell: Callable[[], T], most: int) -> tuple[T, ...]:
        return tuple(tell() for _ in range(self.dice.randint(0, most)))

    def either(self, own: Sequence[str], other: Sequence[str]) -> str:
        return self.dice.choice(own if own and self.dice.random() < OWN else other)

    def day(self) -> date:
        """Return today, a day on either side of a span that the rules ask for, or one long ago."""
        spans = [span.before(TODAY) for span in self.words.spans]
        return self.dice.choice([*spans, TODAY, TODAY - timedelta(days=400)]) + timedelta(days=self.dice.randint(-1, 1))

    def maybe(self, tell: Callable[[], T]) -> T | None:
        return tell() if self.dice.random() < OWN else None

    def instant(self) -> datetime:
        ago = [timedelta(days=200), timedelta(hours=12), timedelta(minutes=20), timedelta(0), -timedelta(minutes=1)]
        return AT - self.dice.choice(ago)

    def replies(self) -> tuple[Reply, ...]:
        """Return a whole morning of answers or none, and a few of any kind to the questions that bear on the rule."""
        lists = (Asks.MEDICINES, Asks.ALLERGIES)
        every = self.edition.all(Question).values()
        bearing = [one for one in every if set(one.covers) & set(self.words.conditions) or one.asks in lists]
        morning = tuple(Reply(one.id, Answer.of(one.asks in lists), AT, "patient") for one in bearing)
        more = self.few(lambda: self.reply(self.dice.choice(bearing)), 2)
        return (*(morning if self.dice.random() < OWN else ()), *more)

    def reply(self, question: Question) -> Reply:
        answer, channel = self.dice.choice(list(Answer)), self.dice.choice(list(Channel))
        denies = self.few(lambda: self.dice.choice([*question.covers, "smoking"]), 2)
        return Reply(question.id, answer, self.instant(), "patient", channel, denies=denies)

    def event(self) -> HealthEvent:
        return HealthEvent(
            self.either(self.words.conditions, ["smoking", "keloid"]),
            self.instant(),
            "physician",
            since=self.maybe(self.day),
            until=self.day() if self.dice.random() > OWN else None,
            zone=self.dice.choice(["", *self.words.zones, "thigh"]),
            entered_in_error_at=self.instant() if self.dice.random() > OWN else None,
        )

    def medicine(self) -> MedicineTaken:
        names = [self.either(self.words.medicines, MEDICINES) for _ in range(self.dice.choice([1, 1, 2]))]
        last = self.day() if self.dice.random() > OWN else None
        return MedicineTaken(
            "/".join(names),
            prescribed=self.dice.choice(list(Answer)),
            last_taken=datetime.combine(last, time(12), AT.tzinfo) if last else None,
            stopped=self.dice.random() > OWN,
            purpose=self.dice.choice(["", "", "migraine"]),
            purpose_recorded_by=self.dice.choice(["physician", "nurse", ""]),
        )

    def reading(self) -> Reading:
        weights = [("weight", Quantity.parse("62 kg")), ("weight", Quantity.parse("90 kg"))]
        code, bound = self.dice.choice([*self.words.readings, *self.words.readings, *weights])
        value = Quantity(bound.amount + self.dice.randint(-1, 1), bound.unit)
        read = self.dice.choice([self.instant(), datetime.combine(self.day(), time(12), AT.tzinfo)])
        return Reading(code, value, read)

    def site(self) -> Site:
        return Site(self.either(self.words.zones, ZONES))

    def formula(self, id: str) -> Formula:
        agents = self.few(lambda: self.either(self.words.agents, AGENTS), 2)
        return Formula(id, tuple(Component(agent, Quantity.parse("1 mL")) for agent in agents))

    def plan(self) -> Plan:
        return Plan(
            self.either(self.words.indications, ["hair-loss", ""]),
            "001-body",
            self.few(self.site, 2),
            self.dice.choice(["F1", "F1", "F1", "F3"]),
            10,
            technique=self.either(self.words.techniques, ["nappage", ""]),
        )

    def session(self) -> Session:
        days, minutes = self.dice.choice([-14, 0, 14, 400]), self.dice.choice([-30, 0, 30])
        return Session(
            AT + timedelta(days=days, minutes=minutes),
            self.dice.choice(list(SessionState)),
            formula=self.dice.choice(["", "F1", "F2"]),
            sites=self.few(self.site, 2),
            elsewhere=self.dice.random() > OWN,
        )

    def patient(self) -> Patient:
        born = date(self.dice.choice([1955, 1990, 2008]), 3, self.dice.choice([3, 4]))
        phototype = self.maybe(lambda: self.dice.randint(1, 6))
        height = self.maybe(lambda: Quantity.parse("168 cm"))
        return Patient(born, self.maybe(lambda: self.dice.choice(list(Sex))), height, phototype)

    def story(self) -> Story:
        return Story(
            patient=self.patient(),
            replies=self.replies(),
            events=self.few(self.event, 3),
            medicines=self.few(self.medicine, 3),
            allergies=self.few(lambda: Allergy(self.either(self.words.allergies, ALLERGIES)), 2),
            readings=self.few(self.reading, 3),
            plan=self.maybe(self.plan),
            formulas=(self.formula("F1"), self.formula("F2")),
            tests=(TEST,),
            sessions=tuple({one.start: one for one in self.few(self.session, 2)}.values()),
        )

    def clinic(self) -> Policy:
        place, age = self.either(self.words.jurisdictions, ["ES"]), self.dice.choice([None, 16, 21])
        return replace(CLINIC, jurisdiction=place, minimum_age=age)
