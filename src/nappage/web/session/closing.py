"""Closing a session: volumes, end, the score of the day, the signature; addenda, and a chart of the wrong person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.acting import NotNow
from nappage.actions.corrections import move_session
from nappage.actions.entries import strike
from nappage.actions.moments import day_in_words
from nappage.actions.sessions import add, end, reconcile, score, sign
from nappage.assessment.happening import Signed
from nappage.engine.scale import Scale
from nappage.engine.story import SameDayOutcome
from nappage.records.models import Identity
from nappage.records.name_folding import folded
from nappage.values.fault import Fault, Faulty, Refused
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity
from nappage.web.screen import Asked, patient_screen
from nappage.web.session.closing_page import closing_page, score_form
from nappage.web.session.forms import MoveForm, SignForm, VolumesForm, WordsForm
from nappage.web.session.frame import Frame, frame_of, sent
from nappage.web.session.views import present

OFFERED = 12


@patient_screen("chart.read")
def closing(asked: Asked, visit: UUID) -> HttpResponse:
    """Show what stands between the last puncture and the signature."""
    frame = frame_of(asked, visit)
    if frame.charted.started is None:
        return redirect("session-visit", person=asked.person, visit=visit)
    return _page(frame)


def _page(
    frame: Frame,
    faults: tuple[Fault, ...] = (),
    volumes: VolumesForm | None = None,
    signing: SignForm | None = None,
) -> HttpResponse:
    context = frame.context("session-closing") | closing_page(frame, volumes, signing) | {"faults": faults}
    form = volumes or signing
    refused = faults or (form is not None and form.errors)
    return render(frame.asked.request, "session/closing.html", context, status=422 if refused else 200)


@patient_screen("session.chart")
def volumes(asked: Asked, visit: UUID) -> HttpResponse:
    """Record what was drawn up and wasted."""
    frame = frame_of(asked, visit)
    form = VolumesForm(sent(asked))
    if not form.is_valid():
        return _page(frame, volumes=form)
    try:
        reconcile(asked.actor, visit, form.volumes())
    except Faulty as faulty:
        return _page(frame, faulty.faults, volumes=form)
    messages.success(asked.request, _("Recorded."))
    return redirect("session-closing", person=asked.person, visit=visit)


@patient_screen("session.chart")
def end_session(asked: Asked, visit: UUID) -> HttpResponse:
    """End the session: the last puncture was made."""
    frame = frame_of(asked, visit)
    if asked.request.method == "POST":
        end(asked.actor, frame.visit.id)
    return redirect("session-closing", person=asked.person, visit=visit)


@patient_screen("entry.strike")
def reopen(asked: Asked, visit: UUID) -> HttpResponse:
    """Take the end back: it was tapped too early."""
    frame = frame_of(asked, visit)
    if asked.request.method == "POST" and frame.charted.ended is not None and frame.charted.signed is None:
        strike(asked.actor, frame.charted.ended[0].id, "tapped too early")
    return redirect("session-visit", person=asked.person, visit=visit)


@patient_screen("measure.record")
def same_day(asked: Asked, visit: UUID, scale: str) -> HttpResponse:
    """Record what is seen right after the session."""
    frame = frame_of(asked, visit)
    found = frame.look.edition.get(Scale, scale)
    if found is None or not found.same_day:
        raise Http404("no such scale of the same day")
    form = score_form(found, asked.request.POST)
    if form.is_valid():
        score(asked.actor, visit, SameDayOutcome(found.id, asked.at, form.cleaned_data["score"]))
    return redirect("session-closing", person=asked.person, visit=visit)


@patient_screen("session.sign")
def sign_session(asked: Asked, visit: UUID) -> HttpResponse:
    """Sign the chart as it is shown; what is open is said all at once."""
    frame = frame_of(asked, visit)
    form = SignForm(sent(asked))
    if not form.is_valid():
        return _page(frame, signing=form)
    told = form.cleaned_data
    try:
        shown = Signed(told["passes"], told["punctures"], Quantity.parse(told["volume"]))
        asked.signs(_signing(frame, shown))
        sign(asked.actor, visit, shown)
    except Refused as refused:
        return _page(frame, (refused.at("What this device shows"),), signing=form)
    except (NotNow, Faulty) as refused_by_act:
        return _page(frame, frame.faults(refused_by_act), signing=form)
    return redirect("session-visit", person=asked.person, visit=visit)


def _signing(frame: Frame, shown: Signed) -> str:
    words = _("The chart of the session of {day}: {passes} passes, {punctures} punctures, {volume} given")
    day = local_day(frame.visit.start, frame.look.policy.zone)
    volume = frame.speak.value(shown.volume)
    return words.format(day=frame.speak.value(day), passes=shown.passes, punctures=shown.punctures, volume=volume)


@patient_screen("session.sign")
def addendum(asked: Asked, visit: UUID) -> HttpResponse:
    """Add something to a signed chart, which stays as it is."""
    frame = frame_of(asked, visit)
    form = WordsForm(sent(asked))
    if form.is_valid():
        add(asked.actor, visit, form.cleaned_data["words"])
        return redirect("session-visit", person=asked.person, visit=visit)
    lacking = (Fault("Addendum", "what is added, in words", "nothing", "Write it."),)
    return present(frame, lacking if form.is_bound or asked.request.method == "POST" else ())


@patient_screen("entry.strike")
def wrong_person(asked: Asked, visit: UUID) -> HttpResponse:
    """Move everything recorded at a visit onto the chart of the person who was really there."""
    frame = frame_of(asked, visit)
    sought = (asked.request.POST.get("q") or asked.request.GET.get("q") or "").strip()
    found = _others(asked, sought)
    form = MoveForm(found, sent(asked))
    faults: tuple[Fault, ...] = ()
    if form.is_valid():
        try:
            moved = move_session(asked.actor, visit, form.person, form.cleaned_data["words"])
            return redirect("session-visit", person=moved.person_id, visit=moved.id)
        except Faulty as faulty:
            faults = faulty.faults
    context = frame.context("session-visit") | {"form": form, "q": sought, "found": found, "faults": faults}
    return render(asked.request, "session/wrong_person.html", context, status=422 if form.is_bound else 200)


def _others(asked: Asked, sought: str) -> list[tuple[str, str]]:
    """Return the patients of this clinic of that name, each with the birth date that tells twins' charts apart."""
    if not sought:
        return []
    found = Identity.objects.filter(clinic=asked.actor.clinic, folded__contains=folded(sought))
    found = found.exclude(person=asked.person).order_by("folded", "born")[:OFFERED]
    return [(str(one.person_id), f"{one.name}, {day_in_words(one.born)}") for one in found]
