"""Which kinds of entries `knowledge/` holds, how each is checked and how its cases are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nappage.engine.edition import Edition, Entry
from nappage.engine.emergency import EmergencyNumber, EmergencyProtocol, check_protocol
from nappage.engine.follow_up import FollowUp, check_follow_up
from nappage.engine.source import Source
from nappage.engine.symptom import Escalator, Feature, Modality, Symptom, Urgency, check_names, check_symptom
from nappage.library.follow_up_answers import answer_emergency_number, answer_emergency_protocol, answer_follow_up
from nappage.library.symptom_answers import (
    answer_escalator,
    answer_feature,
    answer_modality,
    answer_symptom,
    answer_urgency,
)
from nappage.values.fault import Fault

Check = Callable[[Any, str, Edition], Iterable[Fault]]
AnswerCase = Callable[[Edition, str, Mapping[str, Any]], str]


def _nothing_more(entry: Entry, thing: str, edition: Edition) -> Iterable[Fault]:
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its table name, its class, what must hold beyond the class, and what answers its cases.

    `check` yields the faults of one entry against the whole edition; `answer` returns, for the entry a case is about
    and what the case gives, the text that the case expects. A kind without `answer` is asked through another's cases.
    """

    name: str
    entry: type[Entry]
    check: Check = _nothing_more
    answer: AnswerCase | None = None


def _answer_source(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    return edition.all(Source)[about].tag.value


KINDS = {
    kind.name: kind
    for kind in (
        Kind("source", Source, answer=_answer_source),
        Kind("symptom", Symptom, check_symptom, answer_symptom),
        Kind("feature", Feature, check_names, answer_feature),
        Kind("escalator", Escalator, answer=answer_escalator),
        Kind("urgency", Urgency, answer=answer_urgency),
        Kind("modality", Modality, answer=answer_modality),
        Kind("follow-up", FollowUp, check_follow_up, answer_follow_up),
        Kind("emergency-protocol", EmergencyProtocol, check_protocol, answer_emergency_protocol),
        Kind("emergency-number", EmergencyNumber, answer=answer_emergency_number),
    )
}
