"""Charting: a pass from a form or from the device's journal, copies, zones taken over, corrections."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.passes import confirm, copy_last, correct_pass, drop, take_over
from nappage.actions.sessions import PassCharted, chart_and_look
from nappage.records.keys import new_key
from nappage.values.fault import Fault, Faulty
from nappage.web.forms import FieldFault, blame, linked
from nappage.web.screen import Asked, patient_screen
from nappage.web.session.charting_page import charted_part, pass_form
from nappage.web.session.forms import LONGEST_LOT, PassForm, WordsForm
from nappage.web.session.frame import Frame, frame_at, frame_of, sent
from nappage.web.session.sites import key_of
from nappage.web.session.views import attempt, present

JSON = "application/json"


@patient_screen("session.chart")
def passes(asked: Asked, visit: UUID) -> HttpResponse:
    """Take one pass: from the device's journal as JSON, or from the plain form. Sent twice, it is one."""
    frame = frame_of(asked, visit)
    from_journal = asked.request.content_type == JSON
    if asked.request.method != "POST":
        return render(asked.request, "session/_charted.html", charted_part(frame))
    form = pass_form(frame, _sent(asked))
    if not form.is_valid():
        return _refused(frame, (), form)
    try:
        charted = _chart(frame, form)
    except (NotNow, Faulty) as refused:
        return _refused(frame, frame.faults(refused), form)
    except Conflict as conflict:
        return _not_first(frame, conflict, form)
    if not from_journal:
        return redirect(f"{frame.address('session-visit')}?zone={form.cleaned_data['site']}")
    return JsonResponse(_saved(frame.at(charted.look)) | {"saved": str(form.cleaned_data["id"])})


def _sent(asked: Asked) -> Any:
    if asked.request.content_type != JSON:
        return asked.request.POST
    try:
        sent = json.loads(asked.request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _chart(frame: Frame, form: PassForm) -> PassCharted:
    asked = frame.asked
    in_force = asked.request.in_force
    happened = asked.at - form.waited
    return chart_and_look(asked.actor, frame.visit.id, form.cleaned_data["id"], form.given(), happened, in_force)


def _saved(frame: Frame) -> dict[str, Any]:
    tally = frame.charted.tally
    return {
        "passes": len(frame.charted.passes),
        "punctures": tally.punctures,
        "volume": str(tally.volume),
        "html": render_to_string("session/_charted.html", charted_part(frame), frame.asked.request),
    }


def _refused(frame: Frame, faults: tuple[Fault, ...], form: PassForm) -> HttpResponse:
    rest = blame(form, faults)
    if frame.asked.request.content_type != JSON:
        return present(frame, rest, form)
    return JsonResponse({"faults": [_told(found) for found in linked(form, rest)]}, status=422)


def _told(found: FieldFault) -> dict[str, str]:
    """Return a fault in its four parts, with the input that it is about."""
    fault = found.fault
    four = {"thing": fault.thing, "expected": fault.expected, "found": fault.found, "remedy": fault.remedy}
    return {"id": found.id} | {name: str(words) for name, words in four.items()}


def _not_first(frame: Frame, conflict: Conflict, form: PassForm) -> HttpResponse:
    """Return what stands there instead: somebody else's passes in this zone, or the state of the session."""
    now = frame_at(frame.asked, frame.visit)
    parts = charted_part(now)
    zone = next((zone for zone in parts["zones"] if zone["key"] == form.cleaned_data["site"]), None)
    context = now.context("session-visit") | {"conflict": conflict, "zone": zone, "sent": form.cleaned_data}
    if frame.asked.request.content_type != JSON:
        return render(frame.asked.request, "session/conflict.html", context, status=409)
    theirs = render_to_string("session/_theirs.html", context, frame.asked.request)
    return JsonResponse(_saved(now) | {"conflict": str(conflict), "theirs": theirs}, status=409)


@patient_screen("session.chart")
def copy_last_session(asked: Asked, visit: UUID) -> HttpResponse:
    """Take the passes of the last session over, grey until each is confirmed."""
    return attempt(frame_of(asked, visit), lambda: copy_last(asked.actor, visit))


@patient_screen("session.chart")
def confirm_copy(asked: Asked, visit: UUID, copy: UUID) -> HttpResponse:
    """Confirm one copied pass as given."""
    frame = frame_of(asked, visit)
    if copy not in {line.id for line, _copied in frame.charted.grey}:
        raise Conflict(_("this copy does not wait any more"), (copy,))
    id = asked.request.POST.get("id", "")
    punctures = asked.request.POST.get("punctures", "")
    count = int(punctures) if punctures.isdecimal() else None
    lot = asked.request.POST.get("needle_lot", "").strip()[:LONGEST_LOT]
    return attempt(frame, lambda: confirm(asked.actor, visit, copy, UUID(id) if id else new_key(), count, lot))


@patient_screen("session.chart")
def drop_copy(asked: Asked, visit: UUID, copy: UUID) -> HttpResponse:
    """Take one copied pass off: it was not given this time."""
    return attempt(frame_of(asked, visit), lambda: drop(asked.actor, visit, copy))


@patient_screen("session.chart")
def take_over_zone(asked: Asked, visit: UUID) -> HttpResponse:
    """Go on in a zone that somebody else began, having seen what is charted there."""
    frame = frame_of(asked, visit)
    site = next((site for site in frame.sites if key_of(site) == asked.request.POST.get("site")), None)
    seen = asked.request.POST.get("seen", "")
    if site is None or not seen.isdecimal():
        raise Conflict(_("say which zone, and how many passes were seen there"))
    return attempt(frame, lambda: take_over(asked.actor, visit, site, int(seen)))


@patient_screen("entry.strike")
def correct(asked: Asked, visit: UUID, entry: UUID) -> HttpResponse:
    """Take a pass back as entered in error; both states stay."""
    frame = frame_of(asked, visit)
    found = next((charted for line, charted in frame.charted.passes if line.id == entry), None)
    if found is None:
        raise Conflict(_("this pass does not stand any more"), (entry,))
    form = WordsForm(sent(asked))
    if form.is_valid():
        words = form.cleaned_data["words"]
        return attempt(frame, lambda: correct_pass(asked.actor, visit, entry, words, new_key()))
    context = frame.context("session-visit") | {"form": form, "given": found, "entry": entry}
    return render(asked.request, "session/correct.html", context, status=422 if form.is_bound else 200)
