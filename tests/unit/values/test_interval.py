from __future__ import annotations

import pytest

from nappage.values.fault import Refused
from nappage.values.interval import Interval
from nappage.values.quantity import Quantity
from nappage.values.span import Elapsed


def test_both_ends_are_read_with_the_unit() -> None:
    interval = Interval.parse("1-4 mm", Quantity.parse)
    assert (interval.low, interval.high) == (Quantity.parse("1 mm"), Quantity.parse("4 mm"))
    assert str(interval) == "1-4 mm"


def test_one_value_is_both_ends() -> None:
    interval = Interval.parse("24 h", Elapsed.parse)
    assert interval.low == interval.high == Elapsed(24 * 60)
    assert str(interval) == "24 h"


def test_decimals_are_kept() -> None:
    assert str(Interval.parse("0.02-0.05 mL", Quantity.parse)) == "0.02-0.05 mL"


def test_the_lower_end_comes_first() -> None:
    with pytest.raises(Refused) as refused:
        Interval.parse("8-6 h", Elapsed.parse)
    assert refused.value.expected == "the lower end first"
    assert Interval.parse("6-6 h", Elapsed.parse) == Interval(Elapsed(360), Elapsed(360))


def test_ends_in_two_units_are_both_written() -> None:
    interval = Interval(Quantity.parse("500 ug/mL"), Quantity.parse("1 mg/mL"))
    assert str(interval) == "500 ug/mL to 1 mg/mL"
