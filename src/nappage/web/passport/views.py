"""Passports of a patient: issued here, and taken in from other clinics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nappage.actions.acting import Conflict
from nappage.actions.passports import issue_passport, take_in_passport
from nappage.assessment.carried import PassportIssued, PassportTakenIn
from nappage.sealing.verification import verified
from nappage.values.fault import Faulty
from nappage.web.banner import patient_context
from nappage.web.passport.sent import as_card, as_file, as_paper
from nappage.web.screen import Asked, patient_screen
from nappage.web.verification.forms import PassportForm
from nappage.web.verification.presenter import shown_verified

UNREAD = 422


@patient_screen("passport.read")
def passport(asked: Asked) -> HttpResponse:
    """Show what was issued and what was taken in."""
    return _page(asked, PassportForm())


def _page(asked: Asked, form: PassportForm, status: int = 200, **more: Any) -> HttpResponse:
    chart, zone = asked.look.chart, asked.look.policy.zone
    context = patient_context(asked, "passport") | {
        "form": form,
        "issued": [(line.at.astimezone(zone), line.by) for line, _issued in chart.of(PassportIssued)][::-1],
        "taken": [
            {"by": line.by, "at": line.at.astimezone(zone), "was_known": taken.is_known, **_shown(asked, taken)}
            for line, taken in chart.of(PassportTakenIn)
        ],
        "may_issue": asked.member.may("passport.issue"),
        "may_take_in": asked.member.may("passport.take-in"),
    }
    return render(asked.request, "passport/passport.html", context | more, status=status)


def _shown(asked: Asked, taken: PassportTakenIn) -> dict[str, Any]:
    return shown_verified(verified(taken.signed.encode("ascii")), asked.actor.clinic)


@require_POST
@patient_screen("passport.issue")
def issue(asked: Asked) -> HttpResponse:
    """Sign what stands in the record now."""
    issue_passport(asked.actor, asked.person)
    messages.success(asked.request, _("Issued. Hand over the paper or the file, and the card."))
    return redirect("passport", person=asked.person)


@patient_screen("passport.read")
def passport_paper(asked: Asked) -> HttpResponse:
    """Send the paper of the passport issued last."""
    return as_paper(asked, _language(asked)) if _is_issued(asked) else redirect("passport", person=asked.person)


@patient_screen("passport.read")
def passport_file(asked: Asked) -> HttpResponse:
    """Send the signed file of the passport issued last."""
    return as_file(asked) if _is_issued(asked) else redirect("passport", person=asked.person)


@patient_screen("passport.read")
def emergency_card(asked: Asked) -> HttpResponse:
    """Send the emergency card of the passport issued last."""
    return as_card(asked, _language(asked)) if _is_issued(asked) else redirect("passport", person=asked.person)


def _language(asked: Asked) -> str:
    """Return the language of the person's letters and papers."""
    assert asked.identity is not None, "a patient's screen has a patient"
    return asked.identity.language


def _is_issued(asked: Asked) -> bool:
    return asked.look.chart.latest(PassportIssued) is not None


@require_POST
@patient_screen("passport.take-in")
def take_in(asked: Asked) -> HttpResponse:
    """Show what a passport says, then take it in: the second time it comes with the word of who looked at it."""
    sent = asked.request.POST
    form = PassportForm(sent, asked.request.FILES)
    if not form.is_valid():
        return _page(asked, form, UNREAD)
    content = form.given()
    if sent.get("then") != "take-in":
        found = verified(content)
        again = PassportForm(initial={"text": found.signed}) if found.is_intact else form
        return _page(asked, again, looked=shown_verified(found, asked.actor.clinic), content=found.signed)
    try:
        take_in_passport(asked.actor, asked.person, content)
    except Faulty as faulty:
        return _page(asked, form, UNREAD, faults=faulty.faults)
    except Conflict as conflict:
        messages.warning(asked.request, str(conflict))
    else:
        messages.success(asked.request, _("Taken in as reported history, with its allergies."))
    return redirect("passport", person=asked.person)
