"""Synthetic stories: one worked course with seeded answers, medicines, sessions, reports and readings. Nobody's record.

A story follows from its number alone, so that a worker of a pool makes its own and none is sent to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from nappage.engine.allergen import Allergen
from nappage.engine.edition import Edition
from nappage.engine.health_condition import HealthCondition
from nappage.engine.medicine import Medicine
from nappage.engine.policy import Policy
from nappage.engine.question import Asks, Question
from nappage.engine.story import (
    Allergy,
    HealthEvent,
    MedicineTaken,
    Reading,
    Reply,
    Session,
    SessionState,
    Story,
    SymptomReport,
    TapeReading,
)
from nappage.engine.symptom import Symptom
from nappage.library.case import read_case
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity, Unit

WORKED = Path(__file__).parents[1] / "examples" / "s1-thighs.toml"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A story and the instant to look at it from."""

    story: Story
    at: datetime


class Stories:
    """The stories of one edition, by number."""

    def __init__(self, edition: Edition) -> None:
        worked = read_case(WORKED)
        assert worked.at is not None, "the worked course says when it is looked at"
        self.policy: Policy = worked.policy
        self._worked, self._at = worked.story, worked.at
        self._questions = tuple(edition.all(Question).values())
        self._conditions = tuple(edition.all(HealthCondition))
        self._medicines = tuple(medicine.name for medicine in edition.all(Medicine).values())
        self._allergens = tuple(edition.all(Allergen))
        self._symptoms = tuple(edition.all(Symptom))

    def answered(self) -> Asked:
        """Return the worked course with every question answered at the clinic on the day."""
        replies = (self._reply(question, Answer.NO, self._at) for question in self._questions)
        return Asked(replace(self._worked, replies=(*self._worked.replies, *replies)), self._at)

    def story(self, number: int) -> Asked:
        """Return one story: a course somewhere between its first session and the weeks after its last."""
        chance = Random(number)
        at = self._at + A_DAY * chance.randint(-30, 120)
        return Asked(
            replace(
                self._worked,
                replies=tuple(self._reply(each, self._answer(chance), at) for each in self._questions),
                events=tuple(
                    HealthEvent(condition, at, "physician-1", since=(at - A_DAY * chance.randint(0, 900)).date())
                    for condition in self._some(chance, self._conditions, 2)
                ),
                medicines=tuple(MedicineTaken(name) for name in self._some(chance, self._medicines, 4)),
                allergies=tuple(Allergy(to) for to in self._some(chance, self._allergens, 2)),
                readings=tuple(self._weight(chance, at - A_DAY * 30 * index) for index in range(3)),
                sessions=self._sessions(chance, at),
                reports=tuple(
                    SymptomReport(symptom, at=at - A_DAY * chance.randint(0, 20))
                    for symptom in self._some(chance, self._symptoms, 3)
                ),
                tape=tuple(self._tape(chance, reading) for reading in self._worked.tape),
            ),
            at,
        )

    def _reply(self, question: Question, answer: Answer, at: datetime) -> Reply:
        listed = question.asks in (Asks.MEDICINES, Asks.ALLERGIES)
        return Reply(question.id, Answer.YES if listed and answer is Answer.NO else answer, at, "patient")

    @staticmethod
    def _answer(chance: Random) -> Answer:
        return chance.choices((Answer.NO, Answer.UNKNOWN, Answer.YES), (90, 8, 2))[0]

    @staticmethod
    def _some(chance: Random, names: Sequence[str], most: int) -> list[str]:
        return chance.sample(names, chance.randint(0, most))

    @staticmethod
    def _weight(chance: Random, at: datetime) -> Reading:
        return Reading("weight", Quantity(Decimal(chance.randint(450, 1200)) / 10, Unit.KG), at)

    def _sessions(self, chance: Random, at: datetime) -> tuple[Session, ...]:
        """Return the worked sessions moved by some days: those before the instant were given, the others are booked."""
        given = next(session for session in self._worked.sessions if session.state is SessionState.GIVEN)
        moved = (session.start + A_DAY * chance.randint(-3, 9) for session in self._worked.sessions)
        return tuple(
            replace(given, start=start, end=start + timedelta(minutes=28))
            if start < at
            else Session(start, formula=given.formula, sites=given.sites)
            for start in moved
        )

    @staticmethod
    def _tape(chance: Random, reading: TapeReading) -> TapeReading:
        drift = Quantity(Decimal(chance.randint(-20, 20)) / 10, Unit.CM)
        return replace(reading, value=reading.value + drift)
