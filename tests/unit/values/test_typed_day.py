"""A day as people type it."""

from __future__ import annotations

from datetime import date

import pytest

from nappage.values.fault import Refused
from nappage.values.typed_day import DayTyped, days_typed

BIRTH = date(1990, 5, 14)


@pytest.mark.parametrize(
    "text",
    [
        "14 5 1990", "14/05/1990", "14.5.1990", "14-5-1990", "14051990", "19900514", "1990-05-14", "14 May 1990",
        "14 mai 1990", "14 de mayo de 1990", " 14  may, 1990 ", "١٤/٥/١٩٩٠",
    ],
)  # fmt: skip
def test_a_whole_date_is_read_in_the_forms_it_is_typed_in(text: str) -> None:
    assert days_typed(text) == (BIRTH,)
    assert DayTyped.parse(text) == DayTyped(text.strip(), BIRTH, BIRTH)


def test_a_date_with_two_readings_gives_both_day_before_month_first() -> None:
    assert days_typed("4/5/1990") == (date(1990, 5, 4), date(1990, 4, 5))
    assert DayTyped.parse("4/5/1990").first == date(1990, 5, 4)
    assert days_typed("5/5/1990") == (date(1990, 5, 5),)


@pytest.mark.parametrize("text", ["", "garcia", "1990", "5 1990", "31 2 1990", "14 13 1990", "14 xyz 1990", "1 2 90"])
def test_what_is_no_whole_date_is_no_day(text: str) -> None:
    assert days_typed(text) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1990", date(1990, 1, 1), date(1990, 12, 31)),
        ("5/1990", date(1990, 5, 1), date(1990, 5, 31)),
        ("1990-02", date(1990, 2, 1), date(1990, 2, 28)),
        ("feb 1992", date(1992, 2, 1), date(1992, 2, 29)),
        ("1990 août", date(1990, 8, 1), date(1990, 8, 31)),
        ("diciembre 1990", date(1990, 12, 1), date(1990, 12, 31)),
    ],
)
def test_a_month_or_a_year_is_known_as_far_as_it_was_said(text: str, first: date, last: date) -> None:
    assert DayTyped.parse(text) == DayTyped(text, first, last)


@pytest.mark.parametrize(
    "text", ["", "x", "31 2 1990", "ma 1990", "13 1990", "mayo", "90", "May 90", "1 2 3 4", "0 1990"]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="14 5 1990"):
        DayTyped.parse(text)
