"""The identity photo opened with the person's key."""

from __future__ import annotations

from nappage.assessment.line import person_key
from nappage.records.models import Identity, PersonKey
from nappage.records.sealed import Unreadable


def identity_photo(identity: Identity) -> bytes:
    """Return the photo that tells who somebody is, empty where there is none or it opens no more."""
    if not identity.photo:
        return b""
    try:
        return person_key(identity.person_id).open(bytes(identity.photo), identity.person_id.bytes)
    except (Unreadable, PersonKey.DoesNotExist):
        return b""
