"""The checkpoint: read by who may read a chart; each decision is an act of a named member."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.checkpoints import accept_step, follow_on, judge_response, masked_ratings
from nappage.actions.pauses import pause_course, resume_course
from nappage.engine.pause import Pause
from nappage.values.fault import Faulty
from nappage.web.banner import patient_context
from nappage.web.checkpoint.forms import PauseForm, ResponseForm, ResumeForm
from nappage.web.checkpoint.presenter import checkpoint_page, rated_so
from nappage.web.forms import fault_error
from nappage.web.screen import Asked, patient_screen


@patient_screen("chart.read")
def checkpoint(asked: Asked) -> HttpResponse:
    """Show what was agreed against what is recorded, and everything that follows from it."""
    context = patient_context(asked, "checkpoint") | checkpoint_page(asked)
    return render(asked.request, "checkpoint/checkpoint.html", context)


@patient_screen("response.judge")
def response(asked: Asked) -> HttpResponse:
    """Record how the response is judged."""
    rated = masked_ratings(asked.look)
    form = ResponseForm(_sent(asked), rated=bool(rated))
    return _decided(
        asked, form, _("How the response is judged"), _("Record the judgement"),
        lambda: judge_response(asked.actor, asked.person, asked.course, **form.said()), rated_so(rated),
    )  # fmt: skip


@patient_screen("course.pause")
def pause(asked: Asked) -> HttpResponse:
    """Pause the course; a pregnancy is recorded as what it is, and holds by itself."""
    form = PauseForm(_sent(asked))
    return _decided(
        asked, form, _("Pause the course"), _("Pause the course"),
        lambda: pause_course(asked.actor, asked.person, asked.course, **form.said()),
        _("Booked sessions stay as they are, and none can start. A pregnancy is no pause: record it in intake, and the "
          "course is held by its own rule."),
    )  # fmt: skip


@patient_screen("course.pause")
def resume(asked: Asked, entry: UUID) -> HttpResponse:
    """Resume a paused course."""
    if entry not in {line.id for line, _value in asked.look.chart.of(Pause)}:
        raise Http404("no such pause of this patient")
    form = ResumeForm(_sent(asked))
    return _decided(
        asked, form, _("Resume the course"), _("Resume the course"),
        lambda: resume_course(asked.actor, asked.person, asked.course, entry, form.cleaned_data["words"]),
        _("The dates are judged anew. What is too long ago is said before the next session; nothing is made up for."),
    )  # fmt: skip


@patient_screen("step.accept")
def interval(asked: Asked, step: str) -> HttpResponse:
    """Accept an interval that is offered now; it is never applied without this."""
    if asked.request.method == "POST":
        accept_step(asked.actor, asked.person, asked.course, step)
        messages.success(asked.request, _("Accepted, with your name. The dates that follow are proposed anew."))
    return redirect("checkpoint", person=asked.person)


@patient_screen("plan.write")
def further(asked: Asked) -> HttpResponse:
    """Open a further course, linked to this one, which asks for its own plan, screening and consent."""
    course = asked.course
    if course is None:
        raise Http404("no course that another could follow")
    if asked.request.method == "POST":
        follow_on(asked.actor, asked.person, course)
        messages.success(asked.request, _("A further course is open. It needs its own plan, screening and consent."))
        return redirect("plan", person=asked.person)
    return _decided(
        asked, forms.Form(), _("Open a further course"), _("Open the course"), lambda: None,
        _("It is linked to this one, which stays in the chart. Nothing is taken over: it asks for its own plan, "
          "screening and consent."),
    )  # fmt: skip


def _sent(asked: Asked) -> Any:
    return asked.request.POST if asked.request.method == "POST" else None


def _decided(
    asked: Asked, form: forms.Form, title: str, action: str, act: Callable[[], object], text: str = ""
) -> HttpResponse:
    """Show a form, or record what it says and go back to the checkpoint."""
    if form.is_bound and form.is_valid():
        try:
            act()
        except Faulty as faulty:
            for fault in faulty.faults:
                form.add_error(None, fault_error(fault))
        else:
            messages.success(asked.request, _("Recorded."))
            return redirect("checkpoint", person=asked.person)
    context = patient_context(asked, "checkpoint") | {"form": form, "title": title, "action": action, "text": text}
    status = 422 if form.is_bound else 200
    return render(asked.request, "checkpoint/decide.html", context, status=status)
