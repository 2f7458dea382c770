"""What looks like a number or an instant and is none: never taken for what somebody may have meant."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from nappage.library.structure import Structure
from nappage.values.fault import Fault, Faulty
from nappage.values.interval import Interval
from nappage.values.span import CalendarSpan, Elapsed


def fault(kind: Any, raw: object) -> Fault:
    with pytest.raises(Faulty) as raised:
        Structure().read(kind, raw, "it")
    [only] = raised.value.faults
    return only


@pytest.mark.parametrize("raw", ["NaN", "Infinity", "1E9", "١", "1,5", ".5", "", 1])
def test_an_exact_number_is_digits_and_a_point(raw: object) -> None:
    assert fault(Decimal, raw).expected == 'an exact number in quotes, such as "0.5"'


def test_a_bare_float_is_a_fault_wherever_it_stands() -> None:
    found = fault(dict[str, Any], {"given": [{"volume": 0.5}]})
    assert (found.thing, found.expected, found.found) == ("it.given", "a text or a whole number", "0.5")
    assert Structure().read(dict[str, Any], {"a": [{"b": "0.5"}, 1, True]}, "it") == {"a": [{"b": "0.5"}, 1, True]}


def test_without_a_zone_an_instant_says_its_offset() -> None:
    assert fault(datetime, "2026-03-02 10:00").expected == "a date and time with its offset"
    read = Structure().read(datetime, "2026-03-02 10:00+01:00", "it")
    assert read == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["25:00", "2026-13-01 10:00"])
def test_a_time_that_no_clock_shows_is_a_fault(typed: str) -> None:
    assert fault(datetime, typed).expected == "a date and time such as 2026-03-02 10:00"


def test_a_range_of_time_is_elapsed_or_calendar_by_its_unit() -> None:
    kind: Any = Interval[Elapsed | CalendarSpan]
    assert Structure().read(kind, "24-48 h", "it") == Interval(Elapsed(1440), Elapsed(2880))
    assert Structure().read(kind, "7 d", "it") == Interval(CalendarSpan(days=7), CalendarSpan(days=7))


def test_collecting_adds_its_faults_to_those_there_are() -> None:
    found = [Fault("other", "a", "b", "c")]
    assert Structure().collect(int, "x", "it", found) is None
    assert Structure().collect(int, 3, "it", found) == 3
    assert [each.thing for each in found] == ["other", "it"]
