"""What a report of a symptom stands on: the sessions that may have caused it, and what is told with it."""

from __future__ import annotations

from collections.abc import Sequence

from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Symptom, Vocabulary
from nappage.engine.treatment import Treatment

Made = tuple[SymptomReport, Symptom]


def causes_of(symptom: Symptom, report: SymptomReport, sessions: Sequence[Treatment]) -> list[Treatment]:
    """Return the sessions that could have caused it, the first of them first; every earlier one rather than none.

    A later session never resets the clock (decision 20): what an earlier one could have caused is counted from that.
    """
    began = report.onset or report.at
    before = [session for session in sessions if session.started <= began]
    there = before if symptom.systemic else [session for session in before if session.reached(report.zone)]
    earlier = there or before
    if symptom.begins_within is None or report.onset is None:
        return earlier
    reach = symptom.begins_within.delta
    return [session for session in earlier if began - session.started <= reach] or earlier


def modalities_of(causes: Sequence[Treatment], words: Vocabulary) -> frozenset[str]:
    """Return the modalities that may be behind a symptom: all there are where those of one session are unknown."""
    if causes and all(session.modalities for session in causes):
        return frozenset[str]().union(*(session.modalities for session in causes))
    return words.modalities


def own_features(
    words: Vocabulary, report: SymptomReport, symptom: Symptom, causes: Sequence[Treatment]
) -> frozenset[str]:
    """Return the features that a report has by itself: what was chosen, and what its zone says.

    Where no zone was said it may be any that a session reached, so that it may be the face.
    """
    chosen = frozenset(words.feature(said).id for said in report.features)
    unsaid = not report.zone and not symptom.systemic
    zones = frozenset[str]().union(*(session.zones for session in causes)) if unsaid else frozenset({report.zone})
    return chosen.union(*(words.of_zone(zone) for zone in zones))


def accompanying(report: SymptomReport, symptom: Symptom, made: Sequence[Made]) -> frozenset[str]:
    """Return the features that other reports give to this one: pain beside a white patch, a lump that was smaller."""
    features = set()
    for other, beside in made:
        if other is not report and beside.gives_within and abs(other.at - report.at) <= beside.gives_within.delta:
            features.add(beside.gives)
        if symptom.growth and beside is symptom and _grew(other, report):
            features.add(symptom.growth)
    return frozenset(features)


def _grew(before: SymptomReport, report: SymptomReport) -> bool:
    if before.size is None or report.size is None or before.at >= report.at:
        return False
    same_place = not before.zone or not report.zone or before.zone == report.zone
    return same_place and before.size < report.size
