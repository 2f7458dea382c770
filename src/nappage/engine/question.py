"""The questions of screening, and which conditions a no to each of them denies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.engine.health_condition import HealthCondition
from nappage.values.fault import Fault
from nappage.values.span import CalendarSpan
from nappage.values.statement import Statement


class Asks(Enum):
    """What a question is about. A yes to one about medicines or allergies says that the list is complete."""

    CONDITIONS = "conditions"
    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    ATTITUDE = "attitude"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Entry):
    """A question in plain words. A no denies every condition in `covers`; an unknown denies none.

    An answer holds for `validity`; a question behind a level-A or level-B exclusion has none, because it is asked again
    on the local day of each session (decision 7).
    """

    text: str
    asks: Asks
    covers: tuple[str, ...] = ()
    level_a_or_b: bool = False
    validity: CalendarSpan | None = None


def question_about(edition: Edition, condition: str) -> Question | None:
    """Return the question whose no denies a condition."""
    return next(iter(edition.derive(_questions_by_condition).get(condition, ())), None)


_LISTS = {
    "fact.medicine-unknown": Asks.MEDICINES,
    "fact.allergy-unknown": Asks.ALLERGIES,
    "fact.allergy-to-planned-unknown": Asks.ALLERGIES,
}


def question_behind(edition: Edition, unknown: Statement) -> Question | None:
    """Return the question that an unknown fact waits for, or None where it waits for something else."""
    if unknown.code == "fact.condition-unknown":
        return question_about(edition, str(unknown["about"]))
    asks = _LISTS.get(unknown.code)
    return edition.derive(lists).get(asks) if asks else None


def lists(edition: Edition) -> Mapping[Asks, Question]:
    """Return the questions by what they ask; the one about medicines says whether their list is complete."""
    return {question.asks: question for question in edition.all(Question).values()}


def _questions_by_condition(edition: Edition) -> Mapping[str, tuple[Question, ...]]:
    asked: defaultdict[str, tuple[Question, ...]] = defaultdict(tuple)
    for question in edition.all(Question).values():
        for condition in question.covers:
            asked[condition] += (question,)
    return dict(asked)


def check_asked_once(condition: HealthCondition, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault unless exactly one question covers the condition, so that one no always settles it."""
    asking = edition.derive(_questions_by_condition).get(condition.id, ())
    if len(asking) != 1:
        found = ", ".join(question.id for question in asking) or "none"
        yield Fault(f"{thing}.covers", "one question that covers it", found, "Cover it in one question's list.")


def check_question(question: Question, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield the faults of one question: a condition that does not exist, a subject or a validity that cannot be."""
    for condition in question.covers:
        if edition.get(HealthCondition, condition) is None:
            yield Fault(f"{thing}.covers", "the id of a condition", repr(condition), "Add or correct the condition.")
    if bool(question.covers) != (question.asks in (Asks.CONDITIONS, Asks.ATTITUDE)):
        found = f"{len(question.covers)} for {question.asks.value}"
        yield Fault(f"{thing}.covers", "conditions, unless it asks for a list", found, "Correct covers or asks.")
    if question.level_a_or_b == (question.validity is not None):
        found = "a validity on an exclusion's question" if question.level_a_or_b else "no validity"
        remedy = "An exclusion is asked on the day; every other question needs a validity."
        yield Fault(f"{thing}.validity", "a validity or level_a_or_b, one of the two", found, remedy)
