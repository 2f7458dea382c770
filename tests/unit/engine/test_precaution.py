"""The faults of a precaution, its findings, and the sources that everything cites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nappage.engine.edition import Edition
from nappage.engine.health_condition import HealthCondition
from nappage.engine.precaution import Effect, Level, Precaution, brings, check_precaution
from nappage.engine.predicate import (
    AllergicTo,
    Plans,
    PlansClass,
    PlansIndication,
    PlansTechnique,
    PlansZone,
    Recorded,
)  # fmt: skip
from nappage.engine.source import Source, check_citation, check_citations
from nappage.values.citation import Citation
from support.editions import with_entries
from support.open_visit import look
from support.recorded import recorded


def found(faults: Iterable[Any]) -> list[tuple[str, str, str]]:
    return [(fault.thing, fault.expected, fault.found) for fault in faults]


@pytest.mark.parametrize(
    ("asked", "expected", "named"),
    [
        (Recorded("sorrow"), "a condition of conditions.toml", "'sorrow'"),
        (Plans(("A",)), "the id of a Agent", "'A'"),
        (PlansClass(("magic",)), "the id of a AgentClass", "'magic'"),
        (PlansZone(("moon",)), "the id of a Zone", "'moon'"),
        (PlansIndication(("joy",)), "the id of a Indication", "'joy'"),
        (PlansTechnique(("dance",)), "the id of a Technique", "'dance'"),
        (AllergicTo(("work",)), "the id of a Allergen", "'work'"),
    ],
)
def test_a_rule_asks_only_for_what_the_knowledge_names(edition: Edition, asked: Any, expected: str, named: str) -> None:
    rule = replace(edition.all(Precaution)["stroke"], when=asked)
    assert found(check_precaution(rule, "it", edition)) == [("it.when", expected, named)]


def test_a_rule_asks_only_for_conditions_that_some_question_covers(edition: Edition) -> None:
    sorrow = replace(edition.all(HealthCondition)["stroke"], id="sorrow")
    rule = replace(edition.all(Precaution)["stroke"], when=Recorded("sorrow"))
    faults = check_precaution(rule, "it", with_entries(edition, sorrow))
    assert found(faults) == [("it.when", "a condition that a question covers", "'sorrow'")]


def test_only_a_match_brings_an_effect(edition: Edition) -> None:
    matched = look(edition, **recorded("pregnancy since 2026-01-20"))
    unknown = look(edition, replies=())
    assert brings(matched.findings, Effect.SILENCES)
    assert not brings(matched.findings, Effect.BARS_TEST_DECISION)
    assert not brings(unknown.findings, Effect.SILENCES)


@pytest.mark.parametrize("level", list(Level))
def test_a_level_holds_unless_it_is_a_caution(level: Level) -> None:
    assert level.holds is (level is not Level.CAUTION)
    assert level.decidable is (level not in (Level.A, Level.DEFER))


@pytest.mark.parametrize(("place", "faults"), [("1", 0), ("6", 0), ("0", 1), ("999999", 1), ("six", 1), ("", 1)])
def test_a_line_of_a_text_exists(edition: Edition, place: str, faults: int) -> None:
    lines = edition.all(Source)["004"].lines
    assert len(list(check_citation(Citation("004", place), "it", edition))) == faults
    assert not list(check_citation(Citation("004", str(lines)), "it", edition))
    assert list(check_citation(Citation("004", str((lines or 0) + 1)), "it", edition))


def test_an_entry_cites_something_that_exists(edition: Edition) -> None:
    rule = edition.all(Precaution)["stroke"]
    assert [fault.found for fault in check_citations(replace(rule, sources=()), "it", edition)] == ["none"]
    unknown = replace(rule, sources=(Citation("hearsay", "3"),))
    assert [fault.found for fault in check_citations(unknown, "it", edition)] == ["hearsay:3"]
    assert not list(check_citations(rule, "it", edition))


def test_an_event_entered_in_error_is_none_from_then_on(edition: Edition) -> None:
    event = recorded("pregnancy since 2026-01-20")["events"][0]
    for corrected, matched in ((date(2026, 3, 3), False), (date(2026, 3, 4), True)):
        at = event.at.replace(year=corrected.year, month=corrected.month, day=corrected.day)
        seen = look(edition, events=(replace(event, entered_in_error_at=at),))
        assert any(one.precaution.id == "pregnancy" for one in seen.findings) is matched
