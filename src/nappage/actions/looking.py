"""Looking into a chart leaves an event too: who looked, at whom, at which screen."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from nappage.actions.acting import Actor
from nappage.actions.audit import append_event


def note_look(actor: Actor, person: UUID, screen: str) -> None:
    """Append the look to the audit trail."""
    with transaction.atomic():
        append_event(actor.clinic, actor.at, actor.who.id, "look", person, None, {"screen": screen})


def note_reading(actor: Actor, what: str, by: Sequence[str]) -> None:
    """Append that somebody read a register of the clinic, and by which filters, without what was typed into them."""
    with transaction.atomic():
        append_event(actor.clinic, actor.at, actor.who.id, f"read {what}", detail={"by": list(by)})
