"""What a person is told to call about after a session, asked of the very triage that will judge the report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nappage.engine.edition import Edition
from nappage.engine.escalation import escalators, zone_escalators
from nappage.engine.facts import gather
from nappage.engine.known import known_at
from nappage.engine.policy import Policy
from nappage.engine.story import Story, SymptomReport
from nappage.engine.symptom import UNRECOGNISED, Feature, Level, Symptom, least
from nappage.engine.treatment import Treatment, treatments
from nappage.engine.triage import triage


@dataclass(frozen=True, slots=True)
class WarningSign:
    """A symptom with the level it has for this person as soon as it begins, if nothing else is said.

    `emergency_with` are the features of which one alone makes it an emergency; none where it is one already.
    """

    symptom: Symptom
    level: Level
    emergency_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WarningFeature:
    """Something that can be said of any symptom, with the level that it gives to whichever it is said of."""

    feature: Feature
    level: Level


@dataclass(frozen=True, slots=True)
class Warnings:
    """What a person is told to call about: symptoms by themselves, and what makes any of them urgent."""

    signs: tuple[WarningSign, ...]
    features: tuple[WarningFeature, ...]


def warnings_for(story: Story, policy: Policy, edition: Edition, at: datetime) -> Warnings:
    """Return what a person is warned of at an instant, after every session given by then."""
    known = known_at(story, at)
    done = treatments(replace(known, sessions=(*known.earlier, *known.sessions)), policy, edition)
    return warnings_after(edition, done, escalators(edition, gather(known, policy, edition, at)))


def warnings_after(edition: Edition, sessions: Sequence[Treatment], context: Collection[str]) -> Warnings:
    """Return what somebody is warned of after some sessions, in whom the escalators of `context` hold."""
    return Warnings(warning_signs(edition, sessions, context), warning_features(edition, sessions, context))


def warning_signs(edition: Edition, sessions: Sequence[Treatment], context: Collection[str]) -> tuple[WarningSign, ...]:
    """Return every symptom with words of its own, in the order of the matrix, judged at the end of the last session.

    Before the first session nobody can say what a symptom would come from: the least level of its row stands then.
    """
    symptoms = [one for one in edition.all(Symptom).values() if one.id != UNRECOGNISED]
    if not sessions:
        return tuple(WarningSign(one, least(one)) for one in symptoms)
    return tuple(_sign(edition, symptom, sessions, context) for symptom in symptoms)


def warning_features(
    edition: Edition, sessions: Sequence[Treatment], context: Collection[str]
) -> tuple[WarningFeature, ...]:
    """Return every feature that can be chosen and has a level of its own, judged at the end of the last session.

    Whatever it is said of may be at any place that a session reached: the stricter reading holds for all of it.
    """
    reached = zone_escalators(edition, (zone for session in sessions for zone in session.zones))
    urgent = [one for one in edition.all(Feature).values() if one.level is not None and not one.by_text]
    return tuple(WarningFeature(one, _feature_level(edition, one, sessions, {*context, *reached})) for one in urgent)


def _feature_level(
    edition: Edition, feature: Feature, sessions: Sequence[Treatment], context: Collection[str]
) -> Level:
    assert feature.level is not None, "only a feature with a level is asked"
    if not sessions:
        return feature.level
    return _level(edition, UNRECOGNISED, sessions, context, feature.id)


def _sign(edition: Edition, symptom: Symptom, sessions: Sequence[Treatment], context: Collection[str]) -> WarningSign:
    alone = _level(edition, symptom.id, sessions, context)
    if alone is Level.EMERGENCY:
        return WarningSign(symptom, alone)
    asked = dict.fromkeys(_asked(symptom))
    worse = tuple(id for id in asked if _level(edition, symptom.id, sessions, context, id) is Level.EMERGENCY)
    return WarningSign(symptom, alone, worse)


def _level(
    edition: Edition, symptom: str, sessions: Sequence[Treatment], context: Collection[str], *features: str
) -> Level:
    """Return what triage says of a symptom that begins as the last session ends."""
    ended = sessions[-1].ended
    report = SymptomReport(symptom, onset=ended, at=ended, features=features)
    return triage(edition, [report], sessions, context, ended).reports[0].level


def _asked(symptom: Symptom) -> Iterator[str]:
    """Yield the features that the row of a symptom asks for, each on its own."""
    for cell in symptom.cells:
        yield from cell.features
