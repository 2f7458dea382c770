"""A photo album in a test, written without a camera: consents, two photos of one pose, a pair that waits for raters."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nappage.actions.acting import Actor, acting
from nappage.actions.documents import keep_document
from nappage.actions.entries import append
from nappage.actions.photos import JPEG, PHOTO, PREVIEW
from nappage.assessment.photographed import PhotoConsent, PhotoPair, PhotoTaken, PhotoUse
from nappage.records.keys import new_key

CONTENT = b"\xff\xd8\xff a photo, as far as a test of who may open it needs one"


@dataclass(frozen=True)
class Album:
    """The entries of two photos of a pose and of their pair."""

    earlier: UUID
    later: UUID
    pair: UUID


def album_by(actor: Actor, person: UUID, pose: str = "front") -> Album:
    """Return an album that one member of the staff made."""
    with acting(actor, "photo.take", person, act="written by a test"):
        for use in (PhotoUse.RECORD, PhotoUse.RATING):
            append(actor, person, PhotoConsent(use, True, actor.slug))
        earlier, later = (_photo(actor, person, pose) for _number in range(2))
        pair = append(actor, person, PhotoPair(pose, later, earlier)).id
    return Album(earlier, later, pair)


def _photo(actor: Actor, person: UUID, pose: str) -> UUID:
    id = new_key()
    photo, preview = (
        keep_document(actor, person, kind, JPEG, CONTENT, text_digest="", entry=id).id for kind in (PHOTO, PREVIEW)
    )
    append(actor, person, PhotoTaken(pose, photo, preview, 640, 480), id=id)
    return id
