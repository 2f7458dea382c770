"""The register of lots and the trace of one."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.lots import change_lot, receive_lot, trace_lot
from nappage.records.models import Entry, Identity, Lot, LotState
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.web.forms import fault_error, offer
from nappage.web.screen import Asked, screen

FOR_TEST, FOR_SESSION = gettext_lazy("allergy test"), gettext_lazy("session")
DAY = forms.DateInput(attrs={"type": "date"})


class ReceiveForm(forms.Form):
    """A lot as it stands on the box."""

    agent = forms.ChoiceField(label=gettext_lazy("Agent"))
    lot = forms.CharField(label=gettext_lazy("Lot"), max_length=60)
    expires_on = forms.DateField(label=gettext_lazy("Expires on"), widget=DAY)

    def __init__(self, agents: list[str], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offer(self, "agent", [(agent, agent) for agent in agents])


class StateForm(forms.Form):
    """What became of a lot."""

    state = forms.ChoiceField(label=gettext_lazy("State"), choices=LotState.choices)
    opened_on = forms.DateField(label=gettext_lazy("Opened on"), widget=DAY, required=False)
    discard_on = forms.DateField(label=gettext_lazy("To be thrown away after"), widget=DAY, required=False)


@screen("lot.read")
def lots(asked: Asked) -> HttpResponse:
    """Show the lots; put one on the shelf."""
    policy = asked.request.in_force.policy
    may_write = asked.member.may("lot.write")
    form = ReceiveForm([agent.agent for agent in policy.formulary], asked.request.POST or None)
    if may_write and form.is_valid() and _received(asked, form):
        return redirect("lots")
    context = {
        "lots": Lot.objects.filter(clinic=asked.actor.clinic),
        "form": form,
        "today": local_day(asked.at, policy.zone),
        "may_write": may_write,
    }
    return render(asked.request, "lots/list.html", context, status=422 if form.is_bound else 200)


def _received(asked: Asked, form: ReceiveForm) -> bool:
    try:
        with transaction.atomic():
            receive_lot(asked.actor, **form.cleaned_data)
    except IntegrityError:
        typed = form.cleaned_data["lot"]
        fault = Fault(_("Lot"), _("one that is not on the shelf yet"), typed, _("Open it in the list instead."))
        form.add_error("lot", fault_error(fault))
        return False
    return True


@screen("lot.write")
def lot(asked: Asked, lot: UUID) -> HttpResponse:
    """Change the state of a lot, or open it."""
    found = get_object_or_404(Lot, pk=lot, clinic=asked.actor.clinic)
    initial = {"state": found.state, "opened_on": found.opened_on, "discard_on": found.discard_on}
    form = StateForm(asked.request.POST or None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        change_lot(asked.actor, found, LotState(said["state"]), said["opened_on"], said["discard_on"])
        return redirect("lots")
    return render(asked.request, "lots/lot.html", {"lot": found, "form": form}, status=422 if form.is_bound else 200)


@screen("lot.trace")
def trace(asked: Asked, lot: UUID) -> HttpResponse:
    """Show who got a lot; a person whose identity was erased is shown by the pseudonym."""
    found = get_object_or_404(Lot, pk=lot, clinic=asked.actor.clinic)
    uses = trace_lot(asked.actor, found)
    known = Identity.objects.filter(person__in=[use.person_id for use in uses]).in_bulk(field_name="person_id")
    tests = set(Entry.objects.filter(pk__in=[use.entry for use in uses], kind="test").values_list("pk", flat=True))
    rows = [
        {"use": use, "who": known.get(use.person_id), "what": FOR_TEST if use.entry in tests else FOR_SESSION}
        for use in uses
    ]
    return render(asked.request, "lots/trace.html", {"lot": found, "rows": rows})
