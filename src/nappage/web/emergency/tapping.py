"""Reading the steps that a device sends, all faults at once.

A step of an edition that is no longer in use is taken as it comes: what was done in an emergency is never refused
because knowledge moved on meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from nappage.actions.emergencies import Tapped
from nappage.assessment.happening import EmergencyStep
from nappage.values.fault import Fault, Faulty, Refused
from nappage.values.quantity import Quantity

MOST_AT_ONCE = 500
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
_AGAIN = "Send it again."


def read_tapped(raw: Any) -> tuple[Tapped, ...]:
    """Return the steps that a device sent; Faulty with everything that cannot be read."""
    faults: list[Fault] = []
    sent = _instant(raw.get("sent"), "sent", faults) if isinstance(raw, Mapping) else None
    rows = raw.get("steps") if isinstance(raw, Mapping) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_AT_ONCE:
        faults.append(Fault("steps", f"1 to {MOST_AT_ONCE} steps", "something else", _AGAIN))
        rows = []
    found = [_tapped(row, f"steps[{number}]", sent, faults) for number, row in enumerate(rows, 1)]
    if faults:
        raise Faulty(faults)
    return tuple(one for one in found if one is not None)


def _tapped(row: Any, thing: str, sent: datetime | None, faults: list[Fault]) -> Tapped | None:
    if not isinstance(row, Mapping):
        faults.append(Fault(thing, "a step", "something else", _AGAIN))
        return None
    names = [_name(row.get(part), f"{thing}.{part}", faults) for part in ("protocol", "step")]
    at = _instant(row.get("at"), f"{thing}.at", faults)
    dose = _dose(row.get("dose"), f"{thing}.dose", faults)
    try:
        id = UUID(str(row.get("id")))
    except ValueError:
        faults.append(Fault(f"{thing}.id", "a UUID made by the device", str(row.get("id"))[:60], _AGAIN))
        return None
    return Tapped(id, EmergencyStep(names[0], names[1], at, dose), sent - at) if at and sent else None


def _name(text: Any, thing: str, faults: list[Fault]) -> str:
    if isinstance(text, str) and _ID.fullmatch(text):
        return text
    faults.append(Fault(thing, "a name in small letters", str(text)[:60], _AGAIN))
    return ""


def _instant(text: Any, thing: str, faults: list[Fault]) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        found = None
    if found is not None and found.tzinfo is not None:
        return found
    faults.append(Fault(thing, "an instant with its zone", str(text)[:60], _AGAIN))
    return None


def _dose(text: Any, thing: str, faults: list[Fault]) -> Quantity | None:
    try:
        return Quantity.parse(str(text)) if text else None
    except Refused as reason:
        faults.append(reason.at(thing))
        return None
