"""Coded reasons: going on against a rule that allows it, said in enough words by someone who may."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from nappage.actions.acting import Actor, NotNow, acting
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.engine.override import Refusal, overridden
from nappage.engine.story import Reason
from nappage.records.models import Entry


def give_reason(
    actor: Actor,
    person: UUID,
    course: UUID | None,
    rule: str,
    code: str,
    words: str,
    session: datetime | None = None,
) -> Entry:
    """Return the entry of a reason; NotNow if the engine would not take it, and then nothing is recorded."""
    reason = Reason(rule, code, words.strip(), actor.slug, actor.at, session=session)
    with acting(actor, "reason.record", person, act="give reason") as trace:
        look = take_turn(actor, person, course)
        answer = overridden(look.edition, look.policy, (reason,), rule, actor.at)
        if isinstance(answer, Refusal):
            raise NotNow((answer.because,))
        entry = append(actor, person, reason, course=course)
        trace.thing = entry.id
        trace.detail = {"rule": rule, "code": code}
    return entry
