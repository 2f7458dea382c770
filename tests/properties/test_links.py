"""Linked and unlinked again, two records are what they were, whatever stands in them and however often (H-30)."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nappage.actions.acting import Actor
from nappage.actions.entries import record
from nappage.actions.links import link, undo_link
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.happening import MedicineList
from nappage.assessment.look import Look, look_at
from nappage.engine.gate import GateName, GateState
from nappage.engine.precaution import Precaution
from nappage.values.answer import Answer
from properties.stories import Teller, words_of
from support.cast import Cast
from support.open_visit import AT
from support.stories import gate

HOW = "the same passport was shown"
LATER = AT + timedelta(hours=1)


def laid(cast: Cast, dice: Random) -> UUID:
    """Return a record with the personal facts of a story told by the dice."""
    edition = edition_in_use()
    rule = dice.choice(list(edition.all(Precaution).values()))
    story = Teller(dice, words_of(edition, rule), edition).story()
    person = cast.register("Demo patient 014", AT - timedelta(days=500), story.patient.born).id
    actor = Actor(cast.members["injector"], AT)
    for value in (*story.replies, *story.events, *story.allergies, *story.readings, MedicineList(story.medicines)):
        record(actor, "reply.record", person, value)
    return person


def looked(cast: Cast, person: UUID, at: datetime = LATER) -> Look:
    return look_at(cast.clinic.id, person, None, at)


def answers(look: Look) -> dict[str, Answer]:
    return {found.precaution.id: found.answer for found in look.outlook.findings}


@pytest.mark.proves("H-30")
# Every example registers persons of its own: what stands in the database from the one before is nobody of this one.
@settings(max_examples=20, suppress_health_check=[*HealthCheck])
@given(st.integers(0, 2**32))
def test_merge_and_unmerge_is_identity_and_a_link_only_ever_closes(cast: Cast, seed: int) -> None:
    dice = Random(seed)
    records = [laid(cast, dice) for _ in range(dice.choice([2, 2, 3]))]
    before = {person: looked(cast, person) for person in records}
    physician = cast.members["physician"]
    pairs = [(one, other) for one in records for other in records if one is not other]
    joined = {frozenset(pair): pair for pair in dice.sample(pairs, len(pairs))}
    for minute, (one, other) in enumerate(joined.values(), 1):
        link(Actor(physician, AT + timedelta(minutes=minute)), one, other, HOW)
    for person in records:
        _only_closes(before[person], looked(cast, person))
    for minute, (one, other) in enumerate(joined.values(), 31):
        undo_link(Actor(physician, AT + timedelta(minutes=minute)), other, one, HOW)
    for person in records:
        after = looked(cast, person)
        assert after.story == before[person].story
        assert answers(after) == answers(before[person])


def _asks_for_absence(asked: Any) -> bool:
    subject = next(iter(asked.__dataclass_fields__))
    return subject == "none" or (
        subject in ("all", "any") and any(_asks_for_absence(part) for part in getattr(asked, subject))
    )


def _only_closes(before: Look, linked: Look) -> None:
    """A finding stays or gets worse, and a gate that was closed stays closed.

    A rule about what is not there ("and no insulin") may give way to the one about what now is.
    """
    order = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}
    now = answers(linked)
    for found in before.outlook.findings:
        if not _asks_for_absence(found.precaution.when):
            assert order[now.get(found.precaution.id, Answer.NO)] >= order[found.answer], found.precaution.id
    if gate(before.outlook, GateName.SCREENING).state is GateState.CLOSED:
        assert gate(linked.outlook, GateName.SCREENING).state is GateState.CLOSED
