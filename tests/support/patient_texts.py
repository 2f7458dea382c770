"""Every English text of the knowledge that a patient's paper may show, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.agent import Agent, AgentClass
from nappage.engine.claim import Claim, Grade
from nappage.engine.comparison import Alternative
from nappage.engine.edition import Edition
from nappage.engine.emergency import EmergencyNumber
from nappage.engine.evidence import Study
from nappage.engine.frequent_question import frequent_questions
from nappage.engine.health_condition import HealthCondition
from nappage.engine.indication import Indication
from nappage.engine.instruction import Instruction, Phase
from nappage.engine.jurisdiction import Jurisdiction
from nappage.engine.landmark import Landmark
from nappage.engine.layer import TargetLayer
from nappage.engine.question import Question
from nappage.engine.scale import Scale
from nappage.engine.source import Source, Tag
from nappage.engine.symptom import Escalator, Feature, Symptom
from nappage.engine.talking_point import TalkingPoint
from nappage.engine.technique import Technique
from nappage.engine.variant import ScheduleVariant
from nappage.engine.zone import Zone
from nappage.rendering.consent_evidence import PURPOSES, TOPICS

# What somebody reads at home.
AT_HOME = (Phase.BEFORE, Phase.AFTER)


def patient_texts(edition: Edition) -> dict[str, None]:
    """Return the texts, each once, in the order of the knowledge."""
    return dict.fromkeys((*_names(edition), *_law(edition), *_evidence(edition), *_told(edition), *_public(edition)))


def _names(edition: Edition) -> Iterator[str]:
    yield from (entry.names[0] for entry in edition.all(Indication).values())
    yield from (entry.name for entry in edition.all(Zone).values())
    yield from (entry.name for entry in edition.all(Landmark).values())
    yield from (entry.name for entry in edition.all(TargetLayer).values())
    yield from (entry.name for entry in edition.all(Technique).values())
    yield from (entry.title for entry in edition.all(ScheduleVariant).values())
    yield from (entry.name for entry in edition.all(AgentClass).values())
    yield from (entry.name for entry in edition.all(Agent).values())
    yield from (entry.words for entry in edition.all(Symptom).values())


def _law(edition: Edition) -> Iterator[str]:
    yield from (entry.name for entry in edition.all(Jurisdiction).values())
    yield from (row.note for entry in edition.all(Jurisdiction).values() for row in entry.rows)
    yield from (row.note for entry in edition.all(Agent).values() for row in entry.regulatory)


def _evidence(edition: Edition) -> Iterator[str]:
    purposes = {purpose for each in PURPOSES.values() for purpose in each}
    studies = [study for study in edition.all(Study).values() if study.indication in purposes]
    yield from (study.title for study in studies)
    yield from (study.design for study in studies)
    known = {study.id for study in studies}
    for claim in edition.all(Claim).values():
        told = claim.topic in TOPICS and claim.hazard is None and claim.grade is not Grade.MARKETING
        if told and known.intersection(claim.evidence):
            yield from (claim.says, claim.correction)


def _told(edition: Edition) -> Iterator[str]:
    yield from (each.text["en"] for each in edition.all(Instruction).values() if each.phase in AT_HOME)
    yield from (each.words for each in edition.all(Feature).values())
    yield from (each.words for each in edition.all(Escalator).values())
    yield from (each.text for each in edition.all(Question).values())
    yield from (each.name for each in edition.all(HealthCondition).values())
    yield from (each.name for each in edition.all(EmergencyNumber).values())
    for scale in edition.all(Scale).values():
        yield from (scale.name, *(level.means for level in scale.levels))
    for way in edition.all(Alternative).values():
        yield from (way.name["en"], way.text["en"])
        yield from (figure.found["en"] if figure.found else figure.measure for figure in way.figures)
        yield from (risk.harm for risk in way.risks)


def _public(edition: Edition) -> Iterator[str]:
    """Yield what only the public pages show."""
    for question in frequent_questions(edition):
        yield from (question.question["en"], question.answer["en"], *(voice.says for voice in question.disagree))
    for point in edition.all(TalkingPoint).values():
        yield from (point.text["en"], point.about["en"])
    yield from (source.title for source in edition.all(Source).values() if source.tag is Tag.TEXT)
