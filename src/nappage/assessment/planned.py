"""What was planned, version after version: the one in force, the draft that may follow it, what was assessed for it.

A signed version stays in force until another is signed: a draft is nobody's agreement, and writing one must not close
a gate of the course that is under way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nappage.assessment.chart import Chart
from nappage.assessment.happening import Lifestyle, Note, PlanTerms
from nappage.engine.edition import Edition
from nappage.engine.indication import Indication
from nappage.engine.story import Formula, Patient, Plan

ASSESSED = "assessment:"
# What an assessment is recorded by elsewhere in the chart, so that nobody writes it twice.
_HISTORY, _PHOTOTYPE = "diet-and-exercise-history", "phototype"


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of a plan with its terms and its formula; `number` counts the signed ones, 0 is a draft."""

    entry: UUID
    plan: Plan
    terms: PlanTerms
    formula: Formula | None
    written_at: datetime
    by: str
    number: int = 0


def versions(chart: Chart) -> tuple[PlanVersion, ...]:
    """Return the signed versions in the order in which they were signed."""
    signed = [version for version in _written(chart) if version.plan.signed_at is not None]
    return tuple(
        PlanVersion(one.entry, one.plan, one.terms, one.formula, one.written_at, one.by, number)
        for number, one in enumerate(signed, 1)
    )


def latest(chart: Chart) -> PlanVersion | None:
    """Return what was written last, a draft or a signed version, or None."""
    written = _written(chart)
    if not written:
        return None
    last = written[-1]
    return last if last.plan.signed_at is None else versions(chart)[-1]


def draft(chart: Chart) -> PlanVersion | None:
    """Return the draft that nobody has signed yet, or None."""
    last = latest(chart)
    return last if last is not None and not last.number else None


def plan_in_force(chart: Chart) -> Plan | None:
    """Return the version signed last; before any is signed the draft, so that its course can be looked at."""
    plans = [plan for _, plan in chart.of(Plan)]
    signed = [plan for plan in plans if plan.signed_at is not None]
    return (signed or plans)[-1] if plans else None


def _written(chart: Chart) -> list[PlanVersion]:
    terms = {found.plan: found for _, found in chart.of(PlanTerms)}
    formulas = list(chart.of(Formula))
    found = []
    for line, plan in chart.of(Plan):
        # The formula as it stood with this version: a lot that was changed at a later visit belongs to that visit.
        known = [one for written, one in formulas if one.id == plan.formula and written.recorded_at <= line.recorded_at]
        formula = known[-1] if known else None
        found.append(PlanVersion(line.id, plan, terms.get(line.id, PlanTerms()), formula, line.recorded_at, line.by))
    return found


def formulas(chart: Chart) -> Mapping[str, Formula]:
    """Return the formulas of a chart by their ids, each as it stands now."""
    return {formula.id: formula for _, formula in chart.of(Formula)}


def assessed(chart: Chart, edition: Edition, indication: str) -> Mapping[str, str]:
    """Return what was assessed of what an indication needs before its plan is signed, in the words it was recorded in.

    An assessment is something that was found and written down, never a box that was ticked.
    """
    entry = edition.get(Indication, indication)
    said = {note.section: note.words for _, note in chart.of(Note) if note.section.startswith(ASSESSED)}
    known = {need: said.get(f"{ASSESSED}{need}") or _elsewhere(chart, need) for need in (entry.needs if entry else ())}
    return {need: words for need, words in known.items() if words}


def _elsewhere(chart: Chart, need: str) -> str:
    if need == _PHOTOTYPE:
        patient = chart.latest(Patient)
        return str(patient.phototype) if patient and patient.phototype else ""
    if need == _HISTORY:
        lifestyle = chart.latest(Lifestyle)
        return "; ".join(filter(None, (lifestyle.diet, lifestyle.activity))) if lifestyle else ""
    return ""
