"""Triage once more, slow and plain: numbers of minutes, one question after the other, levels as 0 to 3.

Nothing is shared with the engine but the knowledge it reads. Where the engine keeps one oldest clock, this tries each
clock and each modality apart and keeps the most urgent answer; where the engine asks one onset, this tries every onset
that is possible.
"""

from __future__ import annotations

from datetime import datetime

from nappage.engine.edition import Edition
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Cell, Escalator, Feature, ReactionClass, Symptom
from nappage.engine.treatment import Treatment


def naive_levels(
    edition: Edition, reports: list[SymptomReport], sessions: list[Treatment], context: set[str], at: datetime
) -> list[int]:
    """Return the level of each report made up to `at`, in the order given."""
    made = [report for report in reports if report.at <= at]
    return [_level(edition, report, made, sessions, context) for report in made]


def _level(
    edition: Edition, report: SymptomReport, made: list[SymptomReport], sessions: list[Treatment], context: set[str]
) -> int:
    symptom = _symptom(edition, report.symptom)
    own = {_feature(edition, said).id for said in report.features}
    causes = _causes(symptom, report, sessions)
    for zone in _zones(symptom, report, causes):
        own |= {one.id for one in edition.all(Escalator).values() if zone in one.zones}
    person = set(context) | {id for id in own if id in edition.all(Escalator)}
    best = 0
    if not causes:
        times = [cell for cell in symptom.cells if _plain(cell)]
        best = _plus(min(_number(cell) for cell in times) + 1, bool(person))
    ages = _ages(report, causes)
    for age in ages:
        for modality in _modalities(edition, causes):
            for onset in _onsets(report, causes, max(ages)):
                features = own | _beside(edition, symptom, report, made)
                for cell in symptom.cells:
                    if _matches(cell, age, modality, onset, features, person, report):
                        best = max(best, _plus(_number(cell), bool(person - set(cell.escalators))))
    beside = own | _beside(edition, symptom, report, made)
    for id in own:
        alone = _alone(edition, symptom, id, beside)
        best = max(best, _plus(alone, bool(person)) if alone else 0)
    return best


def _symptom(edition: Edition, said: str) -> Symptom:
    for entry in edition.all(Symptom).values():
        if _says(said, [entry.id, entry.words, *entry.names]):
            return entry
    return edition.all(Symptom)["unrecognised"]


def _feature(edition: Edition, said: str) -> Feature:
    for entry in edition.all(Feature).values():
        if _says(said, [entry.id, entry.words, *entry.names]):
            return entry
    return edition.all(Feature)["unrecognised"]


def _says(said: str, known: list[str]) -> bool:
    return any(said.lower().replace("-", " ") == one.lower().replace("-", " ") for one in known)


def _number(cell: Cell) -> int:
    return int(str(cell.level)[1])


def _plus(level: int, escalated: bool) -> int:
    return min(3, level + 1) if escalated else min(3, level)


def _plain(cell: Cell) -> bool:
    asked = [cell.new_after, cell.onset_before, cell.over, cell.at_least, cell.unless_below]
    return all(one is None for one in asked) and not cell.features and not cell.together and not cell.escalators


def _causes(symptom: Symptom, report: SymptomReport, sessions: list[Treatment]) -> list[Treatment]:
    began = report.onset if report.onset is not None else report.at
    before = []
    for session in sessions:
        if session.started <= began:
            before.append(session)
    there = []
    for session in before:
        if symptom.systemic or report.zone == "" or not session.zones or report.zone in session.zones:
            there.append(session)
    if not there:
        there = before
    if report.onset is not None and symptom.begins_within is not None:
        near = [s for s in there if _minutes(s.started, began) <= symptom.begins_within.minutes]
        if near:
            return near
    return there


def _zones(symptom: Symptom, report: SymptomReport, causes: list[Treatment]) -> set[str]:
    if report.zone:
        return {report.zone}
    if symptom.systemic:
        return set()
    return {zone for session in causes for zone in session.zones}


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60


def _ages(report: SymptomReport, causes: list[Treatment]) -> list[float]:
    ages = []
    if report.onset is not None:
        ages.append(_minutes(report.onset, report.at))
    if causes:
        ages.append(_minutes(causes[0].ended, report.at))
    return ages or [0.0]


def _modalities(edition: Edition, causes: list[Treatment]) -> list[str]:
    found: list[str] = []
    for session in causes:
        if not session.modalities:
            return list(edition.all(ReactionClass))
        found.extend(session.modalities)
    return found or list(edition.all(ReactionClass))


def _onsets(report: SymptomReport, causes: list[Treatment], age: float) -> list[float]:
    if report.onset is not None and causes:
        return [_minutes(causes[0].ended, report.onset)]
    return [0.0, age]


def _beside(edition: Edition, symptom: Symptom, report: SymptomReport, made: list[SymptomReport]) -> set[str]:
    found = set()
    for other in made:
        row = _symptom(edition, other.symptom)
        limit = row.gives_within.minutes if row.gives_within else -1
        if other is not report and abs(_minutes(other.at, report.at)) <= limit:
            found.add(row.gives)
        if symptom.growth and row.id == symptom.id and other.at < report.at and other.size and report.size:
            place = other.zone == "" or report.zone == "" or other.zone == report.zone
            if place and other.size.amount * other.size.unit.size < report.size.amount * report.size.unit.size:
                found.add(symptom.growth)
    return found


def _matches(
    cell: Cell, age: float, modality: str, onset: float, features: set[str], person: set[str], report: SymptomReport
) -> bool:
    if cell.modalities and modality not in cell.modalities:
        return False
    if cell.after is not None and not age > cell.after.minutes:
        return False
    if cell.until is not None and age > cell.until.minutes:
        return False
    if cell.new_after is not None and not onset > cell.new_after.minutes:
        return False
    if cell.onset_before is not None and onset >= cell.onset_before.minutes:
        return False
    if cell.features and not any(id in features for id in cell.features):
        return False
    if not all(id in features for id in cell.together):
        return False
    if cell.escalators and not any(id in person for id in cell.escalators):
        return False
    return _value_matches(cell, report)


def _value_matches(cell: Cell, report: SymptomReport) -> bool:
    def amount(unit: str) -> float | None:
        return float(report.value.amount) if report.value and report.value.unit.code == unit else None

    if cell.over is not None:
        read = amount(cell.over.unit.code)
        return read is not None and read > float(cell.over.amount)
    if cell.at_least is not None:
        read = amount(cell.at_least.unit.code)
        return read is not None and read >= float(cell.at_least.amount)
    if cell.unless_below is not None:
        read = amount(cell.unless_below.unit.code)
        return read is None or read >= float(cell.unless_below.amount)
    return True


def _alone(edition: Edition, symptom: Symptom, id: str, beside: set[str]) -> int:
    feature = edition.all(Feature)[id]
    if feature.level is not None:
        return int(str(feature.level)[1]) + (1 if beside & set(feature.raised_by) else 0)
    in_row = any(id in cell.features or id in cell.together for cell in symptom.cells)
    return 0 if feature.calm or in_row or id in edition.all(Escalator) else 1
