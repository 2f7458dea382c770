"""Intake: one page with everything that is asked and measured, kept for later or recorded whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.drafts import keep_draft
from nappage.actions.intake import SCREEN, Told, record_told
from nappage.actions.policies import load_instrument
from nappage.assessment.draft_kept import draft_kept
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.questionnaire import Asked as AskedQuestion
from nappage.engine.policy import Instrument
from nappage.records.keys import new_key
from nappage.rendering.wording import Speaker
from nappage.values.fault import Fault, Faulty
from nappage.web.banner import patient_context
from nappage.web.forms import fault_error
from nappage.web.intake.items import ItemsForm
from nappage.web.intake.presenter import intake_context, medicine_words, question_of, question_shown
from nappage.web.intake.questions import QuestionsForm
from nappage.web.intake.sitting import Sitting
from nappage.web.intake.typed import sitting_of, to_keep, typed_again, with_more_rows
from nappage.web.intake.weighing import WeighingForm, weighing_context, weighing_speaker
from nappage.web.screen import Asked, patient_screen, screen


@patient_screen("reply.record")
def intake(asked: Asked) -> HttpResponse:
    """Show what has to be asked, and record what was told."""
    if asked.request.method != "POST":
        return _asking(asked)
    if asked.request.POST.get("do") == "keep":
        return _kept(asked)
    if asked.request.POST.get("do") == "more":
        return _with_more_rows(asked)
    sitting = Sitting(asked, asked.request.POST, again=asked.request.GET.get("again", ""))
    refused: tuple[Fault, ...] = ()
    if sitting.is_valid():
        try:
            told = sitting.told(sitting_of(asked.request.POST))
            record_told(asked.actor, asked.person, asked.course, told)
        except Faulty as faulty:
            refused = faulty.faults
        else:
            messages.success(asked.request, _("Recorded. This is what follows from it."))
            return redirect("screening", person=asked.person)
    context = intake_context(asked, sitting) | {
        "faults": sitting.faults(refused),
        "id": sitting_of(asked.request.POST),
    }
    return render(asked.request, "intake/intake.html", patient_context(asked, "intake") | context, status=422)


def _asking(asked: Asked) -> HttpResponse:
    draft = draft_kept(asked.person, asked.member.id, SCREEN)
    sitting = Sitting(asked, typed_again(draft), resumed=draft is not None, again=asked.request.GET.get("again", ""))
    context = intake_context(asked, sitting, draft) | {"id": new_key()}
    return render(asked.request, "intake/intake.html", patient_context(asked, "intake") | context)


def _with_more_rows(asked: Asked) -> HttpResponse:
    """Show the page as it was typed with more empty rows; nothing is judged, kept or recorded by it."""
    typed = with_more_rows(asked.request.POST)
    sitting = Sitting(asked, typed, resumed=True, again=asked.request.GET.get("again", ""))
    context = intake_context(asked, sitting) | {"id": sitting_of(asked.request.POST)}
    return render(asked.request, "intake/intake.html", patient_context(asked, "intake") | context)


def _kept(asked: Asked) -> HttpResponse:
    keep_draft(asked.actor, "reply.record", asked.person, SCREEN, to_keep(asked.request.POST))
    messages.success(asked.request, _("Kept for you, not recorded yet. Nothing counts before it is recorded."))
    return redirect("intake", person=asked.person)


@screen("reply.record")
def details(asked: Asked, question: str) -> HttpResponse:
    """Show what is asked behind a yes: a part of the page of intake, fetched when yes is chosen."""
    edition = edition_in_use()
    found = question_of(edition, question)
    if found is None or not found.covers:
        raise Http404("no such question")
    speak = Speaker(edition, asked.request.in_force.policy.zone)
    one = AskedQuestion(found, None, False)
    form = QuestionsForm([one], speak, asked.request.GET, resumed=True)
    return render(asked.request, "intake/_details.html", {"one": question_shown(form, one, speak, {})})


@screen("reply.record")
def recognised(asked: Asked) -> HttpResponse:
    """Say what a typed medicine was recognised as; sent, not asked for, so that no name stands in an address."""
    names = (name for name in asked.request.POST if name.endswith("-name"))
    typed = " ".join(str(asked.request.POST.get(name, "")) for name in names).strip()
    speak = Speaker(edition_in_use(), asked.request.in_force.policy.zone)
    words = medicine_words(speak.edition, speak, typed) if typed else None
    return render(asked.request, "intake/_recognised.html", {"recognised": words})


@patient_screen("reply.record")
def weighing(asked: Asked) -> HttpResponse:
    """Record and read a weight on a page of its own, for a person of whom no other page shows it."""
    form = WeighingForm(asked.request.POST or None, speak=weighing_speaker(asked))
    if asked.request.method == "POST" and form.is_valid():
        told = Told(readings=form.readings(asked.at))
        record_told(asked.actor, asked.person, asked.course, told, "weight")
        messages.success(asked.request, _("Recorded."))
        return redirect("weighing", person=asked.person)
    context = weighing_context(asked) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(asked.request, "intake/weighing.html", patient_context(asked, "intake") | context, status=status)


@screen("policy.sign")
def instrument(asked: Asked) -> HttpResponse:
    """Load the clinic's own questions about how someone sees their body: a new version of the policy, signed."""
    loaded: Instrument | None = asked.request.in_force.policy.instrument
    form = ItemsForm(asked.request.POST or None, loaded=loaded)
    if asked.request.method == "POST" and form.is_valid():
        try:
            load_instrument(asked.actor, form.instrument())
        except Faulty as faulty:
            for fault in faulty.faults:
                form.add_error(None, fault_error(fault))
        else:
            messages.success(asked.request, _("Loaded, as a new version of the policy."))
            return redirect("instrument")
    return render(
        asked.request, "intake/instrument.html", {"form": form, "loaded": loaded}, status=422 if form.is_bound else 200
    )
