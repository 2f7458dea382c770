"""What a fault says."""

from __future__ import annotations

from nappage.values.fault import Fault


def test_it_says_its_four_parts() -> None:
    fault = Fault("Time", "a free time", "10:30", "Choose another.")
    assert str(fault) == "Time: expected a free time, found 10:30. Choose another."


def test_what_a_rule_refuses_is_said_in_its_own_sentence() -> None:
    fault = Fault("Session", "", "Too early after Tue 3 Mar 2026", "Nothing to change.")
    assert str(fault) == "Session: Too early after Tue 3 Mar 2026. Nothing to change."
