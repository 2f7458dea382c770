"""What somebody typed and has not recorded yet, opened again with the person's key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from nappage.assessment.line import person_key
from nappage.records.models import Draft


@dataclass(frozen=True, slots=True)
class DraftKept:
    """What was typed, by the names of the inputs, and when."""

    typed: dict[str, list[str]]
    at: datetime


def draft_kept(person: UUID, by: UUID, screen: str) -> DraftKept | None:
    """Return the draft of a member, or of an access to the portal, for one screen of a person, or None."""
    draft = Draft.objects.filter(Q(member=by) | Q(access=by), person=person, screen=screen).first()
    if draft is None:
        return None
    return DraftKept(json.loads(person_key(person).open(bytes(draft.sealed), draft.id.bytes)), draft.at)
