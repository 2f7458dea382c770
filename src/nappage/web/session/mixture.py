"""Another mixture at the chair: one agent more or one agent less, for this visit only."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.formulas import change_formula
from nappage.engine.story import Component
from nappage.engine.visit import formula_of
from nappage.values.fault import Fault, Faulty
from nappage.web.screen import Asked, patient_screen
from nappage.web.session.forms import AgentForm
from nappage.web.session.frame import Frame, frame_of


@patient_screen("formula.sign")
def mixture(asked: Asked, visit: UUID) -> HttpResponse:
    """Show the mixture of this visit, and take another one signed by the prescriber who asks."""
    frame = frame_of(asked, visit)
    present = _components(frame)
    without = asked.request.POST.get("without")
    signed = {agent.agent: agent for agent in frame.look.policy.formulary if agent.cream_maximum is None}
    addable = [(agent, agent) for agent in signed if agent not in {component.agent for component in present}]
    form = AgentForm(addable, asked.request.POST if asked.request.method == "POST" and not without else None)
    faults: tuple[Fault, ...] = ()
    try:
        if without:
            return _changed(asked, visit, tuple(one for one in present if one.agent != without))
        if form.is_valid():
            strength = signed[form.cleaned_data["agent"]].strength
            return _changed(asked, visit, (*present, form.component(strength)))
    except Faulty as faulty:
        faults = faulty.faults
    rows = [[one.agent, frame.speak.value(one.strength), frame.speak.value(one.volume), one.lot] for one in present]
    context = frame.context("session-visit") | {"form": form, "present": present, "rows": rows, "faults": faults}
    context["head"] = [_("Agent"), _("Strength"), _("Volume"), _("Lot")]
    return render(asked.request, "session/mixture.html", context, status=422 if faults or form.is_bound else 200)


def _components(frame: Frame) -> tuple[Component, ...]:
    formula = formula_of(frame.look.story, frame.look.outlook.treating.session)
    return formula.components if formula else ()


def _changed(asked: Asked, visit: UUID, components: tuple[Component, ...]) -> HttpResponse:
    change_formula(asked.actor, visit, components)
    return redirect("session-visit", person=asked.person, visit=visit)
