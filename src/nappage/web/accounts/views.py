"""One's own account: the clinic one is at, the PIN, and saying who one is before signing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from nappage.actions.sittings import PinClosed, forget_pin, note, note_log_in, prove, set_pin
from nappage.records.models import Member
from nappage.values.fault import Fault
from nappage.web.accounts.forms import ClinicForm, PinForm
from nappage.web.accounts.second_factor import has_second_factor, needs_second_factor
from nappage.web.arrived import arrived
from nappage.web.confirming import show
from nappage.web.forms import fault_error
from nappage.web.screen import Asked, screen
from nappage.web.ways import READS, always_open, ask_to_log_in, waiting, way_on

UNPROCESSABLE = 422
NO_CONTENT = 204


@always_open
@never_cache
def choose_clinic(request: HttpRequest) -> HttpResponseBase:
    """Ask at which clinic an account of several is at work now; only the account that logged in may choose."""
    sitting = arrived(request).sitting
    member = arrived(request).member
    if not sitting.lasts or sitting.locked or (member is not None and member.user_id != request.user.pk):
        return ask_to_log_in(request)
    members = list(
        Member.objects.select_related("clinic").filter(user=request.user.pk, active=True).order_by("clinic__name")
    )
    form = ClinicForm(request.POST if request.method == "POST" else None, members=members)
    if form.is_valid():
        return _seated(request, form.members[form.cleaned_data["member"]], member)
    context = {"form": form, "next": waiting(request), "none": not members}
    return render(request, "accounts/clinic.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _seated(request: HttpRequest, chosen: Member, before: Member | None) -> HttpResponseBase:
    """Put the chosen membership at the tablet; only the choice right after the log-in proves who it is."""
    sitting = arrived(request).sitting
    if before is None:
        note_log_in(chosen, sitting.at)
    else:
        note(chosen, sitting.at, "choose clinic", taken_from=before.id)
    sitting.seat(chosen, proved=before is None)
    return redirect(way_on(request, chosen))


@screen("account.keep")
def account(asked: Asked) -> HttpResponse:
    """Show one's own account."""
    member = asked.member
    context = {
        "own": member.user_id == asked.request.user.pk,
        "has_pin": bool(member.pin),
        "second_factor": has_second_factor(member),
        "needs_second_factor": needs_second_factor(member),
        "several": Member.objects.filter(user=member.user_id, active=True).count() > 1,
    }
    return render(asked.request, "accounts/account.html", context)


@sensitive_post_parameters()
@screen("account.keep")
def pin(asked: Asked) -> HttpResponse:
    """Set one's PIN, which needs the password, or take it away."""
    if asked.request.method in READS:
        return render(asked.request, "accounts/pin.html", {"form": PinForm()})
    if "forget" in asked.request.POST:
        forget_pin(asked.actor)
        messages.info(asked.request, _("You have no PIN any more. Only your password unlocks."))
        return redirect("account")
    form = PinForm(asked.request.POST)
    if form.is_valid() and _is_own_password(asked, form):
        set_pin(asked.actor, form.cleaned_data["pin"])
        messages.success(asked.request, _("Your PIN is set. With it you take over any tablet of this clinic."))
        return redirect("account")
    return render(asked.request, "accounts/pin.html", {"form": form}, status=UNPROCESSABLE)


@screen("account.keep")
def here(asked: Asked) -> HttpResponse:
    """Hear that somebody is at the page, who writes and sends nothing; a tablet that locked meanwhile answers so."""
    return HttpResponse(status=NO_CONTENT)


@screen("account.keep")
def confirm(asked: Asked) -> HttpResponse:
    """Ask for PIN or password by itself, for a page whose script was refused; then go back to it."""
    there = waiting(asked.request)
    if asked.confirmed:
        return redirect(there)
    return show(asked.request, action=asked.request.path, carried=(("next", there),), back=there)


def _is_own_password(asked: Asked, form: PinForm) -> bool:
    expected, found = _("your present password"), _("another one")
    try:
        if prove(asked.member, form.cleaned_data["password"], asked.at, "set pin", password=True) == "password":
            return True
        remedy = _("Type it again. The PIN was not changed.")
    except PinClosed:
        found, remedy = _("too many wrong tries"), _("Log out, and log in with user name and password.")
    form.add_error("password", fault_error(Fault(_("Password"), expected, found, remedy)))
    return False
