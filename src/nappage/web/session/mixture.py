"""Another mixture at the chair: one agent more or one agent less, for this visit only."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.formulas import change_formula
from nappage.engine.story import Component
from nappage.engine.visit import formula_of
from nappage.values.fault import Fault, Faulty
from nappage.web.screen import Asked, patient_screen
from nappage.web.session.forms import AgentForm
from nappage.web.session.frame import Frame, frame_of, sent


@patient_screen("formula.sign")
def mixture(asked: Asked, visit: UUID) -> HttpResponse:
    """Show the mixture of this visit, and take another one signed by the prescriber who asks."""
    frame = frame_of(asked, visit)
    present, told = _components(frame), sent(asked)
    without = told.get("without") if told else None
    form = _agent_form(frame, present, None if without else told)
    wanted: tuple[Component, ...] | None = None
    if without:
        wanted = tuple(one for one in present if one.agent != without)
    elif form.is_valid():
        signed = frame.look.policy.agents_signed[form.cleaned_data["agent"]]
        wanted = (*present, form.component(signed.strength))
    try:
        if wanted is not None:
            change_formula(asked.actor, visit, wanted)
            return redirect("session-visit", person=asked.person, visit=visit)
    except Faulty as faulty:
        return _page(frame, form, faulty.faults)
    return _page(frame, form)


def _page(frame: Frame, form: AgentForm, faults: tuple[Fault, ...] = ()) -> HttpResponse:
    speak = frame.speak
    rows = [[one.agent, speak.value(one.strength), speak.value(one.volume), one.lot] for one in _components(frame)]
    head = [_("Agent"), _("Strength"), _("Volume"), _("Lot")]
    context = frame.context("session-visit") | {"form": form, "rows": rows, "head": head, "faults": faults}
    status = 422 if faults or form.is_bound else 200
    return render(frame.asked.request, "session/mixture.html", context, status=status)


def _agent_form(frame: Frame, present: tuple[Component, ...], told: QueryDict | None) -> AgentForm:
    """Return the form of one more agent; creams are not mixed in, and what is there is not added twice."""
    there = {component.agent for component in present}
    signed = [agent.agent for agent in frame.look.policy.formulary if agent.cream_maximum is None]
    return AgentForm([(agent, agent) for agent in signed if agent not in there], told)


def _components(frame: Frame) -> tuple[Component, ...]:
    formula = formula_of(frame.look.story, frame.look.outlook.treating.session)
    return formula.components if formula else ()
