"""The allergy test of a patient: giving it, reading it twice, watching after it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from nappage.actions.acting import NotNow
from nappage.actions.allergy_tests import against_injection, give_test, read_test
from nappage.actions.doubts import Doubtful
from nappage.actions.observations import end_observation
from nappage.assessment.happening import Observation, TestGiven
from nappage.engine.story import Component, TestSubstance
from nappage.engine.visit import formula_of, visit
from nappage.records.models import Member
from nappage.values.fault import Fault, Faulty
from nappage.web.after.views import refused as after_page
from nappage.web.allergy_test.forms import WHOLE, GiveForm, ReadForm, WatchForm
from nappage.web.allergy_test.presenter import questions_of, test_page
from nappage.web.banner import patient_context
from nappage.web.forms import FieldFault
from nappage.web.screen import Asked, patient_screen
from nappage.web.speaking import refused_lines, speaker


@patient_screen("chart.read")
def allergy_test(asked: Asked) -> HttpResponse:
    """Show where the test stands: what covers the formula, what was read, what is due and when."""
    return _page(asked)


def _page(asked: Asked, faults: tuple[Fault | FieldFault, ...] = ()) -> HttpResponse:
    context = patient_context(asked, "allergy-test") | test_page(asked) | {"faults": faults}
    return render(asked.request, "allergy_test/test.html", context, status=422 if faults else 200)


@patient_screen("test.give")
def give(asked: Asked) -> HttpResponse:
    """Record a test as given; every gate but its own is asked first."""
    components = _components(asked)
    others = Member.objects.filter(clinic=asked.actor.clinic, active=True).exclude(pk=asked.member.pk)
    zone = asked.look.policy.zone
    initial = {"what": WHOLE, "placed_at": asked.at.astimezone(zone)}
    speak, members = speaker(asked), others.values_list("slug", "name")
    form = GiveForm(components, members, speak, asked.request.POST or None, initial=initial)
    faults: tuple[Fault, ...] = ()
    if form.is_valid() and (placed := form.placed(zone)) is not None:
        said = form.cleaned_data
        sites = {"mix_site": said["mix_site"], "control_site": said["control_site"]}
        try:
            give_test(
                asked.actor,
                asked.person,
                asked.course,
                form.tested(),
                placed,
                volume=said["volume"],
                second=said["second"],
                **sites,
            )
            return redirect("allergy-test", person=asked.person)
        except NotNow as refused:
            faults = refused_lines(asked, refused)
        except Faulty as faulty:
            faults = faulty.faults
    against = NotNow(tuple(against_injection(asked.actor, asked.look)))
    context = {"form": form, "faults": faults, "against": refused_lines(asked, against), "components": components}
    return render(
        asked.request,
        "allergy_test/give.html",
        patient_context(asked, "allergy-test") | context,
        status=422 if form.is_bound else 200,
    )


def _components(asked: Asked) -> tuple[Component, ...]:
    story = asked.look.story
    formula = formula_of(story, visit(story, asked.look.policy, asked.at))
    return formula.components if formula else ()


@patient_screen("test.read")
def read(asked: Asked, test: str) -> HttpResponse:
    """Record what is seen now at both sites of a test."""
    given = next((one for one in asked.look.story.tests if one.id == test), None)
    if given is None:
        raise Http404("no such test")
    form, questions = ReadForm(asked.request.POST or None), []
    if form.is_valid():
        components = _components(asked)
        whole = len(given.components) > 1 or len(components) == 1
        substance = TestSubstance.MIX if whole else TestSubstance.COMPONENT
        try:
            readings = form.readings(substance, asked.at, asked.actor.slug)
            read_test(asked.actor, asked.person, asked.course, test, readings, form.meant())
            return redirect("allergy-test", person=asked.person)
        except Doubtful as doubtful:
            questions = questions_of(doubtful.doubts, speaker(asked))
    context = patient_context(asked, "allergy-test") | {"form": form, "test": given, "questions": questions}
    context["sites"] = next((one for _line, one in asked.look.chart.of(TestGiven) if one.id == test), None)
    return render(asked.request, "allergy_test/read.html", context, status=422 if form.is_bound else 200)


@patient_screen("observation.record")
def end_watch(asked: Asked, watch: UUID) -> HttpResponse:
    """End a watch, or record that somebody left early and why."""
    begun = {line.id: value for line, value in asked.look.chart.of(Observation)}
    if watch not in begun:
        raise Http404("no such watch of this patient")
    stage, refused = ("after", after_page) if begun[watch].after == "session" else ("allergy-test", _page)
    form = WatchForm(asked.request.POST)
    if asked.request.method != "POST" or not form.is_valid():
        return redirect(stage, person=asked.person)
    try:
        end_observation(asked.actor, asked.person, asked.course, watch, **form.cleaned_data)
    except Faulty as faulty:
        return refused(asked, tuple(FieldFault(f"left-{watch}" if one.field else "", one) for one in faulty.faults))
    return redirect(stage, person=asked.person)
