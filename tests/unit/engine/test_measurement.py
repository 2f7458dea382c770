"""How a place was read: a change of posture or of the tape's tension is said, naming what differed."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from nappage.engine.edition import Edition
from nappage.engine.landmark import Posture, Tension
from nappage.engine.measurement import manner_changes
from nappage.engine.story import Side, TapeReading
from nappage.values.quantity import Quantity

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


def read(posture: Posture | None, tension: Tension | None) -> TapeReading:
    return TapeReading("thigh", Quantity.parse("57 cm"), AT, "x", Side.RIGHT, False, posture, tension)


@pytest.mark.parametrize(("postures", "tensions"), [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_what_differs_between_readings_of_a_place_is_named(edition: Edition, postures: int, tensions: int) -> None:
    manners = product(list(Posture)[:postures], list(Tension)[:tensions])
    found = manner_changes(edition, [read(*manner) for manner in manners])
    named = (list(Posture)[:2] if postures > 1 else []) + (list(Tension)[:2] if tensions > 1 else [])
    assert [one.because.fact["manners"] for one in found] == ([tuple(sorted(m.value for m in named))] if named else [])


def test_what_was_not_said_is_no_other_manner(edition: Edition) -> None:
    assert manner_changes(edition, [read(None, None), read(Posture.STANDING, None)]) == ()
