"""Folding names as people type them."""

from __future__ import annotations

import pytest

from nappage.engine.typed_name import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Aspirin", "aspirin"),
        ("  Co-Dióvan®  160 mg ", "co diovan 160 mg"),
        ("St. John’s wort", "st johns wort"),
        ("D`Artagnan´s", "dartagnans"),
        ("Botox™", "botox"),
        ("0,5 mg", "0,5 mg"),
        ("0.5 mg.", "0.5 mg"),
        ("aspirin, 100 mg", "aspirin 100 mg"),
        ("5 mg / 160 mg", "5 mg/160 mg"),
        ("a + b & c", "a/b/c"),
        ("5 %", "5 %"),
        ("Tylenol #3", "tylenol 3"),
        ("acide acétylsalicylique", "acide acetylsalicylique"),
        ("STRAẞE", "strasse"),
        ("ＡＳＡ", "asa"),
        ("אספירין", "אספירין"),
        ("", ""),
        ("...", ""),
    ],
)
def test_habits_of_spelling_fold_away(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(folded) == folded
