"""Answers to the cases of the triage matrix and of the files that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nappage.engine.edition import Edition
from nappage.engine.symptom import Escalator, ReactionClass, Symptom, Urgency, vocabulary
from nappage.engine.triage import Facts, judge
from nappage.values.quantity import Quantity
from nappage.values.span import Elapsed


def answer_symptom(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the level of a row at an `age`, of a `modality`, with `features`, a `value` and an `onset` (else 0 h)."""
    facts = Facts(
        modalities=frozenset([given["modality"]]),
        ages=(Elapsed.parse(given["age"]).delta,),
        onset_after=Elapsed.parse(given.get("onset", "0 h")).delta,
        features=frozenset(given.get("features", ())),
        value=Quantity.parse(given["value"]) if "value" in given else None,
    )
    return max(level for level, _, _ in judge(edition.all(Symptom)[about], facts))


def answer_feature(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the feature that is meant by what was said, with its own level if it is a red flag."""
    feature = edition.derive(vocabulary).feature(given["said"])
    return f"{feature.id}: {feature.level}" if feature.level else feature.id


def answer_escalator(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return whether an escalator belongs to the person or to one report."""
    return "of one report" if edition.all(Escalator)[about].by_report else "of the person"


def answer_urgency(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return who answers a level, within which time, and whether it holds the later sessions."""
    urgency = edition.all(Urgency)[about]
    held = ", sessions held" if urgency.holds_sessions else ""
    return f"{urgency.whom} within {urgency.within}{held}"


def answer_reaction_class(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the modality that this one narrows, or itself."""
    return edition.all(ReactionClass)[about].of or about
