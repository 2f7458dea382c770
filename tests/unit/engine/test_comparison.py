"""The comparison: its notes, its neutral words, and what the reader refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from nappage.engine.comparison import (
    Alternative,
    Basis,
    Column,
    Cost,
    Figure,
    RiskFigure,
    Spread,
    alternatives_for,
    check_alternative,
    comparison,
    side_by_side,
)
from nappage.engine.edition import Edition
from nappage.values.citation import Citation
from nappage.values.quantity import Quantity
from nappage.values.statement import say
from support.editions import faults
from support.small_edition import entry

PRAISE = re.compile(
    r"\b(rival|comparable|best|better than|superior|dramatic|effective|proven|gold|safe|permanent|works|home ?run"
    r"|excellent|remarkable|significant|natural|painless|gentle|revolutionary)",
    re.IGNORECASE,
)


def only(edition: Edition, *ids: str) -> Edition:
    chosen = MappingProxyType({id: edition.all(Alternative)[id] for id in ids})
    return Edition("chosen", edition.timezones, MappingProxyType({**edition.entries, Alternative: chosen}))


@pytest.mark.proves("K-18")
def test_figures_before_and_after_are_noted_as_not_comparable(edition: Edition) -> None:
    uncontrolled = (
        "diet-and-exercise",
        "phosphatidylcholine-deoxycholate",
        "cryolipolysis",
        "radiofrequency",
        "focused-ultrasound",
    )
    note = say("comparison.before-after-not-comparable", alternatives=uncontrolled)
    assert comparison(edition).notes == (note,)


@pytest.mark.parametrize("ids", [("cryolipolysis", "radiofrequency"), ("mesotherapy-non-ablative", "liposuction")])
def test_figures_of_one_kind_need_no_note(edition: Edition, ids: tuple[str, ...]) -> None:
    assert comparison(only(edition, *ids)).notes == ()


def test_a_way_without_figures_is_named(edition: Edition) -> None:
    bare = replace(edition.all(Alternative)["nothing"], figures=())
    ways = MappingProxyType({"nothing": bare})
    changed = Edition("bare", edition.timezones, MappingProxyType({**edition.entries, Alternative: ways}))
    assert comparison(changed).notes == (say("comparison.no-figure-found", alternatives=("nothing",)),)


@pytest.mark.proves("K-18")
def test_no_text_praises_one_way_over_another(edition: Edition) -> None:
    for way in edition.all(Alternative).values():
        told = [*way.name.values(), *way.text.values()]
        told += [words for figure in way.figures for words in (figure.found or {}).values()]
        assert [words for words in told if PRAISE.search(words)] == [], way.id


SOURCE = (Citation("K"),)
NOWHERE = (Citation("009"),)
CM = Quantity.parse("-1 cm")


def figure(**change: object) -> tuple[Figure, ...]:
    return (replace(Figure("girth", Basis.PLACEBO, SOURCE), **change),)  # type: ignore[arg-type]  # one of any type


@pytest.mark.parametrize(
    ("change", "thing", "expected"),
    [
        ({"name": {"fr": "Rien"}}, "a.name", "a text in English"),
        ({"text": {}}, "a.text", "a text in English"),
        ({"cost": Cost(1, 2, "USD", NOWHERE)}, "a", "a source of sources.toml"),
        ({"risks": (RiskFigure("bruise", NOWHERE),)}, "a", "a source of sources.toml"),
        ({"figures": figure(sources=NOWHERE, estimate=CM)}, "a", "a source of sources.toml"),
        ({"figures": figure()}, "a.figures[1]", "an estimate, a range or words"),
        ({"figures": figure(low=CM, estimate=CM)}, "a.figures[1]", "low, high and spread together"),
        ({"figures": figure(low=CM, high=CM)}, "a.figures[1]", "low, high and spread together"),
        (
            {"figures": figure(spread=Spread.STUDIES, estimate=CM)},
            "a.figures[1]",
            "low, high and spread together",
        ),
        (
            {"figures": figure(low=Quantity.parse("0 cm"), high=CM, spread=Spread.STUDIES)},
            "a.figures[1]",
            "the lower end first",
        ),
    ],
)
def test_the_reader_refuses(edition: Edition, change: dict[str, object], thing: str, expected: str) -> None:
    wrong = replace(edition.all(Alternative)["nothing"], **{"cost": None, **change})  # type: ignore[arg-type]  # the same
    (fault,) = check_alternative(wrong, "a", edition)
    assert (fault.thing, fault.expected) == (thing, expected)


def test_the_reader_accepts_words_for_missing_numbers_and_a_range_of_one_value(edition: Edition) -> None:
    figures = (*figure(found={"en": "No difference."}), *figure(low=CM, high=CM, spread=Spread.CONFIDENCE))
    assert not list(check_alternative(replace(edition.all(Alternative)["nothing"], figures=figures), "a", edition))


def test_the_fault_of_missing_english_names_the_languages_found(edition: Edition) -> None:
    way = edition.all(Alternative)["nothing"]
    (french,) = check_alternative(replace(way, text={"fr": "Rien.", "es": "Nada."}), "a", edition)
    (none,) = check_alternative(replace(way, text={}), "a", edition)
    assert (french.found, none.found) == ("fr, es", "none")


def test_the_ways_for_a_purpose_are_those_with_figures_about_it(edition: Edition) -> None:
    assert [each.id for each in alternatives_for(edition, "wrinkles")] == ["nothing"]
    assert "deoxycholate-submental" in {each.id for each in alternatives_for(edition, "localised-fat")}
    assert "deoxycholate-submental" not in {each.id for each in alternatives_for(edition, "cellulite")}


def test_a_purpose_that_does_not_exist_is_a_fault(edition: Edition) -> None:
    entry = replace(edition.all(Alternative)["nothing"], indications=("cellulite", "no-such"))
    assert faults("alternative", entry, edition) == [("it.indications", "'no-such'")]


def test_a_way_that_names_no_column_stands_among_the_others() -> None:
    assert entry(Alternative, "other", name={}, text={}).column is Column.OTHER


def test_five_columns_stand_side_by_side_in_one_order(edition: Edition) -> None:
    columns = side_by_side(edition)
    assert [column for column, _ways in columns] == list(Column)
    assert [way.column for _column, ways in columns for way in ways] == [
        column for column, ways in columns for _way in ways
    ]
    assert sum(len(ways) for _column, ways in columns) == len(edition.all(Alternative))
