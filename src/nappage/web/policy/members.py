"""The clinic's people with their dated credentials, and the emergency kit with its expiry."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from nappage.access.permissions import DUTIES
from nappage.actions.members import check_kit, credential
from nappage.records.models import Credential, KitCheck, Member
from nappage.values.local_time import local_day
from nappage.web.forms import among
from nappage.web.screen import Asked, screen

DAY = forms.DateInput(attrs={"type": "date"})


class MemberForm(forms.Form):
    """The duties of a member, the credential and its dates, and whose order they work under."""

    duties = forms.MultipleChoiceField(
        label=_("Duties"), choices=[(duty, duty) for duty in DUTIES], widget=forms.CheckboxSelectMultiple
    )
    credential = forms.ChoiceField(label=_("Credential"), choices=Credential.choices)
    licensed_from = forms.DateField(label=_("Valid from"), widget=DAY)
    licensed_until = forms.DateField(label=_("Valid until"), widget=DAY)
    delegated_by = forms.ModelChoiceField(label=_("Under the order of"), queryset=Member.objects.none(), required=False)

    def __init__(self, clinic: UUID, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        among(self, "delegated_by", Member.objects.filter(clinic=clinic, active=True))

    def clean(self) -> None:
        """Judge the dates together: a credential ends after it began."""
        said = self.cleaned_data
        if {"licensed_from", "licensed_until"} <= said.keys() and said["licensed_until"] < said["licensed_from"]:
            self.add_error("licensed_until", forms.ValidationError(_("a day after the credential began"), "invalid"))


class KitForm(forms.Form):
    """A check of the emergency kit."""

    expires_on = forms.DateField(label=_("Earliest expiry of anything in it"), widget=DAY)
    trained = forms.ModelMultipleChoiceField(
        label=_("Trained to use it, and here"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, clinic: UUID, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        among(self, "trained", Member.objects.filter(clinic=clinic, active=True))


@screen("policy.read")
def members(asked: Asked) -> HttpResponse:
    """Show the clinic's people."""
    zone = asked.request.in_force.policy.zone
    found = Member.objects.filter(clinic=asked.actor.clinic).select_related("delegated_by").order_by("name")
    context = {"members": found, "today": local_day(asked.at, zone), "may_write": asked.member.may("member.write")}
    return render(asked.request, "policy/members.html", context)


@screen("member.write")
def member(asked: Asked, member: UUID) -> HttpResponse:
    """Change a member's duties and credential."""
    found = get_object_or_404(Member, pk=member, clinic=asked.actor.clinic)
    initial = {
        "duties": found.duties,
        "credential": found.credential,
        "licensed_from": found.licensed_from,
        "licensed_until": found.licensed_until,
        "delegated_by": found.delegated_by_id,
    }
    form = MemberForm(asked.actor.clinic, asked.request.POST or None, initial=initial)
    if form.is_valid():
        credential(asked.actor, found, **form.cleaned_data)
        return redirect("members")
    context = {"form": form, "title": found.name}
    return render(asked.request, "policy/form.html", context, status=422 if form.is_bound else 200)


@screen("kit.check")
def kit(asked: Asked) -> HttpResponse:
    """Record a check of the emergency kit; the checks before it stay readable."""
    form = KitForm(asked.actor.clinic, asked.request.POST or None)
    if form.is_valid():
        zone = asked.request.in_force.policy.zone
        trained = [one.slug for one in form.cleaned_data["trained"]]
        check_kit(asked.actor, local_day(asked.at, zone), form.cleaned_data["expires_on"], trained)
        return redirect("kit")
    checks = KitCheck.objects.filter(clinic=asked.actor.clinic).order_by("-at", "-id")[:12]
    context = {"form": form, "checks": checks}
    return render(asked.request, "policy/kit.html", context, status=422 if form.is_bound else 200)
