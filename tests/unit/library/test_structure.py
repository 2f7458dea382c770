"""Plain tables become values, or faults in four parts; nothing is guessed and nothing is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from nappage.library.structure import Structure
from nappage.library.timezones import timezone
from nappage.values.fault import Faulty, Refused
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan, Elapsed

MADRID = timezone("Europe/Madrid")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Dot:
    size: Quantity
    colour: Colour = Colour.RED
    names: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Line:
    length: Quantity

    def __post_init__(self) -> None:
        if self.length.amount < 0:
            raise Refused("a length", str(self.length), "Leave the sign out.")


@dataclass(frozen=True)
class Tree:
    name: str
    branches: tuple[Tree, ...] = ()
    counted: int = field(default=0, init=False)


def fault_of(kind: Any, raw: object, zone: ZoneInfo | None = None) -> str:
    with pytest.raises(Faulty) as caught:
        Structure(zone).read(kind, raw, "it")
    (fault,) = caught.value.faults
    return f"{fault.thing} | {fault.expected} | {fault.found}"


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (str, "text", "text"),
        (int, 3, 3),
        (bool, True, True),
        (Decimal, "0.5", Decimal("0.5")),
        (date, date(2026, 3, 2), date(2026, 3, 2)),
        (date, "2026-03-02", date(2026, 3, 2)),
        (time, time(9, 30), time(9, 30)),
        (time, "09:30", time(9, 30)),
        (ZoneInfo, "Europe/Madrid", MADRID),
        (Colour, "blue", Colour.BLUE),
        (Quantity, "0.05 mL", Quantity.parse("0.05 mL")),
        (Interval[Quantity], "1-4 mm", Interval(Quantity.parse("1 mm"), Quantity.parse("4 mm"))),
        (Interval[Elapsed | CalendarSpan], "7-10 d", Interval(CalendarSpan(days=7), CalendarSpan(days=10))),
        (Elapsed | CalendarSpan, "24 h", Elapsed(1440)),
        (Elapsed | CalendarSpan, "3 mo", CalendarSpan(months=3)),
        (tuple[int, ...], [1, 2], (1, 2)),
        (dict[str, int], {"a": 1}, {"a": 1}),
        (Mapping[str, Any], {"a": object}, {"a": object}),
        (str | None, "text", "text"),
        (Dot | Line, {"length": "1 cm"}, Line(Quantity.parse("1 cm"))),
        (Dot | Line | None, {"size": "1 mm"}, Dot(Quantity.parse("1 mm"))),
        (Dot, {"size": "1 mm", "names": ["a"]}, Dot(Quantity.parse("1 mm"), names=("a",))),
        (UUID, "01a203a5dbb07f72a32b6969c489737d", UUID("01a203a5-dbb0-7f72-a32b-6969c489737d")),
        (Tree, {"name": "a", "branches": [{"name": "b"}]}, Tree("a", (Tree("b"),))),
    ],
)
def test_a_table_becomes_the_value_of_its_type(kind: Any, raw: object, value: object) -> None:
    assert Structure().read(kind, raw, "it") == value


@pytest.mark.parametrize(
    ("kind", "raw", "fault"),
    [
        (str, "", "it | a text that says something | ''"),
        (UUID, "12", "it | a key of 32 hexadecimal digits | '12'"),
        (str, " ", "it | a text that says something | ' '"),
        (str, 3, "it | a text in quotes | 3"),
        (int, True, "it | a whole number | True"),
        (int, "3", "it | a whole number | '3'"),
        (bool, "yes", "it | true or false | 'yes'"),
        (Decimal, 0.5, 'it | an exact number in quotes, such as "0.5" | 0.5'),
        (Decimal, "half", "it | an exact number in quotes, such as \"0.5\" | 'half'"),
        (date, "2 March", "it | a date such as 2026-03-02 | '2 March'"),
        (date, datetime(2026, 3, 2, tzinfo=UTC), "it | a date such as 2026-03-02 | 2026-03-02 00:00:00+00:00"),
        (time, "noon", "it | a clock time such as 09:30 | 'noon'"),
        (ZoneInfo, "Madrid", "it | an IANA time zone such as Europe/Madrid | 'Madrid'"),
        (ZoneInfo, "../Madrid", "it | an IANA time zone such as Europe/Madrid | '../Madrid'"),
        (Colour, "green", "it | one of red, blue | 'green'"),
        (Quantity, 0.05, "it | a text in quotes | the bare float 0.05"),
        (Quantity, {"mL": 1}, "it | a text in quotes | a table"),
        (tuple[int, ...], 1, "it | a list | 1"),
        (tuple[int, ...], [1, "2"], "it[2] | a whole number | '2'"),
        (dict[str, int], [1], "it | a table | [1]"),
        (dict[str, int], {"a": "b"}, "it.a | a whole number | 'b'"),
        (Dot, "1 mm", "it | a table with size, colour, names | '1 mm'"),
        (Dot, {}, "it.size | a value | nothing"),
        (Dot | Line, {"width": 1}, "it | a table with one of size, length | a table with width"),
        (Dot | Line, "1 cm", "it | a table with one of size, length | '1 cm'"),
        (Line, {"length": "-1 cm"}, "it | a length | '-1 cm'"),
        (Tree, {"name": "a", "branches": [{"name": ""}]}, "it.branches[1].name | a text that says something | ''"),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_place(kind: Any, raw: object, fault: str) -> None:
    assert fault_of(kind, raw) == fault


def test_all_faults_of_a_table_come_at_once_and_a_near_key_is_offered() -> None:
    with pytest.raises(Faulty) as caught:
        Structure().read(Dot, {"size": "1 ml", "colors": "red", "x": 1}, "it")
    assert [(fault.thing, fault.remedy) for fault in caught.value.faults] == [
        ("it.colors", "Did you mean colour?"),
        ("it.x", "Remove it, or write the key that was meant."),
        ("it.size", "Write mL: UCUM codes are case-sensitive."),
    ]


def test_a_local_time_is_taken_in_the_zone_and_an_offset_is_kept() -> None:
    read = Structure(MADRID).read
    assert read(datetime, "2026-03-02 10:00", "it") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert read(datetime, "2026-03-02 10:00+05:00", "it") == datetime(2026, 3, 2, 5, tzinfo=UTC)
    assert read(datetime, datetime(2026, 3, 2, 10), "it") == datetime(2026, 3, 2, 9, tzinfo=UTC)  # noqa: DTZ001
    assert Structure().read(datetime, "2026-03-02 10:00+00:00", "it") == datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("yesterday", "it | a date and time such as 2026-03-02 10:00 | 'yesterday'"),
        (date(2026, 3, 2), "it | a date and time such as 2026-03-02 10:00 | 2026-03-02"),
        ("2026-03-29 02:30", "it | a time that the clocks of Europe/Madrid showed at all | '2026-03-29 02:30'"),
        ("2026-10-25 02:30", "it | a time that the clocks of Europe/Madrid showed only once | '2026-10-25 02:30'"),
    ],
)
def test_an_instant_that_nobody_can_mean_is_a_fault(raw: object, fault: str) -> None:
    assert fault_of(datetime, raw, MADRID) == fault
