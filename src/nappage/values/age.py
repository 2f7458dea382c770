"""Ages on a date. A person born on 29 February has the birthday on 1 March in a common year."""

from __future__ import annotations

from datetime import date


def age_on(born: date, day: date) -> int:
    """Return completed years on a day.

    Of the two customs for 29 February the later one is taken: a minimum age must never be reached a day early (E19).
    """
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)
