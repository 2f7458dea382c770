"""Check-ins from home: few taps to say that all is well, and what is urgent before every question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nappage.actions.check_ins import PregnancyTold, say_well, send_photo, tell, tell_pregnancy
from nappage.actions.photos import cleaned
from nappage.assessment.check_in import Began
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Level, Symptom, least
from nappage.records.keys import new_key
from nappage.values.fault import Fault, Faulty
from nappage.web.check_ins.forms import PhotoForm, PregnancyForm, SymptomForm, WordsForm
from nappage.web.check_ins.presenter import (
    check_ins_page,
    dials,
    offered,
    own_speaker,
    said_today,
    small_figure,
    told_page,
    treated_zones,
)
from nappage.web.forms import faults_of
from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked

UNPROCESSABLE = 422


@own_screen("own.report")
def check_ins(asked: Asked) -> HttpResponse:
    """Show whom to call, what is due, and what was told before."""
    return render(asked.request, "check_ins/check_ins.html", check_ins_page(asked))


@require_POST
@own_screen("own.report")
def well(asked: Asked) -> HttpResponse:
    """Record that nothing troubles them."""
    say_well(asked.actor, asked.person, asked.course)
    messages.success(asked.request, _("Your answer is with your clinic."))
    return redirect("my-check-ins")


@require_POST
@own_screen("own.report")
def alarm(asked: Asked) -> HttpResponse:
    """Record an emergency by one tap, and show whom to call: nothing more is asked."""
    symptom = asked.look.edition.get(Symptom, asked.request.POST.get("symptom", ""))
    if symptom is None or least(symptom) is not Level.EMERGENCY:
        raise Http404("no such sign")
    report = SymptomReport(symptom.id, onset=None, at=asked.at)
    (entry, *_rest) = tell(asked.actor, asked.person, asked.course, [(report, Began())])
    return redirect("my-report", report=entry.id)


@own_screen("own.report")
def telling(asked: Asked) -> HttpResponse:
    """Choose what troubles one, then tell it; what follows is shown at once."""
    speak = own_speaker(asked)
    chosen = _chosen(asked)
    if not chosen:
        lacking = Fault(_("What troubles you"), _("one or more of the list"), _("nothing"), _("Choose what fits best."))
        faults = (lacking,) if "next" in asked.request.GET or asked.request.method == "POST" else ()
        context = {"groups": offered(asked), "faults": faults, "dials": dials(asked)}
        return render(asked.request, "check_ins/choose.html", context, status=UNPROCESSABLE if faults else 200)
    zones, data = treated_zones(asked), asked.request.POST or None
    blocks = [SymptomForm(symptom, zones, speak, asked.at, asked.zone, data) for symptom in chosen]
    words = WordsForm(data, initial={"sitting": new_key()})
    if data is not None and all([*(block.is_valid() for block in blocks), words.is_valid()]):
        (entry, *_rest) = tell(asked.actor, asked.person, asked.course, _said(blocks, words), _sitting(words))
        return redirect("my-report", report=entry.id)
    shown = {
        "blocks": blocks,
        "words": words,
        "figures": {zone: small_figure(zone) for zone in zones},
        "faults": _faults(*blocks, words),
        "dials": dials(asked),
    }
    return render(asked.request, "check_ins/tell.html", shown, status=UNPROCESSABLE if data is not None else 200)


def _faults(*forms: SymptomForm | WordsForm) -> list[Fault]:
    return [one.fault for form in forms if form.is_bound for one in faults_of(form)]


def _chosen(asked: Asked) -> list[Symptom]:
    """Return the symptoms that were ticked, in the order of the matrix; what is in no list stands for itself."""
    given = asked.request.POST if asked.request.method == "POST" else asked.request.GET
    every = asked.look.edition.all(Symptom)
    ticked = set(given.getlist("symptom"))
    return [every[id] for id in every if id in ticked and id != "pregnancy"]


def _said(blocks: Sequence[SymptomForm], words: WordsForm) -> list[tuple[SymptomReport, Began]]:
    """Return the reports; the words are read with each, for they may be about any of them."""
    text = words.cleaned_data["words"].strip()
    return [block.said(text) for block in blocks]


def _sitting(words: WordsForm) -> UUID | None:
    found: UUID | None = words.cleaned_data["sitting"]
    return found


@own_screen("own.report")
def told(asked: Asked, report: UUID) -> HttpResponse:
    """Show what follows from what was told."""
    return _told(asked, report)


def _told(asked: Asked, report: UUID, form: PhotoForm | None = None, faults: Sequence[Fault] = ()) -> HttpResponse:
    shown = told_page(asked, report)
    if shown is None:
        raise Http404("no such report")
    shown |= {"form": form or PhotoForm(asks=shown["asks_consent"]), "faults": faults}
    return render(asked.request, "check_ins/told.html", shown, status=UNPROCESSABLE if faults else 200)


@require_POST
@own_screen("own.report")
def photo(asked: Asked, report: UUID) -> HttpResponse:
    """Keep a photo with a report: made anew from its pixels, sealed, and only with the person's yes."""
    form = PhotoForm(asked.request.POST, asked.request.FILES, asks=True)
    if not form.is_valid():
        return _told(asked, report, faults=[one.fault for one in faults_of(form)])
    try:
        made = cleaned(form.cleaned_data["photo"].read())
        agreed = bool(form.cleaned_data.get("agreed"))
        send_photo(asked.actor, asked.person, asked.course, report, made, agreed=agreed)
    except Faulty as faulty:
        return _told(asked, report, faults=faulty.faults)
    messages.success(asked.request, _("The photo is with your clinic."))
    return redirect("my-report", report=report)


@own_screen("own.report")
def pregnancy(asked: Asked) -> HttpResponse:
    """Ask about a pregnancy, and say what follows from what was said today."""
    form = PregnancyForm(asked.request.POST or None)
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        answer = PregnancyTold(form.answer, said["last_period"], said["tested"])
        tell_pregnancy(asked.actor, asked.person, asked.course, answer)
        return redirect("my-pregnancy")
    context = {"form": form, "dials": dials(asked), "answer": said_today(asked)}
    if context["answer"] and not form.is_bound and "again" not in asked.request.GET:
        return render(asked.request, "check_ins/pregnancy_told.html", context)
    return render(asked.request, "check_ins/pregnancy.html", context, status=UNPROCESSABLE if form.is_bound else 200)
