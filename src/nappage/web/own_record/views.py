"""My record: what the clinic wrote down about me, to read and to take along; and who read it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict
from nappage.actions.record_requests import ask_for_record
from nappage.assessment.carried import Wanted
from nappage.assessment.document_kept import open_document
from nappage.records.models import Document, PersonKey
from nappage.records.sealed import Unreadable
from nappage.web.own_record.presenter import PAPERS, album_of, record_page, trail_page
from nappage.web.own_screen import own_screen
from nappage.web.photos.views import sent
from nappage.web.screen import Asked


@own_screen("own.read")
def own_record(asked: Asked) -> HttpResponse:
    """Show the record."""
    return render(asked.request, "own_record/own_record.html", record_page(asked))


@own_screen("own.export")
def own_trail(asked: Asked) -> HttpResponse:
    """Show who looked."""
    return render(asked.request, "own_record/trail.html", trail_page(asked))


@own_screen("own.read")
def own_document(asked: Asked, document: UUID) -> HttpResponse:
    """Send a paper as it was kept."""
    kept = get_object_or_404(
        Document, pk=document, person=asked.person, clinic=asked.actor.clinic, media_type__in=PAPERS
    )
    try:
        content = open_document(kept)
    except (Unreadable, PersonKey.DoesNotExist):
        raise Http404("this paper cannot be opened any more") from None
    answer = HttpResponse(content, content_type=kept.media_type)
    answer["Content-Disposition"] = f'attachment; filename="paper-{kept.at:%Y-%m-%d}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@own_screen("own.export")
def own_photo(asked: Asked, photo: UUID) -> HttpResponse:
    """Send a photo, small unless the whole one is asked for; it is mine, so I may keep it."""
    album = album_of(asked)
    if photo not in album.photos:
        raise Http404("no such photo in this record")
    whole = "whole" in asked.request.GET
    answer = sent(asked, album, photo, small=not whole)
    if whole:
        answer["Content-Disposition"] = 'attachment; filename="photo.jpg"'
    return answer


@own_screen("own.export")
def ask_record(asked: Asked) -> HttpResponse:
    """Ask the clinic for a copy of the record, or for its erasure."""
    if asked.request.method != "POST":
        return redirect("my-record")
    try:
        wanted = Wanted(asked.request.POST.get("wanted", ""))
        ask_for_record(asked.actor, asked.person, asked.look, wanted, asked.request.POST.get("words", "")[:2000])
    except ValueError:
        messages.warning(asked.request, _("Choose what you ask for."))
    except Conflict as conflict:
        messages.warning(asked.request, str(conflict))
    else:
        messages.success(asked.request, _("Your clinic has it as a task now, with a day to answer by."))
    return redirect("my-record")
