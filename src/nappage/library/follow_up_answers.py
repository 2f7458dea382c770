"""Answers to the cases of follow-ups, emergency protocols and emergency numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nappage.engine.edition import Edition
from nappage.engine.emergency import EmergencyNumber, EmergencyProtocol, steps_for
from nappage.engine.follow_up import FollowUp
from nappage.values.quantity import Quantity


def answer_follow_up(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return from which sessions a follow-up counts, and its time."""
    entry = edition.all(FollowUp)[about]
    until = f" to {entry.no_later_than}" if entry.no_later_than else ""
    return f"{entry.counted_from.value}: {entry.after}{until}"


def answer_emergency_protocol(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the acts of a protocol with their doses, in order, for an `age` or a `weight`."""
    weight = Quantity.parse(given["weight"]) if "weight" in given else None
    steps = steps_for(edition.all(EmergencyProtocol)[about], given.get("age"), weight)
    return ", ".join(f"{step.act} {step.dose}" if step.dose else step.act for step in steps)


def answer_emergency_number(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the number to call first in a country."""
    return edition.all(EmergencyNumber)[about].numbers[0]
