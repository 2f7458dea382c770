from __future__ import annotations

from datetime import date

import pytest

from nappage.values.age import age_on

LEAP = date(2008, 2, 29)


@pytest.mark.proves("E19", "H-21")
@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (LEAP, date(2026, 2, 28), 17),
        (LEAP, date(2026, 3, 1), 18),
        (LEAP, date(2028, 2, 28), 19),
        (LEAP, date(2028, 2, 29), 20),
        (date(1990, 5, 14), date(2026, 5, 13), 35),
        (date(1990, 5, 14), date(2026, 5, 14), 36),
        (date(1990, 5, 14), date(2026, 4, 30), 35),
        (date(1990, 5, 14), date(2026, 6, 1), 36),
        (date(1990, 12, 31), date(2026, 1, 1), 35),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_a_birthday_is_never_reached_a_day_early(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age
