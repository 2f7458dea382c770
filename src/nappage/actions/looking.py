"""Looking into a chart leaves an event too: who looked, at whom, at which screen."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from nappage.actions.acting import Actor
from nappage.actions.audit import append_event


def note_look(actor: Actor, person: UUID, screen: str) -> None:
    """Append the look to the audit trail."""
    with transaction.atomic():
        append_event(actor.clinic, actor.at, actor.member.id, "look", person, None, {"screen": screen})
