"""The page after a session, its sheet on paper, leaving, and who asks when."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nappage.actions.acting import Conflict
from nappage.actions.contacts import check_out, record_contact, say_away, take_on
from nappage.assessment.leaving_check import leaving_check
from nappage.engine.contact import Told
from nappage.records.models import Member
from nappage.rendering.leaflet import leaflet_paper
from nappage.rendering.paper import as_pdf
from nappage.values.fault import Fault, Faulty
from nappage.web.after.forms import ContactForm, LeavingForm, TakeOnForm
from nappage.web.after.presenter import after_page, leaflet_of
from nappage.web.banner import patient_context
from nappage.web.consent.sealing import fonts
from nappage.web.forms import FieldFault, blame
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import paper_speaker


@patient_screen("chart.read")
def after(asked: Asked) -> HttpResponse:
    """Show what comes after the last session."""
    return page(asked)


def page(asked: Asked, status: int = 200, **more: Any) -> HttpResponse:
    """Return the page, with a form that was refused in its place."""
    day = asked.request.GET.get("day", "") or asked.request.POST.get("day", "")
    shown = after_page(asked)
    context = patient_context(asked, "after") | shown
    asked_now = _asked_now(shown["contacts"], day)
    context |= {
        "leaving": leaving_form(asked),
        "contact": ContactForm(initial={"day": asked_now["day"]}) if asked_now else None,
        "asked_now": asked_now,
        "may_record": asked.member.may("report.record"),
        "may_watch": asked.member.may("observation.record"),
        "may_sign": asked.member.may("adverse-event.sign"),
        "may_tell": asked.member.may("incident.record"),
    }
    return render(asked.request, "after/after.html", context | more, status=status)


def refused(asked: Asked, faults: tuple[Fault | FieldFault, ...]) -> HttpResponse:
    """Return the page with what stands against something that was sent from it."""
    return page(asked, 422, faults=faults)


def leaving_form(asked: Asked, *sent: Any) -> LeavingForm:
    """Return the list to go through before leaving."""
    check = leaving_check(asked.look)
    settled = check.line if check and not check.is_open(asked.at) else ""
    lines = [
        (one.instruction, one.text["en"]) for one in asked.look.outlook.after.leaving if one.instruction != settled
    ]
    away = asked.look.story.away_zone
    return LeavingForm(
        lines, *sent, initial={"zone": away.key if away else ""}, check=check.line if check and not settled else ""
    )


def _asked_now(contacts: list[dict[str, Any]], day: str) -> dict[str, Any] | None:
    """Return the contact that is next, or that of the day that was asked for."""
    wanted = [one for one in contacts if f"{one['day']:%Y-%m-%d}" == day] or contacts[:1]
    return wanted[0] if wanted and (wanted[0]["is_due"] or day) else None


@patient_screen("chart.read")
def sheet(asked: Asked) -> HttpResponse:
    """Send the aftercare sheet as PDF, to be printed and handed over."""
    pdf = as_pdf(leaflet_paper(leaflet_of(asked, paper_speaker(asked))), fonts())
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="aftercare.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_POST
@patient_screen("leaving.record")
def leaving(asked: Asked) -> HttpResponse:
    """Record the list gone through before leaving, and where somebody will be."""
    form = leaving_form(asked, asked.request.POST)
    if not form.is_valid():
        return page(asked, 422, leaving=form)
    zone, lines = form.cleaned_data["zone"], form.lines()
    if not lines and zone != str(form.initial["zone"]):
        say_away(asked.actor, asked.person, asked.course, zone)
        return redirect("after", person=asked.person)
    try:
        check_out(asked.actor, asked.person, asked.course, lines, zone, form.told())
    except Faulty as faulty:
        return page(asked, 422, leaving=form, faults=blame(form, faulty.faults, {"lines": form.first_line}))
    return redirect("symptom-report" if form.told() is Told.SOMETHING else "after", person=asked.person)


@require_POST
@patient_screen("contact.record")
def contact(asked: Asked) -> HttpResponse:
    """Record a call or a check; what was told is reported on the next page."""
    form = ContactForm(asked.request.POST)
    if not form.is_valid():
        return page(asked, 422, contact=form)
    said, told = form.said(), form.cleaned_data
    record_contact(asked.actor, asked.person, asked.course, told["day"], said, told["words"])
    return redirect("symptom-report" if said is Told.SOMETHING else "after", person=asked.person)


@require_POST
@patient_screen("contact.record")
def take_on_task(asked: Asked) -> HttpResponse:
    """Say who owns a contact or a report from now on."""
    members = Member.objects.filter(clinic=asked.actor.clinic, active=True)
    form = TakeOnForm(list(members.values_list("slug", "name")), asked.request.POST)
    if not form.is_valid():
        nobody = Fault(_("Owner"), _("somebody of this clinic"), _("nobody"), _("Choose who it is."))
        return page(asked, 422, faults=(nobody,))
    told = form.cleaned_data
    if not told["day"] and not told["report"]:
        raise Conflict(_("nothing was named to be taken on"))
    owner = members.get(slug=told["owner"])
    take_on(asked.actor, asked.person, asked.course, owner, day=told["day"], report=told["report"])
    if told["report"]:
        return redirect("reported", person=asked.person, report=told["report"])
    return redirect("after", person=asked.person)
