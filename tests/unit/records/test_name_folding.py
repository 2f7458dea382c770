"""How names and telephone numbers are looked for."""

from __future__ import annotations

import pytest

from nappage.records.name_folding import LONGEST, digits, folded


@pytest.mark.proves("E29")
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ångström", "angstrom"), ("  O’Brien ", "obrien"), ("O'Brien", "obrien"), ("Jean-Luc", "jean luc"),
        ("Łukasz Żółć", "lukasz zolc"), ("Işık", "isik"), ("Straße", "strasse"), ("Ana 😀", "ana 😀"),
        ("مُحَمَّد", "محمد"), ("김민수", "김민수"), ("DAVID  ben", "david ben"),
    ],
)  # fmt: skip
def test_a_name_is_found_without_the_habits_of_writing(name: str, found: str) -> None:
    assert folded(name) == folded(found)


def test_what_unicode_takes_apart_never_outgrows_its_column() -> None:
    assert len(folded("ﷺ" * 200)) == LONGEST


def test_a_number_is_its_digits() -> None:
    assert digits("+34 (600) 000-01٤") == "34600000014"
