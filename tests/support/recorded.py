"""Recorded facts in the words of a table: "stroke since 1999-05-01; takes bisoprolol; stopped ramipril"."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from nappage.engine.story import Allergy, HealthEvent, MedicineTaken, Reading
from nappage.values.quantity import Quantity
from support.fictional import instant

SEEN = instant("2026-02-19 10:00", "Europe/Madrid")


def recorded(text: str) -> dict[str, Any]:
    """Return the fields of a story that hold these facts.

    "takes X for Y" is a purpose that the physician recorded, "says X for Y" one that the patient told; "weighs N kg"
    is a reading, "allergic to X" an allergy, and anything else an event with its days and its zone.
    """
    found: dict[str, list[Any]] = {"events": [], "medicines": [], "allergies": [], "readings": []}
    for fact in filter(None, (part.strip() for part in text.split(";"))):
        verb, _, rest = fact.partition(" ")
        if verb in ("takes", "says"):
            name, _, purpose = rest.partition(" for ")
            by = "physician" if verb == "takes" else "patient"
            found["medicines"].append(MedicineTaken(name, purpose=purpose, purpose_recorded_by=by))
        elif verb == "stopped":
            name, _, last = rest.partition(" on ")
            found["medicines"].append(MedicineTaken(name, stopped=True, last_taken=_noon(last)))
        elif verb == "allergic":
            found["allergies"].append(Allergy(rest.removeprefix("to ")))
        elif verb == "weighs":
            found["readings"].append(Reading("weight", Quantity.parse(rest), SEEN))
        else:
            found["events"].append(_event(fact))
    return {name: tuple(records) for name, records in found.items() if records}


def _noon(day: str) -> datetime | None:
    return instant(f"{day} 12:00") if day else None


def _event(fact: str) -> HealthEvent:
    condition, *words = fact.split()
    said = dict(zip(words[::2], words[1::2], strict=True))
    return HealthEvent(condition, SEEN, "physician", _day(said, "since"), _day(said, "until"), said.get("at", ""))


def _day(said: dict[str, str], name: str) -> date | None:
    return date.fromisoformat(said[name]) if name in said else None
