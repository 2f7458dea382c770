"""One session and one report, in the words of a table: ages such as "7 d +1 min", features separated by commas."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from nappage.engine.edition import Edition
from nappage.engine.story import SymptomReport
from nappage.engine.treatment import Treatment
from nappage.engine.triage import ReportTriage, triage
from nappage.values.quantity import Quantity

SESSION = datetime(2026, 10, 6, 9, 25, tzinfo=UTC)
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "wk": timedelta(weeks=1)}


def elapsed(text: str) -> timedelta:
    """Return the sum of the parts of "7 d +1 min"; a day is 24 h here, because symptom clocks are elapsed."""
    total = timedelta(0)
    for amount, unit in re.findall(r"([+-]?\d+) (min|h|d|wk)", text):
        total += int(amount) * _UNITS[unit]
    return total


def words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def treated(modality: str, zone: str = "flank", at: datetime = SESSION, formula: str = "F1") -> Treatment:
    """Return a session of 25 min that ended at `at`; an unknown modality is blank."""
    return Treatment(
        at - timedelta(minutes=25), at, frozenset({zone}), frozenset({modality} if modality else ()), formula
    )


def reported(
    symptom: str, age: str, features: str = "", onset: str | None = "0 h", value: str = "", zone: str = "flank"
) -> SymptomReport:
    """Return a report made `age` after the session, begun `onset` after it (None is unknown)."""
    return SymptomReport(
        symptom,
        onset=None if onset is None else SESSION + elapsed(onset),
        at=SESSION + elapsed(age),
        zone=zone,
        features=words(features),
        value=Quantity.parse(value) if value else None,
    )


def judged(edition: Edition, report: SymptomReport, modality: str = "non-lytic", context: str = "") -> ReportTriage:
    """Return the triage of one report after one session."""
    return triage(edition, [report], [treated(modality)], words(context), report.at).reports[0]
