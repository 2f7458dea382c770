"""Asking for one's own record: a copy, or its erasure. It becomes a task of the clinic with a day."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.entries import append
from nappage.assessment.carried import RecordAsked, Wanted
from nappage.assessment.look import Look
from nappage.assessment.record_request import open_requests
from nappage.records.models import Entry


def ask_for_record(actor: Actor, person: UUID, look: Look, wanted: Wanted, words: str = "") -> Entry:
    """Return the entry of a wish; Conflict while the same one waits to be answered."""
    with acting(actor, "own.export", person, act=f"ask for {wanted.value}") as trace:
        if any(request.wanted is wanted for request in open_requests(look)):
            raise Conflict(_("you asked for this already, and the clinic has it"))
        entry = append(actor, person, RecordAsked(wanted, words.strip()))
        trace.thing = entry.id
    return entry
