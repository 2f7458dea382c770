"""Intake at home: one page, kept for later or sent whole and signed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.drafts import keep_draft
from nappage.actions.intake import SCREEN, tell_from_home
from nappage.assessment.draft_kept import DraftKept, draft_kept
from nappage.records.keys import new_key
from nappage.values.fault import Fault, Faulty
from nappage.web.intake.typed import sitting_of, to_keep, typed_again, with_more_rows
from nappage.web.own_intake.presenter import intake_context
from nappage.web.own_intake.sitting import HomeSitting
from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked
from nappage.web.speaking import page_language

UNREAD = 422
# A signature is given when something is sent, so a draft never holds one.
NEVER_KEPT = ("name",)


@own_screen("own.answer")
def intake(asked: Asked) -> HttpResponse:
    """Show what is asked before a visit, and take what is told."""
    if asked.request.method != "POST":
        return _asking(asked)
    wanted = asked.request.POST.get("do")
    return _kept(asked) if wanted == "keep" else _with_more_rows(asked) if wanted == "more" else _sent(asked)


def _sent(asked: Asked) -> HttpResponse:
    typed = asked.request.POST
    sitting = HomeSitting(asked, typed)
    refused: tuple[Fault, ...] = ()
    if sitting.is_valid():
        try:
            told = sitting.told(sitting_of(typed))
            tell_from_home(asked.actor, asked.person, asked.course, told, sitting.name, page_language())
        except Faulty as faulty:
            refused = faulty.faults
        else:
            messages.success(asked.request, _("Sent. Your clinic goes through it with you at your visit."))
            return redirect("my-intake")
    return _page(asked, sitting, sitting_of(typed), UNREAD, faults=sitting.faults(refused))


def _page(
    asked: Asked, sitting: HomeSitting, id: UUID | None, status: int = 200, draft: DraftKept | None = None, **more: Any
) -> HttpResponse:
    context = intake_context(asked, sitting, draft) | {"id": id} | more
    return render(asked.request, "own_intake/intake.html", context, status=status)


def _asking(asked: Asked) -> HttpResponse:
    draft = draft_kept(asked.person, asked.access.id, SCREEN)
    sitting = HomeSitting(asked, typed_again(draft), resumed=draft is not None)
    return _page(asked, sitting, new_key(), draft=draft)


def _with_more_rows(asked: Asked) -> HttpResponse:
    """Show the page as it was typed with more empty rows; nothing is judged, kept or sent by it."""
    typed = with_more_rows(asked.request.POST)
    return _page(asked, HomeSitting(asked, typed, resumed=True), sitting_of(typed))


def _kept(asked: Asked) -> HttpResponse:
    keep_draft(asked.actor, "own.answer", asked.person, SCREEN, to_keep(asked.request.POST, NEVER_KEPT))
    messages.success(asked.request, _("Kept for you. Your clinic sees it once you sign and send it."))
    return redirect("my-intake")
