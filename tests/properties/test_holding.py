"""Compiled predicates against a naive walk: the same answers, the same deciding facts, and no rule slept through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as some

from nappage.engine.edition import Edition
from nappage.engine.facts import Facts
from nappage.engine.holding import compiled
from nappage.engine.precaution import Precaution, conditions_of, screen
from nappage.engine.predicate import All, AllergicTo, AnyOf, NoneOf, Predicate, Recorded, Takes
from nappage.engine.story import HealthEvent
from nappage.values.answer import Answer
from properties import naive_holding

DAY = date(2026, 3, 3)
NAMES = ("stroke", "asthma", "keloid", "epilepsy")
LISTS = some.sampled_from([Answer.NO, Answer.UNKNOWN])


def leaves() -> some.SearchStrategy[Predicate]:
    names = some.sampled_from(NAMES)
    return some.one_of(
        some.builds(Recorded, names, active=some.booleans()),
        names.map(lambda name: Takes((name,))),
        names.map(lambda name: AllergicTo((name,))),
    )


def predicates() -> some.SearchStrategy[Predicate]:
    return some.recursive(
        leaves(),
        lambda parts: some.lists(parts, min_size=1, max_size=3).flatmap(
            lambda few: some.sampled_from([All(tuple(few)), AnyOf(tuple(few)), NoneOf(tuple(few))])
        ),
        max_leaves=8,
    )


@some.composite
def facts(draw: some.DrawFn, conditions: tuple[str, ...] = NAMES) -> Facts:
    recorded = draw(some.frozensets(some.sampled_from(conditions), max_size=2))
    ended = draw(some.booleans())
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    until = date(2026, 1, 1) if ended else None
    return Facts(
        day=DAY, treatment_day=DAY, sex=None, age=40, minimum_age=18, jurisdiction="ES", phototype=2,
        events={name: (HealthEvent(name, at, "physician-1", date(2025, 1, 1), until),) for name in recorded},
        denied=draw(some.frozensets(some.sampled_from(conditions))),
        medicines=(), taken=draw(some.frozensets(some.sampled_from(NAMES))), other_medicines=draw(LISTS),
        allergies=draw(some.frozensets(some.sampled_from(NAMES))), other_allergies=draw(LISTS),
        readings={}, planned=None, replies={},
    )  # fmt: skip


def of_leaf(known: Facts) -> naive_holding.OfLeaf:
    return lambda leaf: compiled(leaf).holds(known)


@given(predicates(), facts())
def test_a_compiled_predicate_answers_as_a_naive_walk(asked: Predicate, known: Facts) -> None:
    assert compiled(asked).holds(known) is naive_holding.answer(asked, of_leaf(known))


@given(predicates(), facts())
def test_the_deciding_facts_are_those_of_a_naive_walk(asked: Predicate, known: Facts) -> None:
    leaves = naive_holding.deciding(asked, of_leaf(known))
    assert compiled(asked).deciding(known) == tuple(said for leaf in leaves for said in compiled(leaf).deciding(known))


@given(predicates(), facts())
def test_nothing_but_a_no_is_possible_while_all_that_wakes_a_rule_is_denied(asked: Predicate, known: Facts) -> None:
    ready = compiled(asked)
    everything = replace(known, events={}, denied=ready.woken_by)
    if ready.woken_by:
        assert ready.holds(everything) is Answer.NO


@given(known=some.data())
def test_screening_finds_what_a_naive_walk_of_every_precaution_finds(edition: Edition, known: some.DataObject) -> None:
    rules = edition.all(Precaution).values()
    conditions = sorted({condition for rule in rules for condition in conditions_of(rule.when)})
    drawn = known.draw(facts(tuple(conditions)))
    told = replace(drawn, denied=frozenset(conditions) - known.draw(some.frozensets(some.sampled_from(conditions))))
    naive = {rule.id: naive_holding.answer(rule.when, of_leaf(told)) for rule in rules}
    found = {finding.precaution.id: finding.answer for finding in screen(edition, told)}
    assert found == {id: answer for id, answer in naive.items() if answer is not Answer.NO}
