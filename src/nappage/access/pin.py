"""The PIN with which a member takes over a shared tablet: how long it is, and which ones are too easily guessed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from nappage.values.fault import Fault

SHORTEST = 6
LONGEST = 12
FEW_DIGITS = 3
_THING = "PIN"


def pin_faults(pin: str) -> tuple[Fault, ...]:
    """Return everything that is wrong with a PIN; the PIN itself is never repeated."""
    return tuple(_faults(pin))


def _faults(pin: str) -> Iterator[Fault]:
    if not (pin.isascii() and pin.isdigit()):
        yield Fault(_THING, "digits only", "something else among them", "Type digits, such as on a telephone.")
    elif not SHORTEST <= len(pin) <= LONGEST:
        remedy = "Choose a PIN of that length."
        yield Fault(_THING, f"{SHORTEST} to {LONGEST} digits", f"{len(pin)}", remedy)
    elif is_simple(pin):
        remedy = "Choose digits that do not follow a pattern and are no date or keyboard line."
        yield Fault(_THING, "digits that nobody guesses", "a pattern that many people choose", remedy)


def is_simple(pin: str) -> bool:
    """Return whether a PIN follows a pattern: few digits, a run, a repeated group, a mirror, or a line of the keys."""
    return (
        len(set(pin)) < FEW_DIGITS
        or _is_run(pin)
        or _repeats(pin)
        or pin == pin[::-1]
        or any(pin in line or pin in line[::-1] for line in ("147258369", "159357", "741852963", "123654789"))
    )


def _is_run(pin: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1


def _repeats(pin: str) -> bool:
    """Return whether a PIN is one group again and again (123123), or each digit twice (112233)."""
    doubled = pin[::2] == pin[1::2]
    return doubled or any(
        len(pin) % size == 0 and pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1)
    )
