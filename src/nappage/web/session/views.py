"""The session of today: its time-out, its start, and from then on what is charted; stop, go on, reactions."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.reasons import give_reason
from nappage.actions.sessions import react, resume, start, stop
from nappage.assessment.happening import ReactionSeen
from nappage.engine.override import ReasonCode
from nappage.engine.symptom import Pathway, Symptom
from nappage.records.models import Entry
from nappage.values.fault import Fault, Faulty
from nappage.web.banner import patient_context
from nappage.web.forms import blame, faults_of
from nappage.web.screen import Asked, patient_screen
from nappage.web.session.charting_page import charting_page
from nappage.web.session.closing_page import record_page
from nappage.web.session.forms import ReactionForm, ReasonForm, TimeOutForm, WordsForm
from nappage.web.session.frame import Frame, frame_at, frame_of, sent, visit_of_today
from nappage.web.session.sites import key_of
from nappage.web.session.time_out import gates_of, reason_form, time_out_form, time_out_page

# What may be seen while somebody is injected; the words and what follows from each are the knowledge's own.
SEEN_DURING = (
    Pathway.ALLERGY, Pathway.ANAESTHETIC_TOXICITY, Pathway.VASCULAR, Pathway.FAINT, Pathway.BLEEDING,
    Pathway.LOCAL_REACTION, Pathway.EYE,
)  # fmt: skip
OF_THE_STAFF = "needlestick"


@patient_screen("chart.read")
def session(asked: Asked) -> HttpResponse:
    """Show today's session of a patient, whatever it is at."""
    visit = visit_of_today(asked)
    if visit is None:
        return render(asked.request, "session/none.html", patient_context(asked, "session"))
    return present(frame_at(asked, visit))


@patient_screen("chart.read")
def session_of_visit(asked: Asked, visit: UUID) -> HttpResponse:
    """Show the session of one visit, of today or of another day."""
    return present(frame_of(asked, visit))


def present(frame: Frame, faults: tuple[Fault, ...] = (), form: BaseForm | None = None) -> HttpResponse:
    """Return the page of a session: its time-out, what is charted, or the record once it is signed."""
    request = frame.asked.request
    context = frame.context("session-visit") | {"faults": faults}
    status = 422 if faults or (form is not None and form.errors) else 200
    if frame.charted.signed is not None:
        return render(request, "session/record.html", context | record_page(frame), status=status)
    if frame.charted.started is not None:
        return render(request, "session/charting.html", context | charting_page(frame, form), status=status)
    if "gates" in request.GET:
        return render(request, "session/_gates.html", {"gates": list(gates_of(frame))})
    shown = form if isinstance(form, TimeOutForm) else time_out_form(frame)
    context |= time_out_page(frame) | {"form": shown, "confirmed": shown["sites"].value() or []}
    return render(request, "session/time_out.html", context, status=status)


def attempt(frame: Frame, act: Callable[[], object], form: BaseForm | None = None) -> HttpResponse:
    """Return the way back after an act, or the page with everything that kept it from being done.

    An address that was only opened does nothing.
    """
    try:
        if frame.asked.request.method == "POST":
            act()
    except (NotNow, Faulty) as refused:
        return present(frame, blame(form, frame.faults(refused)), form)
    return redirect("session-visit", person=frame.asked.person, visit=frame.visit.id)


@patient_screen("session.start")
def start_session(asked: Asked, visit: UUID) -> HttpResponse:
    """Start the session after its time-out, if everything is as it has to be at this instant."""
    frame = frame_of(asked, visit)
    form = time_out_form(frame, sent(asked))
    if not form.is_valid():
        return present(frame, (), form)
    return attempt(frame, lambda: start(asked.actor, visit, form.said()), form)


@patient_screen("emergency.record")
def stop_session(asked: Asked) -> HttpResponse:
    """Stop the session that is under way, with one tap; whoever saw it may."""
    visit = visit_of_today(asked)
    if visit is None or asked.request.method != "POST":
        raise Http404("no session is under way")
    stop(asked.actor, visit.id)
    return redirect("session", person=asked.person)


@patient_screen("session.chart")
def resume_session(asked: Asked, visit: UUID) -> HttpResponse:
    """Go on with a session that was halted, if all gates are open."""
    frame = frame_of(asked, visit)
    form = WordsForm(sent(asked))
    words = form.cleaned_data["words"] if form.is_valid() else ""
    return attempt(frame, lambda: resume(asked.actor, visit, words))


@patient_screen("report.record")
def reaction(asked: Asked, visit: UUID) -> HttpResponse:
    """Record what was seen during the session; it halts until somebody lets it go on."""
    frame = frame_of(asked, visit)
    sites = {key_of(site): (site, words) for site, words in frame.named_sites}
    form = ReactionForm(_seen(frame), [(key, words) for key, (_site, words) in sites.items()], sent(asked))
    if form.is_valid():
        told = form.cleaned_data
        site = sites[told["site"]][0] if told["site"] else None
        seen = ReactionSeen(told["what"], asked.at, told["words"], site)
        return attempt(frame, lambda: react(asked.actor, visit, seen))
    context = frame.context("session-visit") | {"form": form}
    return render(asked.request, "session/reaction.html", context, status=422 if form.is_bound else 200)


def _seen(frame: Frame) -> list[tuple[str, str]]:
    symptoms = frame.look.edition.all(Symptom).values()
    named = [(one.id, one.words) for one in symptoms if one.pathway in SEEN_DURING]
    return [*sorted(named, key=lambda one: one[1]), (OF_THE_STAFF, _("Needlestick of a member of staff"))]


@patient_screen("reason.record")
def reason(asked: Asked, visit: UUID) -> HttpResponse:
    """Record a coded reason for going on against a rule that allows it."""
    frame = frame_of(asked, visit)
    rules = {rule for code in frame.look.edition.all(ReasonCode).values() for rule in code.rules}
    rule = next((rule for rule in rules if f"for-{rule}-rule" in asked.request.POST), None)
    if rule is None:
        raise Conflict(_("no reason was sent"))
    form = reason_form(frame, rule)
    if not form.is_valid():
        return present(frame, _missing(form))
    told, course = form.cleaned_data, frame.visit.course_id

    def give() -> Entry:
        return give_reason(asked.actor, asked.person, course, rule, told["code"], told["words"], frame.visit.start)

    return attempt(frame, give)


def _missing(form: ReasonForm) -> tuple[Fault, ...]:
    return tuple(found.fault for found in faults_of(form))
