"""The list of patients and the chart of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nappage.records.models import Identity
from nappage.web.banner import patient_context
from nappage.web.screen import Asked, patient_screen, screen


@screen("patient.find")
def patients(asked: Asked) -> HttpResponse:
    """Show the patients of this clinic."""
    found = Identity.objects.filter(clinic_id=asked.actor.clinic).order_by("folded")[:20]
    return render(asked.request, "patients/list.html", {"found": found})


@patient_screen("chart.read")
def chart(asked: Asked) -> HttpResponse:
    """Show the chart of one patient."""
    return render(asked.request, "patients/chart.html", patient_context(asked, "chart"))
