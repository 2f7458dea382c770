"""A patient's copy of the record, free and whole, and the pack for a complaint."""

from __future__ import annotations

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nappage.actions.exports import export_person
from nappage.web.banner import patient_context
from nappage.web.export.presenter import printed_record
from nappage.web.printing import printed
from nappage.web.screen import Asked, patient_screen

COMPLAINT = "complaint"


@patient_screen("patient.export")
def export(asked: Asked) -> HttpResponse:
    """Show what a copy of the record holds; send it, or the pack for a complaint, as one archive."""
    if asked.request.method != "POST":
        return render(asked.request, "export/export.html", patient_context(asked, "export"))
    complaint = asked.request.POST.get("which") == COMPLAINT
    out = BytesIO()
    record = printed_record(asked)
    if not complaint:
        record["trail"] = []
    identifier = f"{asked.person} {asked.at.isoformat()}"
    pdf = printed("export/record.html", record, _("Record of one person"), record["clinic"], identifier, asked.at)
    export_person(
        asked.actor, out, asked.person, {"record.pdf": pdf}, "complaint pack" if complaint else "export patient"
    )
    answer = HttpResponse(out.getvalue(), content_type="application/zip")
    name = "complaint-pack" if complaint else "record"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{asked.at:%Y-%m-%d}.zip"'
    answer["Cache-Control"] = "no-store, private"
    return answer
