"""Screening: the findings, the short form of the day, decisions, confirmations and what settles an unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nappage.actions.intake import Told, record_told
from nappage.actions.screening import against_deciding, codes_for, confirm, decide, decisions, settle
from nappage.assessment.questionnaire import Asked as AskedQuestion
from nappage.assessment.questionnaire import prepared, questionnaire
from nappage.engine.gate import GateName
from nappage.engine.precaution import Finding
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import local_day
from nappage.web.banner import patient_context, way_on
from nappage.web.forms import fault_error, faults_of
from nappage.web.intake.presenter import question_shown, said_words
from nappage.web.intake.questions import QuestionsForm, answered_otherwise
from nappage.web.intake.sitting import standing_events
from nappage.web.screen import Asked, patient_screen
from nappage.web.screening.forms import DecisionForm, SettleForm
from nappage.web.screening.presenter import finding_shown, screening_context
from nappage.web.speaking import speaker


@patient_screen("chart.read")
def screening(asked: Asked) -> HttpResponse:
    """Show what was found and what is open; record the answers of this visit."""
    found = questionnaire(asked.look)
    records = asked.member.may("reply.record")
    sent = asked.request.POST if asked.request.method == "POST" and records else None
    told_at_home, recorded = prepared(asked.look, found), standing_events(asked.look)
    meanwhile = answered_otherwise(found, sent or {})
    due = (*found.due_again, *meanwhile)
    form = QuestionsForm(due, speaker(asked), sent, prepared=told_at_home, recorded=recorded)
    if sent is not None and (done := _recorded(asked, form, sent, meanwhile)):
        messages.success(asked.request, done)
        return redirect("screening", person=asked.person)
    faults = faults_of(form) if form.is_bound else []
    may = {"may_record": records, "may_settle": asked.member.may("unknown.settle")}
    about = patient_context(asked, "screening")
    context = screening_context(asked, form, found) | may | {"faults": faults, "way_on": way_on(about["rail"])}
    context["again"] = [one.question.id for one in meanwhile]
    status = 422 if form.is_bound else 200
    return render(asked.request, "screening/screening.html", about | context, status=status)


def _recorded(asked: Asked, form: QuestionsForm, sent: QueryDict, meanwhile: Iterable[AskedQuestion]) -> str:
    """Return what to say of answers that are recorded now, or were before; "" where something is to be mended first."""
    if not form.asked:
        return _("These answers were recorded before.")
    # What was shown as answered meanwhile and is sent again is meant.
    again = sent.getlist("again")
    if not _holds(asked, form, [one for one in meanwhile if one.question.id not in again]):
        return ""
    told = Told(form.replies(asked.at), form.events(asked.at, standing_events(asked.look)))
    try:
        record_told(asked.actor, asked.person, asked.course, told, "screening")
    except Faulty as faulty:
        for fault in faulty.faults:
            form.add_error(None, fault_error(fault))
        return ""
    return _("Recorded. This is what follows from it.")


def _holds(asked: Asked, form: QuestionsForm, meanwhile: Iterable[AskedQuestion]) -> bool:
    """Return whether the answers can be recorded, after saying of each that somebody else answered meanwhile."""
    form.is_valid()
    for one in meanwhile:
        field = f"q-{one.question.id}"
        remedy = _("Ask which of the two holds, choose it, and record again.")
        fault = Fault(str(form.fields[field].label), _("a question that is open"), _answer(asked, one), remedy)
        form.add_error(field, fault_error(fault))
    return form.is_valid() and form.check_days(local_day(asked.at, asked.look.policy.zone))


def _answer(asked: Asked, one: AskedQuestion) -> str:
    assert one.last is not None, "a question that is not due was answered"
    speak = speaker(asked)
    when = speak.value(one.last.at)
    return _("one answered meanwhile: {said}, {when}").format(said=said_words(one.last, speak), when=when)


@patient_screen("decision.record")
def decide_finding(asked: Asked, rule: str) -> HttpResponse:
    """Decide against a finding: a physician, with a coded reason, in words. Level A has no such page."""
    finding = _finding(asked, rule)
    standing = tuple(against_deciding(asked.look, asked.member.slug, rule))
    speak = speaker(asked)
    codes = [(code.id, speak.term(code.id)) for code in codes_for(asked.look.edition, GateName.SCREENING.value)]
    form = DecisionForm(codes, asked.request.POST or None)
    if asked.request.method == "POST":
        form.is_valid()
        try:
            decide(asked.actor, asked.person, asked.course, rule, *(form.data.get(name, "") for name in form.fields))
        except Faulty as faulty:
            form.add_faults(faulty.faults)
        else:
            messages.success(asked.request, _("Decided for the next visit. It is kept with your words."))
            return redirect("screening", person=asked.person)
    context = {
        "form": form,
        "finding": finding_shown(finding, asked, decisions(asked.look)) | {"decide_url": ""},
        "standing": [] if form.is_bound else standing,
        "injects": _injects(asked),
    }
    status = 422 if form.is_bound else 403 if standing else 200
    return render(asked.request, "screening/decide.html", patient_context(asked, "screening") | context, status=status)


def _finding(asked: Asked, rule: str) -> Finding:
    found = next((one for one in asked.look.outlook.findings if one.precaution.id == rule), None)
    if found is None:
        raise Http404("no such finding now")
    return found


def _injects(asked: Asked) -> bool:
    session = asked.look.outlook.treating.session
    return session is not None and session.injector == asked.member.slug


@require_POST
@patient_screen("decision.record")
def confirm_decision(asked: Asked, entry: UUID) -> HttpResponse:
    """Confirm another physician's decision as the second clinician."""
    if entry not in {line.id for line in asked.look.chart.lines}:
        raise Http404("no such decision in this chart")
    try:
        confirm(asked.actor, asked.person, asked.course, entry)
    except Faulty as faulty:
        for fault in faulty.faults:
            messages.error(asked.request, str(fault))
    else:
        messages.success(asked.request, _("Confirmed."))
    return redirect("screening", person=asked.person)


@patient_screen("unknown.settle")
def settle_unknown(asked: Asked, question: str) -> HttpResponse:
    """Settle an answer of not knowing by a fact: who found it out, and how."""
    one = questionnaire(asked.look).get(question)
    if one is None or one.last is None or not one.question.covers:
        raise Http404("no such open question")
    speak = speaker(asked)
    form = SettleForm(speak, asked.request.POST or None)
    details = QuestionsForm([one], speak, _with_answer(asked.request.POST, one))
    if asked.request.method == "POST" and all([form.is_valid(), details.is_valid()]):
        try:
            settle(asked.actor, asked.person, asked.course, form.settled(one, details, asked.at, asked.actor.slug))
        except Faulty as faulty:
            form.add_faults(faulty.faults)
        else:
            messages.success(asked.request, _("Settled, with who and how."))
            return redirect("screening", person=asked.person)
    sent = asked.request.method == "POST"
    context: dict[str, Any] = {
        "form": form,
        "one": question_shown(details, one, speak, standing_events(asked.look)),
        "faults": [*faults_of(form), *faults_of(details)] if sent else [],
    }
    return render(
        asked.request,
        "screening/settle.html",
        patient_context(asked, "screening") | context,
        status=422 if sent else 200,
    )


def _with_answer(typed: QueryDict, one: AskedQuestion) -> QueryDict:
    """Return what was typed with the answer where the form of the questions looks for it."""
    query = typed.copy()
    query[f"q-{one.question.id}"] = typed.get("answer", "") or "yes"
    return query
