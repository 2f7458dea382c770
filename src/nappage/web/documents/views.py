"""A document, opened for whoever may read it: never kept by the browser, and named so that its name tells nothing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from nappage.assessment.document_kept import open_document
from nappage.records.models import Document, PersonKey
from nappage.records.sealed import Unreadable
from nappage.web.screen import Asked, patient_screen

ENDINGS = {"application/pdf": "pdf", "application/jose": "jws"}


@patient_screen("document.read")
def document(asked: Asked, document: UUID) -> HttpResponse:
    """Send the bytes of a document of this patient."""
    return sent_document(get_object_or_404(Document, pk=document, person=asked.person, clinic=asked.actor.clinic))


def sent_document(kept: Document) -> HttpResponse:
    """Return the bytes of a document, never to be kept by the browser."""
    try:
        content = open_document(kept)
    except (Unreadable, PersonKey.DoesNotExist):
        raise Http404("this document cannot be opened any more") from None
    answer = HttpResponse(content, content_type=kept.media_type)
    name = f"document-{kept.at:%Y-%m-%d}.{ENDINGS.get(kept.media_type, 'bin')}"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store, private"
    return answer
