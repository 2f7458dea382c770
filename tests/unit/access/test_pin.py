"""Which PINs are taken."""

from __future__ import annotations

import pytest

from nappage.access.pin import is_simple, pin_faults

SIMPLE = [
    "111111", "123456", "654321", "234567", "890123", "246802", "121212", "123123", "112233", "147258", "159357",
    "123321", "112211", "000001", "987654", "12341234", "741852",
]  # fmt: skip


@pytest.mark.parametrize("pin", SIMPLE)
def test_a_pin_that_many_people_choose_is_refused_and_not_repeated(pin: str) -> None:
    assert is_simple(pin)
    (fault,) = pin_faults(pin)
    assert pin not in str(fault)


@pytest.mark.parametrize("pin", ["274916", "5083174", "908341275561"])
def test_a_pin_without_a_pattern_is_taken(pin: str) -> None:
    assert pin_faults(pin) == ()


@pytest.mark.parametrize(
    ("pin", "expected"),
    [("27491", "6 to 12 digits"), ("2749163850174", "6 to 12 digits"), ("27491a", "digits only"), ("", "digits only"),
     ("٢٧٤٩١٦", "digits only")],
)  # fmt: skip
def test_a_pin_is_six_to_twelve_plain_digits(pin: str, expected: str) -> None:
    (fault,) = pin_faults(pin)
    assert fault.expected == expected
