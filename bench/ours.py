"""Our own screening on the same forty rules: rules as precautions, patients as the facts that rules ask about.

Every other engine is handed its facts ready to compare, so ours is too; recognising typed names is not what is timed.
What is timed includes what the others do not give: for each match the level, the deciding facts, the remedy and the
sources, and a third answer where a fact is missing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

from bench.engines import Decide
from bench.rules40 import CONDITIONS, Patient, Rules, Test
from nappage.engine import predicate as p
from nappage.engine.edition import Edition, Review
from nappage.engine.facts import Facts, MedicineFact, Planned
from nappage.engine.precaution import Layer, Level, Precaution, screen
from nappage.engine.predicate import Predicate
from nappage.engine.story import HealthEvent
from nappage.values.answer import Answer
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity, Unit

TODAY = date(2026, 11, 22)
EVENTS = ("pregnant", "breastfeeding", "tested")
READINGS = (
    "bmi", "systolic", "diastolic", "pulse", "temperature", "inr", "hba1c", "egfr", "platelets", "cancer_months",
)  # fmt: skip


def ours(rules: Rules, patients: list[Patient]) -> Decide:
    """Return decisions of `engine.precaution.screen`: the ids of the precautions that match."""
    edition = _edition(rules)
    known = [_facts(patient) for patient in patients]
    return lambda number: _matched(edition, known[number])


def ours_from_records(rules: Rules, patients: list[Patient]) -> Decide:
    """Return the same decisions with the facts gathered anew from the raw record each time, as no peer has to."""
    edition = _edition(rules)
    return lambda number: _matched(edition, _facts(patients[number]))


def _edition(rules: Rules) -> Edition:
    written = {rule: _precaution(rule, test) for rule, test in rules.items()}
    return Edition("bench", "", MappingProxyType({Precaution: MappingProxyType(written)}))


def _matched(edition: Edition, facts: Facts) -> frozenset[str]:
    return frozenset(found.precaution.id for found in screen(edition, facts) if found.answer is Answer.YES)


def _precaution(rule: str, test: Test) -> Precaution:
    return Precaution(
        id=rule, title=rule, level=Level.B, layer=Layer.CLINIC, why="A rule of the bench.", when=_predicate(test),
        sources=(Citation("J"),), since=TODAY, review=Review.UNREVIEWED, review_due=TODAY,
    )  # fmt: skip


def _predicate(test: Test) -> Predicate:
    match test:
        case ("all", *tests):
            return p.All(tuple(map(_predicate, tests)))
        case ("any", ("in", "drugs", _), *_):
            return p.Takes(tuple(value for _, _, value in test[1:]))
        case ("any", *tests):
            return p.AnyOf(tuple(map(_predicate, tests)))
        case ("in", fact, value):
            return _holding(fact, value)
        case _:
            return _compared(test)


def _compared(test: Test) -> Predicate:
    match test:
        case ("==", fact, value):
            return p.Recorded(fact) if value else p.NoneOf((p.Recorded(fact),))
        case (">=", fact, value):
            return p.NoneOf((_predicate(("<", fact, value)),))
        case ("<", "age", value):
            return p.YoungerThan(value)
        case (">", "age", value):
            return p.OlderThan(value)
        case ("<", fact, value):
            return p.Reads(fact, under=_number(value))
        case (">", fact, value):
            return p.Reads(fact, over=_number(value))
    raise ValueError(test)


def _holding(fact: str, value: str) -> Predicate:
    match fact:
        case "conditions":
            return p.Recorded(value)
        case "allergies":
            return p.AllergicTo((value,))
        case "planned":
            return p.Plans((value,))
        case "drugs":
            return p.Takes((value,))
    raise ValueError(fact)


def _number(value: float) -> Quantity:
    return Quantity(Decimal(str(value)), Unit.ONE)


def _facts(patient: Patient) -> Facts:
    present = [*patient["conditions"], *(name for name in EVENTS if patient[name])]
    return Facts(
        day=TODAY,
        treatment_day=TODAY,
        sex=None,
        age=patient["age"],
        minimum_age=0,
        jurisdiction="",
        phototype=None,
        events={name: (_event(name),) for name in present},
        denied=frozenset(CONDITIONS + list(EVENTS)).difference(present),
        medicines=tuple(_medicine(code) for code in patient["drugs"]),
        taken=frozenset(patient["drugs"]),
        other_medicines=Answer.NO,
        allergies=frozenset(patient["allergies"]),
        other_allergies=Answer.NO,
        readings={code: (TODAY, _number(patient[code])) for code in READINGS},
        planned=_planned(patient["planned"]),
        replies={},
    )


def _event(name: str) -> HealthEvent:
    return HealthEvent(name, datetime(2026, 11, 22, 12, tzinfo=UTC), "bench", since=TODAY)


def _medicine(code: str) -> MedicineFact:
    return MedicineFact(code, frozenset([code]), (), Answer.YES, Answer.YES, TODAY, False)


def _planned(agents: list[str]) -> Planned:
    none: frozenset[str] = frozenset()
    return Planned(frozenset(agents), none, none, none, none, none, "", "", True, True)
