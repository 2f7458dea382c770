"""S1's plan as it is drafted and signed in a clinic of the cast: both thighs, the right flank waiting, ten sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from nappage.actions.plans import Drafted, draft_plan, sign_plan
from nappage.assessment.happening import PlanTerms
from nappage.assessment.look import Look, look_at
from nappage.engine.package_price import PackagePrice, RefundRule
from nappage.engine.story import Component, Criterion, Plan, Side, Site
from nappage.records.models import Course, Entry, Person
from nappage.values.money import Money
from nappage.values.quantity import Quantity
from support.cast import Cast

CONSULTED = datetime(2026, 2, 19, 9, tzinfo=UTC)
THIGHS = (Site("thigh", Side.RIGHT), Site("thigh", Side.LEFT))
FLANK = Site("flank", Side.RIGHT)
F1 = (
    Component("A", Quantity.parse("3.0 mL"), Quantity.parse("10 mg/mL"), "A-101"),
    Component("B", Quantity.parse("2.0 mL"), None, "B-101"),
)
S1 = Plan(
    "cellulite",
    "001-body",
    THIGHS,
    "",
    10,
    technique="nappage",
    layer="superficial-subcutis",
    queued=(FLANK,),
    sentinel="upper-arm",
    criterion=Criterion(4, "thigh", Quantity.parse("-1.6 cm"), "One size less at both thighs."),
    lifestyle="Walking three times a week; no diet planned.",
)
TERMS = PlanTerms(
    goal="I want my trousers to sit better.",
    price=PackagePrice(Money.parse("120.00 EUR"), Money.parse("1000.00 EUR"), 10, RefundRule.SINGLE_PRICE),
    alternatives_shown=("nothing", "diet-and-exercise"),
)


def drafted(components: tuple[Component, ...] = F1, terms: PlanTerms = TERMS, **changes: Any) -> Drafted:
    """Return S1's plan as it is typed, with changes."""
    return Drafted(replace(S1, **changes), terms, components)


def course_of(person: Person) -> UUID:
    """Return the course that was opened last."""
    found: UUID = Course.objects.filter(person=person).order_by("-opened_at").values_list("id", flat=True)[0]
    return found


def draft_s1(cast: Cast, person: Person, at: datetime = CONSULTED, base: UUID | None = None, **changes: Any) -> Entry:
    """Return the draft of S1's plan, written by the injector."""
    return draft_plan(cast.actor("injector", at), person.id, course_of(person), drafted(**changes), base)


def sign_s1(cast: Cast, person: Person, at: datetime = CONSULTED, **changes: Any) -> Entry:
    """Return S1's plan, drafted by the injector and signed by the physician."""
    draft = draft_s1(cast, person, at, **changes)
    return sign_plan(cast.actor("physician", at), person.id, course_of(person), draft.id)


def planned_person(cast: Cast) -> Person:
    """Return somebody new to the clinic, with S1's plan signed at the consultation."""
    person = cast.register("Demo patient 014", CONSULTED)
    sign_s1(cast, person)
    return person


def look(cast: Cast, person: Person, at: datetime = CONSULTED) -> Look:
    """Return a look at a person's course."""
    return look_at(cast.clinic.id, person.id, course_of(person), at)
