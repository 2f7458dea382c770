"""What a type may look like in a file, and what is said of everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nappage.library.structure import Structure
from nappage.library.timezones import database_version, timezone
from nappage.values.citation import Citation
from nappage.values.fault import Fault, Faulty, Refused
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity, Unit
from nappage.values.span import CalendarSpan, Elapsed

MADRID = timezone("Europe/Madrid")
NAIVE = datetime.fromisoformat("2026-03-02 10:00")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Round:
    radius: int


@dataclass(frozen=True)
class Square:
    side: int
    colour: Colour = Colour.RED


@dataclass(frozen=True)
class Nested:
    of: tuple[Nested, ...] = ()


@dataclass(frozen=True)
class Even:
    count: int

    def __post_init__(self) -> None:
        if self.count % 2:
            raise Refused("an even count", self.count, "Add one.")


def read(kind: Any, raw: object, zone: ZoneInfo | None = None) -> Any:
    return Structure(zone).read(kind, raw, "it")


def faults(kind: Any, raw: object) -> list[Fault]:
    with pytest.raises(Faulty) as raised:
        read(kind, raw)
    return list(raised.value.faults)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (str, "x", "x"),
        (int, 3, 3),
        (bool, True, True),
        (Decimal, "0.50", Decimal("0.50")),
        (Decimal, "-7", Decimal(-7)),
        (date, "2026-03-02", date(2026, 3, 2)),
        (date, date(2026, 3, 2), date(2026, 3, 2)),
        (time, "09:30", time(9, 30)),
        (time, time(9, 30), time(9, 30)),
        (ZoneInfo, "Europe/Madrid", MADRID),
        (Quantity, "0.05 mL", Quantity(Decimal("0.05"), Unit.ML)),
        (Citation, "004:6", Citation("004", "6")),
        (Elapsed | CalendarSpan, "24 h", Elapsed(1440)),
        (CalendarSpan | Elapsed, "7 d", CalendarSpan(days=7)),
        (Interval[Elapsed], "10-30 min", Interval(Elapsed(10), Elapsed(30))),
        (Interval[Elapsed | CalendarSpan], "7 d", Interval(CalendarSpan(days=7), CalendarSpan(days=7))),
        (str | None, "x", "x"),
        (Elapsed | CalendarSpan | None, "24 h", Elapsed(1440)),
        (tuple[int, ...], [1, 2], (1, 2)),
        (dict[str, int], {"a": 1}, {"a": 1}),
        (Mapping[str, int], {"a": 1}, {"a": 1}),
        (Colour, "blue", Colour.BLUE),
        (Square, {"side": 2}, Square(2)),
        (Round | Square, {"side": 2, "colour": "blue"}, Square(2, Colour.BLUE)),
        (Round | Square, {"radius": 2}, Round(2)),
        (Nested, {"of": [{"of": []}, {}]}, Nested((Nested(), Nested()))),
        (Even, {"count": 2}, Even(2)),
        (Any, {"a": [1, "x", True]}, {"a": [1, "x", True]}),
    ],
)
def test_a_value_is_read_as_its_type_says(kind: Any, raw: object, value: object) -> None:
    found = read(kind, raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw", "thing", "expected", "found"),
    [
        (str, 3, "it", "a text in quotes", "3"),
        (str, "  ", "it", "a text that says something", "'  '"),
        (int, "3", "it", "a whole number", "'3'"),
        (int, True, "it", "a whole number", "True"),
        (int, 3.0, "it", "a whole number", "3.0"),
        (bool, 1, "it", "true or false", "1"),
        (Decimal, 0.5, "it", 'an exact number in quotes, such as "0.5"', "0.5"),
        (Decimal, "half", "it", 'an exact number in quotes, such as "0.5"', "'half'"),
        (Decimal, "NaN", "it", 'an exact number in quotes, such as "0.5"', "'NaN'"),
        (Decimal, "Infinity", "it", 'an exact number in quotes, such as "0.5"', "'Infinity'"),
        (Decimal, "1E9", "it", 'an exact number in quotes, such as "0.5"', "'1E9'"),
        (Decimal, "١", "it", 'an exact number in quotes, such as "0.5"', "'١'"),
        (date, "2 March", "it", "a date such as 2026-03-02", "'2 March'"),
        (date, NAIVE, "it", "a date such as 2026-03-02", "2026-03-02 10:00:00"),
        (time, "half ten", "it", "a clock time such as 09:30", "'half ten'"),
        (ZoneInfo, "Madrid", "it", "an IANA time zone such as Europe/Madrid", "'Madrid'"),
        (ZoneInfo, "../zoneinfo/UTC", "it", "an IANA time zone such as Europe/Madrid", "'../zoneinfo/UTC'"),
        (ZoneInfo, 1, "it", "a text in quotes", "1"),
        (Quantity, 0.05, "it", "a text in quotes", "the bare float 0.05"),
        (Quantity, {}, "it", "a text in quotes", "a table"),
        (tuple[int, ...], "1", "it", "a list", "'1'"),
        (tuple[int, ...], [1, "x"], "it[2]", "a whole number", "'x'"),
        (dict[str, int], [1], "it", "a table", "[1]"),
        (dict[str, int], {"a": "x"}, "it.a", "a whole number", "'x'"),
        (Colour, "green", "it", "one of red, blue", "'green'"),
        (Round | Square, {"edge": 2}, "it", "a table with one of radius, side", "a table with edge"),
        (Round | Square, 2, "it", "a table with one of radius, side", "2"),
        (Square, 2, "it", "a table with side, colour", "2"),
        (Square, {}, "it.side", "a value", "nothing"),
        (Square, {"side": 2, "color": "red"}, "it.color", "one of side, colour", "the key color"),
        (Even, {"count": 3}, "it", "an even count", "3"),
        (Any, [{"a": 0.5}], "it", "a text or a whole number", "0.5"),
    ],
)
def test_anything_else_is_a_fault_in_four_parts(kind: Any, raw: object, thing: str, expected: str, found: str) -> None:
    [fault] = faults(kind, raw)
    assert (fault.thing, fault.expected, fault.found) == (thing, expected, found)
    assert fault.remedy


def test_all_faults_come_at_once() -> None:
    raw = [{"side": "x", "colour": "green"}, {"corner": 1}]
    assert [fault.thing for fault in faults(tuple[Square, ...], raw)] == [
        "it[1].side",
        "it[1].colour",
        "it[2].corner",
        "it[2].side",
    ]


def test_a_near_key_is_asked_about_and_a_far_one_is_to_go() -> None:
    assert [fault.remedy for fault in faults(Square, {"side": 1, "colours": "red", "x": 1})] == [
        "Did you mean colour?",
        "Remove it, or write the key that was meant.",
    ]


@pytest.mark.parametrize(
    ("typed", "zone", "instant"),
    [
        ("2026-03-02 10:00", MADRID, datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T10:00:00+05:00", MADRID, datetime(2026, 3, 2, 5, tzinfo=UTC)),
        (NAIVE, MADRID, datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02 10:00+00:00", None, datetime(2026, 3, 2, 10, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_read_in_the_clinics_zone(typed: object, zone: ZoneInfo | None, instant: datetime) -> None:
    assert read(datetime, typed, zone) == instant


@pytest.mark.parametrize("typed", ["2026-03-02", "tomorrow", "25:00", date(2026, 3, 2), 20260302])
def test_a_day_alone_is_never_an_instant(typed: object) -> None:
    assert [fault.expected for fault in faults(datetime, typed)] == ["a date and time such as 2026-03-02 10:00"]


def test_without_a_zone_an_instant_says_its_offset() -> None:
    assert [fault.expected for fault in faults(datetime, "2026-03-02 10:00")] == ["a date and time with its offset"]


def test_collecting_adds_its_faults_to_those_there_are() -> None:
    before = Fault("other", "a", "b", "c")
    found = [before]
    assert Structure().collect(int, "x", "it", found) is None
    assert Structure().collect(int, 3, "it", found) == 3
    assert [fault.thing for fault in found] == ["other", "it"]


def test_the_version_of_the_time_zones_is_stated() -> None:
    assert database_version()[:2] == "20"
