"""The consent at home: where it stands, its exact text, questions, leaving it for the clinic, withdrawing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nappage.actions.consents import KIND, leave_consent, send_question, withdraw_consent
from nappage.records.models import Document, Identity
from nappage.web.consent.presenter import LANGUAGE_NAMES, reading_page
from nappage.web.consent.reading import language_of, text_of
from nappage.web.consent.shown import expect_shown, read_shown
from nappage.web.documents.views import sent_document
from nappage.web.own_consent.forms import HomeQuestionForm, HomeSignatureForm, HomeWithdrawalForm
from nappage.web.own_consent.presenter import consent_context, standing
from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked
from nappage.web.speaking import page_language

UNREAD = 422
TO_READ = ("open", "withdrawn", "signed", "waits")


def identity_of(asked: Asked) -> Identity:
    """Return who the page is about."""
    assert asked.identity is not None, "a page of one's own has its person"
    return asked.identity


@own_screen("own.read")
def consent(asked: Asked) -> HttpResponse:
    """Show where the consent stands."""
    return page(asked, HomeQuestionForm())


def page(asked: Asked, form: HomeQuestionForm, status: int = 200, **more: Any) -> HttpResponse:
    """Return the page of the consent."""
    context = consent_context(asked) | {"form": form} | more
    return render(asked.request, "own_consent/consent.html", context, status=status)


@own_screen("own.answer")
def ask(asked: Asked) -> HttpResponse:
    """Send a question to the clinic."""
    form = HomeQuestionForm(asked.request.POST)
    if asked.request.method != "POST" or asked.course is None:
        return redirect("my-consent")
    if not form.is_valid():
        return page(asked, form, UNREAD)
    send_question(asked.actor, asked.person, asked.course, form.cleaned_data["question"])
    messages.success(asked.request, _("Sent. Your clinic answers here; both stand in the text that you sign."))
    return redirect("my-consent")


@own_screen("own.read")
def read(asked: Asked) -> HttpResponse:
    """Show the exact text, and who signs it where the place for the signature."""
    if standing(asked.look) not in TO_READ:
        return redirect("my-consent")
    language = language_of(asked.request.GET.get("language") or page_language(), identity_of(asked))
    return reading(asked, HomeSignatureForm(identity_of(asked).name), language)


def reading(asked: Asked, form: HomeSignatureForm, language: str, status: int = 200, **more: Any) -> HttpResponse:
    """Return the page of the text."""
    context = consent_context(asked) | reading_page(asked.look, identity_of(asked), language, "")
    languages = [{"code": code, "name": name} for code, name in LANGUAGE_NAMES.items()]
    context |= {"form": form, "languages": languages, "confirmed": asked.confirmed} | more
    return render(asked.request, "own_consent/read.html", context, status=status)


@own_screen("own.answer")
def leave(asked: Asked) -> HttpResponse:
    """Leave the signing for the clinic, which learns that the text was read."""
    if asked.request.method != "POST" or asked.course is None:
        return redirect("my-consent")
    shown = read_shown(str(asked.request.POST.get("shown", "")), asked.look)
    text = text_of(asked.look, identity_of(asked), shown.moment, shown.language, shown.version)
    expect_shown(asked.look, shown, text.digest)
    leave_consent(asked.actor, asked.person, asked.course, text.digest, shown.language)
    messages.success(asked.request, _("Your clinic knows that you read it. You sign there, if you decide to."))
    return redirect("my-consent")


@own_screen("own.withdraw")
def withdraw(asked: Asked) -> HttpResponse:
    """Withdraw the consent: by one press, with words or without, at any moment."""
    if standing(asked.look) not in ("signed", "waits"):
        return redirect("my-consent")
    form = HomeWithdrawalForm(asked.request.POST or None)
    if asked.request.method == "POST" and asked.course is not None and form.is_valid():
        withdraw_consent(asked.actor, asked.person, asked.course, form.cleaned_data["words"], "own.withdraw")
        messages.success(asked.request, _("Withdrawn. From now on nothing more is injected."))
        return redirect("my-consent")
    return render(asked.request, "own_consent/withdraw.html", {"person": asked.person, "form": form})


@own_screen("own.read")
def paper(asked: Asked, document: UUID) -> HttpResponse:
    """Send the sealed paper of a consent of this person."""
    kept = get_object_or_404(Document, pk=document, person=asked.person, clinic=asked.actor.clinic)
    if kept.kind != KIND:
        raise Http404("no such consent")
    return sent_document(kept)
