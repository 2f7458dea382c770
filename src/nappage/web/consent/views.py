"""The consent: where it stands, what was asked, reading and signing the exact text, withdrawing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.consents import (
    Agreed,
    answer_question,
    ask_question,
    sign_consent,
    take_consent,
    withdraw_consent,
)
from nappage.actions.contacts import take_on
from nappage.assessment.at_home import QuestionSent
from nappage.assessment.from_home import signed_at_home
from nappage.assessment.look import Look
from nappage.records.models import Identity
from nappage.values.fault import Fault
from nappage.web.banner import patient_context
from nappage.web.consent.forms import AnswerForm, QuestionForm, SignatureForm, TakeForm, WithdrawalForm
from nappage.web.consent.presenter import consent_page, explainers, reading_page
from nappage.web.consent.reading import language_of, text_of
from nappage.web.consent.sealing import sealed_paper
from nappage.web.consent.shown import Shown, expect_shown, read_shown
from nappage.web.forms import faults_of
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import refused_lines

UNREAD = 422


def _identity(asked: Asked) -> Identity:
    assert asked.identity is not None, "a patient's screen has a patient"
    return asked.identity


@patient_screen("chart.read")
def consent(asked: Asked) -> HttpResponse:
    """Show where the consent stands."""
    return _page(asked, QuestionForm())


def _page(asked: Asked, form: QuestionForm, status: int = 200, **more: Any) -> HttpResponse:
    shown = consent_page(asked, _identity(asked))
    language = language_of("", _identity(asked))
    taking = TakeForm(explainers(asked.look), initial={"explained_by": asked.actor.slug})
    context = patient_context(asked, "consent") | shown | {"form": form, "language": language, "taking": taking} | more
    return render(asked.request, "consent/consent.html", context, status=status)


@patient_screen("consent.take")
def ask(asked: Asked) -> HttpResponse:
    """Keep a question of the patient with its answer."""
    form = QuestionForm(asked.request.POST)
    if asked.request.method != "POST" or asked.course is None:
        return redirect("consent", person=asked.person)
    if not form.is_valid():
        return _page(asked, form, UNREAD)
    said = form.cleaned_data
    ask_question(asked.actor, asked.person, asked.course, said["question"], said["answer"])
    return redirect("consent", person=asked.person)


@require_POST
@patient_screen("consent.take")
def answer(asked: Asked, sent: UUID) -> HttpResponse:
    """Answer a question from home, or say who does."""
    if asked.course is None or not any(line.id == sent for line, _value in asked.look.chart.of(QuestionSent)):
        raise Http404("no such question of this patient")
    if asked.request.POST.get("do") == "mine":
        take_on(asked.actor, asked.person, asked.course, asked.member, report=sent)
        return redirect("consent", person=asked.person)
    form = AnswerForm(asked.request.POST)
    if not form.is_valid():
        return _page(asked, QuestionForm(), UNREAD, faults=_of(form))
    answer_question(asked.actor, asked.person, asked.course, sent, form.cleaned_data["answer"])
    return redirect("consent", person=asked.person)


@require_POST
@patient_screen("consent.take")
def take(asked: Asked) -> HttpResponse:
    """Take the consent that the patient signed at home."""
    waiting = signed_at_home(asked.look.chart)
    form = TakeForm(explainers(asked.look), asked.request.POST)
    if not form.is_valid():
        return _page(asked, QuestionForm(), UNREAD, taking=form, faults=_of(form))
    if waiting is None or asked.course is None:
        raise Conflict(_("no consent that was signed at home waits here"))
    try:
        take_consent(asked.actor, asked.person, asked.course, waiting[0].id, form.cleaned_data["explained_by"])
    except NotNow as refused:
        return _page(asked, QuestionForm(), UNREAD, faults=refused_lines(asked, refused))
    return redirect("consent", person=asked.person)


@patient_screen("consent.take")
def read(asked: Asked) -> HttpResponse:
    """Show the exact text to be read, and take the signature under it."""
    page = consent_page(asked, _identity(asked))
    if page["refusals"] or page["from_home"]["questions"]:
        return redirect("consent", person=asked.person)
    if asked.request.method == "POST":
        return _sign(asked)
    language = language_of(asked.request.GET.get("language", ""), _identity(asked))
    beside = asked.request.GET.get("beside", "")
    form = SignatureForm(_identity(asked).name, explainers(asked.look), initial={"explained_by": asked.actor.slug})
    return _reading(asked, form, language, language_of(beside, _identity(asked)) if beside else "")


def _reading(asked: Asked, form: SignatureForm, language: str, beside: str, status: int = 200) -> HttpResponse:
    identity = _identity(asked)
    context = patient_context(asked, "consent") | reading_page(asked.look, identity, language, beside)
    context |= {"languages": consent_page(asked, identity)["languages"], "form": form}
    return render(asked.request, "consent/read.html", context, status=status)


def _sign(asked: Asked) -> HttpResponse:
    look, identity, sent = asked.look, _identity(asked), asked.request.POST
    shown = read_shown(str(sent.get("shown", "")), look)
    form = SignatureForm(identity.name, explainers(look), sent)
    if not form.is_valid():
        return _reading(asked, form, shown.language, str(sent.get("beside", "")), UNREAD)
    text = text_of(look, identity, shown.moment, shown.language, shown.version)
    expect_shown(look, shown, text.digest)
    if text.untranslated:
        raise Conflict(_("parts of this text are not translated; choose another language"))
    signed = form.signed(text.digest, asked.at, look.policy.zone)
    agreed = Agreed(
        digest=text.digest,
        version=shown.version,
        language=shown.language,
        manner=form.cleaned_data["manner"],
        explained_by=form.cleaned_data["explained_by"],
        paper=sealed_paper(text, signed, look.edition, identity.clinic, asked.at),
        witness=signed.witness,
    )
    return _kept(asked, shown, agreed)


def _kept(asked: Asked, shown: Shown, agreed: Agreed) -> HttpResponse:
    identity = _identity(asked)

    def read_again(look: Look) -> str:
        return text_of(look, identity, shown.moment, shown.language, shown.version).digest

    assert asked.course is not None, "a text that was shown belongs to a course"
    try:
        sign_consent(asked.actor, asked.person, asked.course, agreed, shown.basis, read_again)
    except NotNow as refused:
        return _page(asked, QuestionForm(), UNREAD, faults=refused_lines(asked, refused))
    return redirect("consent", person=asked.person)


def _of(form: forms.Form) -> tuple[Fault, ...]:
    return tuple(one.fault for one in faults_of(form))


@patient_screen("consent.withdraw")
def withdraw(asked: Asked) -> HttpResponse:
    """Withdraw the consent: by a click, with words or without, at any moment."""
    form = WithdrawalForm(asked.request.POST or None)
    if asked.request.method == "POST" and asked.course is not None and form.is_valid():
        withdraw_consent(asked.actor, asked.person, asked.course, form.cleaned_data["words"])
        return redirect("consent", person=asked.person) if asked.member.may("chart.read") else redirect("patients")
    context = patient_context(asked, "consent") | {"form": form}
    return render(asked.request, "consent/withdraw.html", context)
