"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.allergen import Allergen, check_allergen, recognise_allergen
from nappage.engine.edition import Edition, Entry
from nappage.engine.gate import GateRule
from nappage.engine.gate import answer_case as answer_gate
from nappage.engine.health_condition import ConditionGroup, HealthCondition, check_condition, recognise_condition
from nappage.engine.medicine import Medicine, MedicineGroup, TrailingWord, check_medicine, classes_of, recognise
from nappage.engine.precaution import Precaution, check_precaution
from nappage.engine.question import Question, check_asked_once, check_question
from nappage.engine.source import Source
from nappage.library.precaution_case import answer_case as answer_precaution
from nappage.values.fault import Fault

Check = Callable[[Any, str, Edition], Iterable[Fault]]
AnswerCase = Callable[[Edition, str, Mapping[str, Any]], str]


def _nothing_more(entry: Entry, thing: str, edition: Edition) -> Iterable[Fault]:
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its table name, its class, what must hold beyond the class, and what answers its cases.

    `check` yields the faults of one entry against the whole edition; `answer` returns, for the entry a case is about
    and what the case gives, the text that the case expects. A kind without `answer` is asked through another's cases.
    """

    name: str
    entry: type[Entry]
    check: Check = _nothing_more
    answer: AnswerCase | None = None


def _answer_source(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    return edition.all(Source)[about].tag.value


def _answer_medicine(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    medicine = edition.all(Medicine)[about]
    if "typed" in given:
        recognised = recognise(edition, given["typed"])
        return recognised.id if recognised else "unknown"
    if "class" in given:
        return "yes" if given["class"] in classes_of(medicine) else "no"
    return " + ".join(f"{part.name} {part.atc.code if part.atc else '-'}" for part in medicine.ingredients)


def _answer_allergen(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    sensitivity = recognise_allergen(edition, given["typed"])
    return ", ".join(sorted(sensitivity.keys)) if sensitivity else "unknown"


def _answer_condition(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    condition = recognise_condition(edition, given["typed"])
    return condition.id if condition else "unknown"


def _answer_question(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    question = edition.all(Question)[about]
    if "denies" in given:
        return "yes" if given["denies"] in question.covers else "no"
    return "on the day" if question.level_a_or_b else str(question.validity)


def _check_condition(condition: HealthCondition, thing: str, edition: Edition) -> Iterable[Fault]:
    yield from check_condition(condition, thing, edition)
    yield from check_asked_once(condition, thing, edition)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("source", Source, answer=_answer_source),
        Kind("gate", GateRule, answer=answer_gate),
        Kind("precaution", Precaution, check_precaution, answer_precaution),
        Kind("medicine", Medicine, check_medicine, _answer_medicine),
        Kind("medicine_group", MedicineGroup),
        Kind("trailing_word", TrailingWord),
        Kind("allergen", Allergen, check_allergen, _answer_allergen),
        Kind("health_condition", HealthCondition, _check_condition, _answer_condition),
        Kind("condition_group", ConditionGroup),
        Kind("question", Question, check_question, _answer_question),
    )
}
