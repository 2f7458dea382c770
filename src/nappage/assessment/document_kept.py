"""A document as it was kept: its bytes opened with the person's key, and held against their hash."""

from __future__ import annotations

import hashlib

from nappage.assessment.line import person_key
from nappage.records.models import Document
from nappage.records.sealed import Unreadable


def open_document(document: Document) -> bytes:
    """Return the bytes of a document; Unreadable if they are not those whose hash was written down."""
    content = person_key(document.person_id).open(bytes(document.sealed), document.id.bytes)
    if hashlib.sha256(content).hexdigest() != document.digest:
        raise Unreadable("the hash of this document is another than the one written down with it")
    return content
