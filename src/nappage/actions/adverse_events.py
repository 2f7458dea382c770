"""Signing a report of an adverse event: kept sealed with the person's key, like every paper of the chart."""

from __future__ import annotations

import hashlib
from uuid import UUID

from nappage.actions.acting import Actor, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.documents import keep_document
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.followed import AdverseEventReported
from nappage.records.keys import new_key
from nappage.records.models import Entry

KIND, PDF = "adverse-event", "application/pdf"


def sign_adverse_event(actor: Actor, person: UUID, course: UUID | None, text_digest: str, paper: bytes) -> Entry:
    """Return the entry of a report of an adverse event, its paper kept as a document."""
    with acting(actor, "adverse-event.sign", person, act="sign adverse-event") as trace:
        look = take_turn(actor, person, course)
        id = new_key()
        document = keep_document(actor, person, KIND, PDF, paper, text_digest=text_digest, entry=id)
        reported = AdverseEventReported(document.id, text_digest, look.edition.digest)
        entry = append(actor, person, reported, id=id, course=course)
        keep_decision(actor, look, "adverse-event.sign", entry.id)
        trace.thing = entry.id
        trace.detail = {"document": str(document.id), "digest": hashlib.sha256(paper).hexdigest()}
    return entry
