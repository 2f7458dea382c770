"""What decides a predicate, and the leaves that the shipped rules ask for seldom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from nappage.engine.edition import Edition
from nappage.engine.facts import Facts, gather
from nappage.engine.holding import compiled
from nappage.engine.predicate import (
    All,
    AllergicTo,
    AllergicToPlanned,
    AnyOf,
    NoneOf,
    OfPhototype,
    OfSex,
    OlderThan,
    Plans,
    Reads,
    Recorded,
    Takes,
    Under,
    YoungerThan,
)  # fmt: skip
from nappage.engine.story import MedicineTaken, Reading, Sex
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan
from support.open_visit import AT, CLINIC, answers, visit_story
from support.recorded import recorded

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def facts(edition: Edition, text: str = "", **changes: Any) -> Facts:
    return gather(visit_story(edition, **{**recorded(text), **changes}), CLINIC, edition, AT)


def test_only_a_predicate_can_be_asked() -> None:
    with pytest.raises(TypeError, match="not a predicate: 'stroke'"):
        compiled("stroke")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "code", "about", "found"),
    [
        (Recorded("stroke"), "fact.condition", "stroke", date(1999, 5, 1)),
        (Recorded("keloid"), "fact.condition", "keloid", date(2020, 1, 1)),
        (Recorded("cancer"), "fact.condition-absent", "cancer", None),
        (Takes(("C07", "C09")), "fact.medicine", ("C07", "C09"), ("bisoprolol", "ramipril")),
        (AllergicTo(("soy",)), "fact.allergy", ("soy",), ("soy",)),
        (AllergicToPlanned(True), "fact.allergy-to-planned-absent", None, None),
        (Plans(("A",)), "fact.agent", ("A",), None),
        (YoungerThan(36), "fact.age", 36, 35),
        (OlderThan(34), "fact.age", 34, 35),
        (OfSex(Sex.FEMALE), "fact.sex", Sex.FEMALE, None),
        (Reads("weight", over=Quantity.parse("60 kg")), "fact.reading", "weight", Quantity.parse("62 kg")),
        (Reads("inr"), "fact.reading-unknown", "inr", None),
        (Under(("ES",)), "fact.jurisdiction", ("ES",), None),
    ],
)
def test_a_leaf_says_what_it_asked_and_what_it_found(
    edition: Edition, asked: Any, code: str, about: Any, found: Any
) -> None:
    text = "stroke since 1999-05-01; keloid until 2020-01-01; takes ramipril; takes bisoprolol; allergic to soy"
    (said,) = compiled(asked).deciding(facts(edition, text))
    assert (said.code, said["about"], said["found"] if "found" in dict(said.values) else None) == (code, about, found)


def test_an_allergy_to_what_is_planned_names_the_key(edition: Edition) -> None:
    story = visit_story(edition, **recorded("allergic to penicillin"))
    signed = tuple(replace(agent, allergy_keys=("penicillin",)) for agent in CLINIC.formulary)
    (said,) = compiled(AllergicToPlanned(True)).deciding(gather(story, replace(CLINIC, formulary=signed), edition, AT))
    assert said["found"] == ("penicillin",)


def test_what_decides_is_what_answers_like_the_whole(edition: Edition) -> None:
    known = facts(edition, "stroke")
    stroke, cancer, weight = Recorded("stroke"), Recorded("cancer"), Reads("inr")

    def codes(asked: Any) -> list[tuple[str, object]]:
        return [(said.code, said["about"]) for said in compiled(asked).deciding(known)]

    assert codes(AnyOf((stroke, cancer, weight))) == [("fact.condition", "stroke")]
    assert codes(All((stroke, cancer, weight))) == [("fact.condition-absent", "cancer")]
    assert codes(All((stroke, weight))) == [("fact.reading-unknown", "inr")]
    assert codes(NoneOf((stroke, cancer))) == [("fact.condition", "stroke")]
    assert codes(NoneOf((cancer,))) == [("fact.condition-absent", "cancer")]


@pytest.mark.parametrize(
    ("prescribed", "answer"), [(YES, YES), (UNKNOWN, YES), (NO, NO)], ids=["prescribed", "not known", "bought"]
)
def test_a_medicine_of_unknown_origin_counts_as_prescribed(
    edition: Edition, prescribed: Answer, answer: Answer
) -> None:
    known = facts(edition, medicines=(MedicineTaken("ibuprofen", prescribed),))
    assert compiled(Takes(("M01A",), prescribed=True)).holds(known) is answer


@pytest.mark.parametrize(("ago", "answer"), [(6, YES), (7, UNKNOWN), (8, UNKNOWN)])
def test_a_reading_counts_no_longer_than_it_holds(edition: Edition, ago: int, answer: Answer) -> None:
    read = Reading("inr", Quantity.parse("3.6 1"), AT - timedelta(days=ago))
    asked = Reads("inr", over=Quantity.parse("3.5 1"), within=CalendarSpan(days=7))
    assert compiled(asked).holds(facts(edition, readings=(read,))) is answer
    assert compiled(replace(asked, only_if_measured=True)).holds(facts(edition, readings=(read,))) is (
        NO if answer is UNKNOWN else answer
    )


@pytest.mark.parametrize(
    ("value", "answer"), [("3.4 1", NO), ("3.5 1", NO), ("3.6 1", YES), ("4.0 1", NO), ("3.9 1", YES)]
)
def test_a_reading_lies_strictly_between_its_bounds(edition: Edition, value: str, answer: Answer) -> None:
    asked = Reads("inr", over=Quantity.parse("3.5 1"), under=Quantity.parse("4.0 1"))
    assert compiled(asked).holds(facts(edition, readings=(Reading("inr", Quantity.parse(value), AT),))) is answer


def test_of_two_readings_at_once_one_is_taken_whatever_their_order(edition: Edition) -> None:
    two = tuple(Reading("inr", Quantity.parse(value), AT) for value in ("2.0 1", "3.0 1"))
    assert facts(edition, readings=two).readings == facts(edition, readings=two[::-1]).readings


def test_the_phototype_is_at_least_that(edition: Edition) -> None:
    assert [compiled(OfPhototype(least)).holds(facts(edition)) for least in (1, 2, 3)] == [YES, YES, NO]


@pytest.mark.parametrize(
    ("text", "active", "answer"),
    [
        ("myocardial-infarction", False, UNKNOWN),
        ("myocardial-infarction since 2025-09-03", False, NO),
        ("myocardial-infarction since 2025-09-04", False, YES),
        ("myocardial-infarction since 2020-01-01 until 2025-09-04", False, YES),
        ("myocardial-infarction since 2020-01-01", False, NO),
        ("myocardial-infarction since 2020-01-01", True, YES),
        ("myocardial-infarction since 2026-02-01 until 2026-03-02", True, NO),
        ("myocardial-infarction since 2026-02-01 until 2026-03-03", True, YES),
    ],
)
def test_an_event_within_a_span(edition: Edition, text: str, active: bool, answer: Answer) -> None:
    asked = Recorded("myocardial-infarction", active=active, within=CalendarSpan(months=6))
    assert compiled(asked).holds(facts(edition, text)) is answer
    if answer is NO:
        unasked = facts(edition, text, replies=answers(edition, at_two_hours_ago(), but=("heart",)))
        assert compiled(asked).holds(unasked) is UNKNOWN


def at_two_hours_ago() -> datetime:
    return AT - timedelta(hours=2)


def test_of_several_events_the_one_that_counts_gives_the_date(edition: Edition) -> None:
    recent = Recorded("stroke", within=CalendarSpan(days=365))
    text = f"stroke since {AT.date() - timedelta(days=30)}; stroke since 1999-05-01"
    (said,) = compiled(recent).deciding(facts(edition, text))
    assert (said.code, said["found"]) == ("fact.condition", AT.date() - timedelta(days=30))


@pytest.mark.parametrize("text", ["stroke since 2000-01-01; {}", "{}; stroke since 2000-01-01"])
def test_one_that_is_over_gives_no_date_where_only_one_that_lasts_counts(edition: Edition, text: str) -> None:
    told = facts(edition, text.format("stroke since 2010-01-01 until 2011-01-01"))
    (said,) = compiled(Recorded("stroke", active=True)).deciding(told)
    assert said["found"] == date(2000, 1, 1)
