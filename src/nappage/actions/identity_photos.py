"""The identity photo: a small picture of the face, sealed in the one table that an erasure empties."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.entries import append
from nappage.actions.turns import take_turn
from nappage.assessment.line import person_key
from nappage.assessment.photo_album import PhotoAlbum
from nappage.assessment.photographed import PhotoConsent, PhotoUse
from nappage.photography.clean import CleanPhoto, face_of
from nappage.records.models import Identity


def keep_identity_photo(actor: Actor, person: UUID, course: UUID | None, made: CleanPhoto, *, agreed: bool) -> None:
    """Keep a photo that tells who somebody is, in place of the one before, with the consent to it.

    Conflict where the patient agrees neither now nor did before.
    """
    face = face_of(made)
    with acting(actor, "identity.photograph", person, act="keep identity photo"):
        if not PhotoAlbum(take_turn(actor, person, course).chart).allows(PhotoUse.IDENTITY):
            if not agreed:
                raise Conflict(_("the patient has not said yes to a photo that tells who it is"))
            append(actor, person, PhotoConsent(PhotoUse.IDENTITY, True, actor.slug))
        sealed = person_key(person).seal(face, person.bytes)
        Identity.objects.filter(person=person, clinic=actor.clinic).update(photo=sealed)
