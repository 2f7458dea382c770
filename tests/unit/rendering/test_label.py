"""A label holds the whole name at the largest size it fits in, or says that it does not fit."""

from __future__ import annotations

from datetime import date

import pytest

from nappage.rendering.label import SIZES, label

BORN = date(1990, 5, 14)


@pytest.mark.proves("E29")
@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Prince", 12), ("Demo patient 014", 12), ("محمد بن عبد الله", 12), ("Ana 😀 👩‍⚕️", 12),
        ("María de los Ángeles " * 4, 10), ("María de los Ángeles " * 7, 8), ("A" * 140, 8),
    ],
)  # fmt: skip
def test_a_name_is_set_as_large_as_it_fits_and_never_cut(name: str, size: int) -> None:
    made = label(name, BORN, "9F3A2C41")
    assert made.fits
    assert made.size == size
    assert made.needed <= made.room
    assert "".join(made.name).replace(" ", "") == name.replace(" ", "")
    assert made.beneath == ("14 May 1990 9F3A2C41",) or made.beneath == ("14 May 1990  9F3A2C41",)


@pytest.mark.proves("E29")
@pytest.mark.parametrize("name", ["漢" * 200, "W" * 200])
def test_a_name_too_wide_for_the_smallest_size_is_said_not_to_fit(name: str) -> None:
    made = label(name, BORN, "9F3A2C41")
    assert not made.fits
    assert made.size == SIZES[-1]
    assert made.needed > made.room
    assert "".join(made.name) == name


def test_a_letter_keeps_its_signs_where_a_word_is_broken() -> None:
    made = label("ä" * 200, BORN, "9F3A2C41")
    assert all(not line.startswith("\u0308") for line in made.name)
