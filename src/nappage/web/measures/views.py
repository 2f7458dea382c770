"""Measures: the page with its pictures, the tape on any day, the scales, and the same on paper."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.entries import record
from nappage.actions.scores import record_scores
from nappage.actions.tape import Doubtful, measure_today
from nappage.engine.scale import scales_for
from nappage.values.fault import Fault, Faulty
from nappage.web.banner import patient_context
from nappage.web.forms import FieldFault, fault_error
from nappage.web.measures.forms import ScalesForm
from nappage.web.measures.paper import progress_pdf
from nappage.web.measures.presenter import measures_page
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import speaker
from nappage.web.tape import Tape

CELLULITE = "cellulite"


@patient_screen("chart.read")
def measures(asked: Asked) -> HttpResponse:
    """Show what was measured since session 1, and what it can and cannot tell."""
    return render(asked.request, "measures/measures.html", patient_context(asked, "measures") | measures_page(asked))


@patient_screen("measure.record")
def tape(asked: Asked) -> HttpResponse:
    """Read the tape on a day without a puncture before it; a reading that may be another unit is asked about first."""
    plan = asked.look.story.plan
    lies = Tape(asked.look, speaker(asked), plan.sites if plan else (), asked.member.slug)
    if asked.request.method != "POST":
        return _tape_page(asked, lies, {})
    told = {name: str(value) for name, value in asked.request.POST.items()}
    typed, faults = lies.read(told, asked.at)
    if faults:
        return _tape_page(asked, lies, told, faults)
    meant = frozenset(position for position, one in enumerate(typed) if one.is_meant)
    readings, keystrokes = [one.reading for one in typed], [one.keystrokes for one in typed]
    try:
        measure_today(asked.actor, asked.person, asked.course, readings, keystrokes, meant)
    except Doubtful as doubtful:
        return _tape_page(asked, lies, told, questions=lies.questions(typed, doubtful.doubts))
    except Faulty as faulty:
        return _tape_page(asked, lies, told, faulty.faults)
    return redirect("measures-tape" if _is_third_asked(asked) else "measures", person=asked.person)


def _is_third_asked(asked: Asked) -> bool:
    """Return whether two of the readings just recorded are so far apart that a third is asked for."""
    del asked.look
    found = asked.look.outlook.measures.objections
    return any(each.because.fact.code == "reading.duplicates-apart" for each in found)


def _tape_page(
    asked: Asked,
    lies: Tape,
    typed: dict[str, str],
    faults: Sequence[Fault | FieldFault] = (),
    questions: object = None,
) -> HttpResponse:
    context = lies.shown(typed) | {"faults": faults, "questions": questions, "may_type": True}
    status = 422 if faults or questions else 200
    page = patient_context(asked, "measures") | context
    return render(asked.request, "measures/tape.html", page, status=status)


@patient_screen("measure.record")
def scales(asked: Asked) -> HttpResponse:
    """Score the scales of the course's purpose, each by whose judgement it is."""
    look, sent = asked.look, asked.request.method == "POST"
    plan = look.story.plan
    form = ScalesForm(
        scales_for(look.edition, look.story), look.edition, speaker(asked),
        looks=plan is not None and plan.indication == CELLULITE, typed=asked.request.POST if sent else None,
    )  # fmt: skip
    if sent and form.is_valid() and _scored(asked, form):
        messages.success(asked.request, _("Recorded."))
        return redirect("measures", person=asked.person)
    context = patient_context(asked, "measures") | {"form": form, "groups": _groups(form)}
    return render(asked.request, "measures/scales.html", context, status=422 if sent else 200)


def _scored(asked: Asked, form: ScalesForm) -> bool:
    scores, looked = form.scores(asked.at, asked.member.slug), form.observation(asked.at)
    try:
        if scores or looked is None:
            record_scores(asked.actor, asked.person, asked.course, scores)
    except Faulty as faulty:
        for fault in faulty.faults:
            form.add_error(None, fault_error(fault))
        return False
    if looked is not None:
        record(asked.actor, "measure.record", asked.person, looked, course=asked.course)
    return True


def _groups(form: ScalesForm) -> list[tuple[str, list[object]]]:
    """Return the fields by whose judgement they are, so that nobody answers for another."""
    told: dict[str, list[object]] = {}
    titles = {
        "told-by-patient": _("Told by the patient"),
        "told-by-somebody-close": _("Told by somebody close"),
        "seen-by-clinician": _("Seen by the clinician"),
    }
    for asked in form.asked:
        told.setdefault(titles[asked.told_by.value], []).extend(form[name] for name in asked.names)
    seen = [form[name] for name in form.looks] + [form[name] for _words, names in form.melasma for name in names]
    if seen:
        told.setdefault(titles["seen-by-clinician"], []).extend(seen)
    return [(title, told[title]) for title in titles.values() if title in told]


@patient_screen("chart.read")
def paper(asked: Asked) -> HttpResponse:
    """Send the pictures and tables as a PDF: the same as on the page."""
    answer = HttpResponse(progress_pdf(asked), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="measures-{asked.at:%Y-%m-%d}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer
