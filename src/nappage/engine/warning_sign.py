"""What a person is told to call about after a session, asked of the very triage that will judge the report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nappage.engine.edition import Edition
from nappage.engine.escalation import escalators
from nappage.engine.facts import gather
from nappage.engine.known import known_at
from nappage.engine.policy import Policy
from nappage.engine.story import Story, SymptomReport
from nappage.engine.symptom import UNRECOGNISED, Level, Symptom, least
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


def signs_for(story: Story, policy: Policy, edition: Edition, at: datetime) -> tuple[WarningSign, ...]:
    """Return the warning signs of a person at an instant, after every session given by then."""
    known = known_at(story, at)
    done = treatments(replace(known, sessions=(*known.earlier, *known.sessions)), policy, edition)
    return warning_signs(edition, done, escalators(edition, gather(known, policy, edition, at)))


def warning_signs(edition: Edition, sessions: Sequence[Treatment], context: Collection[str]) -> tuple[WarningSign, ...]:
    """Return every symptom with words of its own, in the order of the matrix, judged at the end of the last session.

    Before the first session nobody can say what a symptom would come from: the least level of its row stands then.
    """
    symptoms = [one for one in edition.all(Symptom).values() if one.id != UNRECOGNISED]
    if not sessions:
        return tuple(WarningSign(one, least(one)) for one in symptoms)
    return tuple(_sign(edition, symptom, sessions, context) for symptom in symptoms)


def _sign(edition: Edition, symptom: Symptom, sessions: Sequence[Treatment], context: Collection[str]) -> WarningSign:
    def level(*features: str) -> Level:
        ended = sessions[-1].ended
        report = SymptomReport(symptom.id, onset=ended, at=ended, features=features)
        return triage(edition, [report], sessions, context, ended).reports[0].level

    alone = level()
    if alone is Level.EMERGENCY:
        return WarningSign(symptom, alone)
    worse = tuple(id for id in dict.fromkeys(_asked(symptom)) if level(id) is Level.EMERGENCY)
    return WarningSign(symptom, alone, worse)


def _asked(symptom: Symptom) -> Iterator[str]:
    """Yield the features that the row of a symptom asks for, each on its own."""
    for cell in symptom.cells:
        yield from cell.features
