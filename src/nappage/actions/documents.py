"""Documents: keeping a paper sealed with the person's key."""

from __future__ import annotations

import hashlib
from uuid import UUID

from nappage.actions.acting import Actor
from nappage.assessment.line import person_key
from nappage.records.keys import new_key
from nappage.records.models import Document


def keep_document(
    actor: Actor, person: UUID, kind: str, media_type: str, content: bytes, *, text_digest: str, entry: UUID
) -> Document:
    """Return a document, its bytes sealed and bound to its row; call it inside `acting`."""
    id = new_key()
    return Document.objects.create(
        id=id,
        clinic_id=actor.clinic,
        person_id=person,
        entry=entry,
        kind=kind,
        media_type=media_type,
        text_digest=text_digest,
        digest=hashlib.sha256(content).hexdigest(),
        sealed=person_key(person).seal(content, id.bytes),
        at=actor.at,
        by=actor.slug,
    )
