"""The list of patients, the chart of one, and the label that tells whose tube it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.entries import strike
from nappage.records.models import Entry
from nappage.rendering.history import told
from nappage.rendering.label import label
from nappage.values.local_time import local_day
from nappage.web.banner import patient_context
from nappage.web.patients.forms import WordsForm
from nappage.web.patients.presenter import chart_context
from nappage.web.patients.search import found, short_number
from nappage.web.screen import Asked, patient_screen, screen
from nappage.web.speaking import speaker


@screen("patient.find")
def patients(asked: Asked) -> HttpResponse:
    """Show the patients of this clinic, or those that were looked for; htmx asks for the rows alone while one types."""
    request = asked.request
    template = "patients/list.html#found" if request.htmx else "patients/list.html"
    today = local_day(asked.at, request.in_force.policy.zone)
    return render(asked.request, template, found(asked, today))


@patient_screen("chart.read")
def chart(asked: Asked) -> HttpResponse:
    """Show the chart of one patient."""
    return render(asked.request, "patients/chart.html", patient_context(asked, "chart") | chart_context(asked))


@patient_screen("patient.find")
def labels(asked: Asked) -> HttpResponse:
    """Show the label as it will be printed, or that it does not fit and what to do instead."""
    context = patient_context(asked, "labels") | {"label": _label(asked)}
    return render(asked.request, "patients/labels.html", context)


@patient_screen("patient.find")
def print_labels(asked: Asked) -> HttpResponse:
    """Show the paper itself: the label where it fits, else a whole sheet, so that no name is ever cut off."""
    shown = _label(asked)
    sheet = "patients/label_paper.html" if shown.fits and "sheet" not in asked.request.GET else "patients/sheet.html"
    return render(asked.request, sheet, patient_context(asked, "labels") | {"label": shown})


def _label(asked: Asked) -> Any:
    assert asked.identity is not None, "a patient's screen has a patient"
    return label(asked.identity.name, asked.identity.born, short_number(asked.person))


@patient_screen("entry.strike")
def strike_entry(asked: Asked, entry: UUID) -> HttpResponse:
    """Take an entry back as entered in error; both stay in the history."""
    line = next((one for one in asked.look.chart.all_lines if one.id == entry and one.strikes is None), None)
    if line is None or not Entry.objects.filter(pk=entry, person=asked.person, clinic=asked.actor.clinic).exists():
        raise Http404("no such entry in this chart")
    form = WordsForm(asked.request.POST or None, label=_("Why it was entered in error"))
    if asked.request.method == "POST" and form.is_valid():
        strike(asked.actor, entry, form.cleaned_data["words"].strip())
        messages.success(asked.request, _("Taken back. It stays in the history, struck through, with your words."))
        return redirect("chart", person=asked.person)
    context = {"form": form, "line": line, "words": told(line.values, speaker(asked))}
    status = 422 if form.is_bound else 200
    return render(asked.request, "patients/strike.html", patient_context(asked, "chart") | context, status=status)
