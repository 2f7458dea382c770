"""Questions: which one denies a condition, and the faults of a written entry."""

from __future__ import annotations

from typing import Any

import pytest

from nappage.engine.edition import Edition
from nappage.engine.health_condition import HealthCondition
from nappage.engine.question import Asks, Question, check_asked_once, check_question, question_about, question_behind
from nappage.values.span import CalendarSpan
from nappage.values.statement import say
from support.small_edition import entry, small_edition

HALF_A_YEAR = CalendarSpan(days=180)
FIT = entry(HealthCondition, "fit", name="Fit", group="nerves")
FAINT = entry(HealthCondition, "faint", name="Faint", group="nerves")
STROKE = entry(HealthCondition, "stroke", name="Stroke", group="circulation")


def question(id: str, *covers: str, asks: Asks = Asks.CONDITIONS, **more: Any) -> Question:
    return entry(Question, id, text=f"{id}?", asks=asks, covers=covers, **{"validity": HALF_A_YEAR, **more})


def test_a_condition_is_found_by_its_question() -> None:
    fits = question("fits", "fit", "faint")
    edition = small_edition(fits)

    assert question_about(edition, "faint") is fits
    assert question_about(edition, "stroke") is None


def test_a_condition_asked_twice_or_never_is_a_fault() -> None:
    edition = small_edition(FIT, FAINT, STROKE, question("fits", "fit", "faint"), question("more", "faint"))

    assert [str(fault) for each in (FIT, FAINT, STROKE) for fault in check_asked_once(each, each.id, edition)] == [
        "faint.covers: expected one question that covers it, found fits, more. Cover it in one question's list.",
        "stroke.covers: expected one question that covers it, found none. Cover it in one question's list.",
    ]


def test_questions_as_they_should_be_have_no_fault() -> None:
    questions = (
        question("fits", "fit"),
        question("stroke", "stroke", level_a_or_b=True, validity=None),
        question("hopes", "faint", asks=Asks.ATTITUDE),
        question("list", asks=Asks.MEDICINES),
        question("other-list", asks=Asks.ALLERGIES),
    )
    edition = small_edition(FIT, FAINT, STROKE, *questions)

    assert [fault for each in questions for fault in check_question(each, each.id, edition)] == []


def test_the_faults_of_a_question() -> None:
    questions = (
        question("a", "unknown"),
        question("b"),
        question("c", "fit", asks=Asks.ALLERGIES),
        question("d", "fit", level_a_or_b=True),
        question("e", "fit", validity=None),
    )
    edition = small_edition(FIT, *questions)

    assert [str(fault) for each in questions for fault in check_question(each, each.id, edition)] == [
        "a.covers: expected the id of a condition, found 'unknown'. Add or correct the condition.",
        "b.covers: expected conditions, unless it asks for a list, found 0 for conditions. Correct covers or asks.",
        "c.covers: expected conditions, unless it asks for a list, found 1 for allergies. Correct covers or asks.",
        "d.validity: expected a validity or level_a_or_b, one of the two, found a validity on an exclusion's question. "
        "An exclusion is asked on the day; every other question needs a validity.",
        "e.validity: expected a validity or level_a_or_b, one of the two, found no validity. "
        "An exclusion is asked on the day; every other question needs a validity.",
    ]


@pytest.mark.parametrize(
    ("unknown", "asks"),
    [
        ("fact.medicine-unknown", Asks.MEDICINES),
        ("fact.allergy-unknown", Asks.ALLERGIES),
        ("fact.allergy-to-planned-unknown", Asks.ALLERGIES),
    ],
)
def test_an_unknown_of_a_list_waits_for_the_question_about_that_list(
    edition: Edition, unknown: str, asks: Asks
) -> None:
    found = question_behind(edition, say(unknown, about="x"))
    assert found is not None
    assert found.asks is asks


def test_an_unknown_of_something_measured_waits_for_no_question(edition: Edition) -> None:
    assert question_behind(edition, say("fact.reading-unknown", about="weight")) is None
