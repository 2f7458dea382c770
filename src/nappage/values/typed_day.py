"""A day as people type it: which days it may mean, every one of them, for whoever looks or asks back."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from nappage.values.fault import Refused

_SEPARATED = re.compile(r"[\s./,-]+")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier enero", "february fevrier febrero", "march mars marzo", "april avril abril",
            "may mai mayo", "june juin junio", "july juillet julio", "august aout agosto",
            "september septembre septiembre", "october octobre octubre", "november novembre noviembre",
            "december decembre diciembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_LEAST_LETTERS = 3


def days_typed(text: str) -> tuple[date, ...]:
    """Return every day that a whole date may mean, day before month first; none for what is no whole date.

    "4/5/1990" is 4 May to most people here and 5 April to others: a search looks for both.
    """
    parts = _parts(text)
    if len(parts) != 3:
        return ()
    return tuple(dict.fromkeys(_days(parts)))


def _parts(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if re.fullmatch(r"\d{8}", plain):
        return [plain[:4], plain[4:6], plain[6:]] if plain[:2] in ("19", "20") else [plain[:2], plain[2:4], plain[4:]]
    return [part for part in _SEPARATED.split(plain) if part not in ("", "de", "of")]


def _days(parts: list[str]) -> Iterator[date]:
    first, second, third = parts
    if len(first) == 4:
        yield from _day(first, second, third)
        return
    yield from _day(third, second, first)
    yield from _day(third, first, second)


def _day(year: str, month: str, day: str) -> Iterator[date]:
    numbered = _month(month)
    if re.fullmatch(r"\d{4}", year) and numbered and re.fullmatch(r"\d{1,2}", day):
        try:
            yield date(int(year), numbered, int(day))
        except ValueError:
            return


def _month(typed: str) -> int | None:
    if re.fullmatch(r"\d{1,2}", typed):
        return int(typed)
    bare = "".join(c for c in unicodedata.normalize("NFKD", typed) if not unicodedata.combining(c))
    found = {number for name, number in _MONTHS.items() if name.startswith(bare)}
    return found.pop() if len(found) == 1 and len(bare) >= _LEAST_LETTERS else None


@dataclass(frozen=True, slots=True)
class DayTyped:
    """A day that is known as far as it was said: the first and the last day that it can have been."""

    text: str
    first: date
    last: date

    @staticmethod
    def parse(text: str) -> DayTyped:
        """Return the day, month or year that was typed; Refused for anything else, and for a day with two readings."""
        typed = text.strip()
        whole = _month_or_year(typed) or _one(typed, days_typed(typed))
        if whole is None:
            raise Refused(
                "a day, a month or a year, such as 14 5 1990, May 1990 or 1990", text, "Type day, month and year."
            )
        return whole


def _one(typed: str, days: Iterable[date]) -> DayTyped | None:
    found = list(days)
    # Day before month, as it is written wherever this clinic's languages are spoken.
    return DayTyped(typed, found[0], found[0]) if found else None


def _month_or_year(typed: str) -> DayTyped | None:
    parts = _parts(typed)
    if len(parts) == 1 and re.fullmatch(r"(19|20)\d\d", parts[0]):
        year = int(parts[0])
        return DayTyped(typed, date(year, 1, 1), date(year, 12, 31))
    if len(parts) == 2:
        year_typed, month_typed = (parts[0], parts[1]) if len(parts[0]) == 4 and parts[0].isdigit() else reversed(parts)
        month = _month(month_typed)
        if month and 1 <= month <= 12 and re.fullmatch(r"(19|20)\d\d", year_typed):
            year = int(year_typed)
            return DayTyped(typed, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return None
