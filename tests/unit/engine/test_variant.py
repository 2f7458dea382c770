"""Named schedules and the length of a course."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.engine.edition import Edition
from nappage.engine.variant import ScheduleVariant, duration_note
from nappage.values.citation import Citation
from nappage.values.span import CalendarSpan
from nappage.values.statement import Because, say


@pytest.mark.proves("K-05", "R100", "R117", "S1")
@pytest.mark.parametrize(
    ("variant", "sessions", "days", "weeks"),
    [("001-body", 10, 126, 18), ("001-body", 6, 70, 10), ("001-face", 5, 56, 8)],
)
def test_the_computed_length_stands_beside_the_stated_three_months(
    edition: Edition, variant: str, sessions: int, days: int, weeks: int
) -> None:
    assert duration_note(edition, variant, sessions) == Because(
        variant,
        say("variant.duration", days=days, weeks=weeks, stated=CalendarSpan(months=3)),
        say("variant.count-from-dates"),
        (Citation("001", "56"),),
    )


@pytest.mark.parametrize("variant", ["003-adaptive", "000-gradual", "my-own"])
def test_a_source_that_states_no_length_gets_no_note(edition: Edition, variant: str) -> None:
    assert duration_note(edition, variant, 10) is None


@pytest.mark.proves("K-05")
def test_the_texts_keep_their_own_figures_and_none_is_averaged(edition: Edition) -> None:
    named = {
        variant.id: (variant.fewest, variant.most, [str(step.proposed) for step in variant.steps])
        for variant in edition.all(ScheduleVariant).values()
        if not variant.catalogue
    }
    assert named == {
        "001-face": (4, 6, ["14 d"]),
        "001-body": (6, 10, ["14 d"]),
        "003-adaptive": (3, 15, ["7 d", "14 d", "1 mo"]),
        "000-gradual": (4, 8, []),
        "002-repeated": (None, 15, []),
    }


def test_a_published_regimen_keeps_its_own_figures_too(edition: Edition) -> None:
    published = {
        variant.id: (variant.fewest, variant.most, *(str(step.proposed) for step in variant.steps))
        for variant in edition.all(ScheduleVariant).values()
        if variant.catalogue
    }
    assert published == {
        "deoxycholic-acid-label": (None, 6, "1 mo"),
        "kopera-2008": (3, 3, "21 d"),
        "salti-2008": (4, 4, "56 d"),
        "cleveland-nct00851747": (4, 4, "14 d"),
        "thomas-2018": (4, 4, "28 d"),
        "lipo-202-nct02398188": (8, 8, "7 d"),
        "cbl-514": (None, 4, "21 d"),
        "amin-2006": (4, 4, "28 d"),
        "el-domyati-2012": (6, 6, "14 d"),
        "savoia-2013": (4, 4, "15 d"),
        "baspeyras": (3, 3, "28 d"),
        "moftah-2013": (12, 12, "7 d"),
        "tranexamic-acid-monthly": (3, 3, "1 mo"),
        "tseveendorj-2023": (4, 4, "7 d"),
        "farpour-2020": (2, 2, "10 d"),
    }


@pytest.mark.parametrize(
    ("fewest", "most", "allowed"),
    [(None, None, {0, 1, 5, 6, 99}), (5, None, {5, 6, 99}), (None, 5, {0, 1, 5}), (1, 5, {1, 5})],
)
def test_an_end_that_a_source_does_not_give_is_open(
    edition: Edition, fewest: int | None, most: int | None, allowed: set[int]
) -> None:
    variant = replace(edition.all(ScheduleVariant)["001-body"], fewest=fewest, most=most)
    assert {count for count in (0, 1, 5, 6, 99) if variant.allows(count)} == allowed
