"""Keeping what was typed and not yet recorded: one draft per person, screen and typist, sealed like an entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from nappage.actions.acting import Actor, acting
from nappage.assessment.line import person_key
from nappage.records.keys import new_key
from nappage.records.models import Draft, Member

Typed = Mapping[str, Sequence[str]]


def keep_draft(actor: Actor, permission: str, person: UUID, screen: str, typed: Typed) -> Draft:
    """Return the draft that holds what was typed; it takes the place of the one before."""
    with acting(actor, permission, person, act="keep draft") as trace:
        drop_draft(actor, person, screen)
        id = new_key()
        trace.thing = id
        sealed = person_key(person).seal(json.dumps(dict(typed), ensure_ascii=False).encode(), id.bytes)
        return Draft.objects.create(
            id=id,
            clinic_id=actor.clinic,
            person_id=person,
            screen=screen,
            sealed=sealed,
            at=actor.at,
            **_typist(actor),
        )


def drop_draft(actor: Actor, person: UUID, screen: str) -> None:
    """Forget a draft, because its form was recorded; call it inside `acting`."""
    Draft.objects.filter(person=person, screen=screen, **_typist(actor)).delete()


def _typist(actor: Actor) -> dict[str, Any]:
    return {"member" if isinstance(actor.who, Member) else "access": actor.who}
