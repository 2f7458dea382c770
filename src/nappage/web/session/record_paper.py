"""The signed record of a session on paper: the same as on its page, for the person, a colleague or the file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict
from nappage.web.members import member_names
from nappage.web.printing import printed
from nappage.web.screen import Asked, patient_screen
from nappage.web.session.closing_page import record_page
from nappage.web.session.frame import frame_of


@patient_screen("chart.read")
def record_paper(asked: Asked, visit: UUID) -> HttpResponse:
    """Send the record of a session as PDF; Conflict while it is not signed."""
    frame = frame_of(asked, visit)
    if frame.charted.signed is None:
        raise Conflict(_("this session is not signed yet: its record is printed once it is"))
    zone, clinic = frame.look.policy.zone, asked.member.clinic
    shown = record_page(frame) | {"visit": frame.visit, "who": asked.identity, "clinic": clinic, "zone": zone}
    shown["member_names"] = member_names(clinic.id)
    pdf = printed(
        "session/paper.html", shown | {"at": asked.at}, _("Record of a session"), clinic, f"{visit}", asked.at
    )
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="session-{frame.visit.start.astimezone(zone):%Y-%m-%d}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer
