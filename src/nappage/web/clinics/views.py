"""The public list of clinics, and the page on which a director decides what it tells of theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nappage.actions.policies import list_clinic
from nappage.assessment.listed_clinic import listed_clinics
from nappage.values.fault import Faulty
from nappage.web.clinics.forms import ListingForm, initial_of
from nappage.web.clinics.presenter import found_clinics
from nappage.web.forms import fault_error
from nappage.web.public_page import Visitor, public_page
from nappage.web.screen import Asked, screen

GROUP = "clinics"


@public_page("GET", "HEAD")
def clinics(visitor: Visitor) -> HttpResponse:
    """Show the clinics that chose to be listed, narrowed down by what was asked."""
    guide = visitor.guide(GROUP)
    shown = found_clinics(listed_clinics(visitor.at), visitor.request.GET.dict(), guide)
    urgent = {"emergency_not": guide.urgent_sentence("emergency-not"), "language": visitor.language}
    return visitor.show("clinics/clinics.html", shown | urgent, GROUP)


@screen("policy.sign")
def listing(asked: Asked) -> HttpResponse:
    """Show what the public list tells of this clinic, and sign another version of it."""
    policy = asked.request.in_force.policy
    form = ListingForm(asked.request.POST or None, initial=initial_of(policy.listing))
    if form.is_valid():
        try:
            list_clinic(asked.actor, form.listing())
        except Faulty as faulty:
            for fault in faulty.faults:
                form.add_error(None, fault_error(fault))
        else:
            messages.success(asked.request, _("Signed. The public list tells this from now on."))
            return redirect("policy-listing")
    context = {"form": form, "listed": policy.listing is not None}
    return render(asked.request, "clinics/listing.html", context, status=422 if form.is_bound else 200)
