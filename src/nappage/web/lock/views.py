"""Locking a tablet, taking it over, and logging out."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nappage.actions.sittings import PinClosed, note, prove, tries_left
from nappage.values.fault import Fault
from nappage.web.accounts.second_factor import has_second_factor, needs_second_factor
from nappage.web.arrived import arrived
from nappage.web.forms import fault_error
from nappage.web.lock.forms import UnlockForm
from nappage.web.lock.presenter import lock_screen, members_at
from nappage.web.sitting import Sitting
from nappage.web.ways import always_open, behind, log_in_again, waiting, way_on

UNPROCESSABLE = 422


@always_open
@never_cache
def lock(request: HttpRequest) -> HttpResponseBase:
    """Lock by hand or by the idle clock of the page (POST), or show the lock that waits (GET)."""
    sitting = _sitting(request)
    if not sitting.lasts or sitting.member_id is None:
        return log_in_again(request)
    member = arrived(request).member
    if request.method == "POST":
        if member is not None:
            sitting.lock()
            note(member, sitting.at, "lock")
        return redirect(behind("lock", waiting(request)))
    return redirect(way_on(request, member)) if member else lock_screen(request, waiting(request))


@always_open
@never_cache
@require_POST
def unlock(request: HttpRequest) -> HttpResponseBase:
    """Let a member take over who proves who they are; the sitting goes on where it waited."""
    sitting = _sitting(request)
    if not sitting.lasts or sitting.member_id is None:
        return log_in_again(request)
    form = UnlockForm(request.POST, members=members_at(sitting))
    taken = form.is_valid() and _taken_over(sitting, form)
    if not taken:
        return lock_screen(request, waiting(request), form, status=UNPROCESSABLE)
    return redirect(way_on(request, form.members[form.cleaned_data["member"]]))


@always_open
@require_POST
def log_out(request: HttpRequest) -> HttpResponseBase:
    """End the sitting for everybody; the log-in leads back to `next`, if somebody wants to log in fully there."""
    member = arrived(request).member
    if member is not None:
        note(member, _sitting(request).at, "log out")
    logout(request)
    return redirect(behind("account_login", waiting(request)) if "next" in request.POST else "account_login")


def _sitting(request: HttpRequest) -> Sitting:
    return arrived(request).sitting


def _taken_over(sitting: Sitting, form: UnlockForm) -> bool:
    """Return whether the chosen member proved who they are, and then sits there; else the form says why not."""
    member = form.members[form.cleaned_data["member"]]
    before = sitting.member_id
    if needs_second_factor(member) and not has_second_factor(member):
        form.add_error("secret", fault_error(_no_second_factor()))
        return False
    try:
        manner = prove(member, form.cleaned_data["secret"], sitting.at, "unlock", password=member.id == before)
    except PinClosed:
        form.add_error("secret", fault_error(_closed()))
        return False
    if not manner:
        left = tries_left(member)
        form.add_error("secret", fault_error(_wrong(left) if left else _closed()))
        return False
    if member.id != before:
        sitting.session.cycle_key()
    sitting.seat(member)
    note(member, sitting.at, "unlock", taken_from=before if before != member.id else None, by=manner)
    return True


def _wrong(left: int) -> Fault:
    remedy = _("Type it again. Tries left: {left}.").format(left=left)
    return Fault(_("PIN"), _("the one that this person has set"), _("another one"), remedy)


def _closed() -> Fault:
    remedy = _("Log in with user name and password; that opens the PIN again.")
    return Fault(_("PIN"), _("at most five wrong tries"), _("more than that"), remedy)


def _no_second_factor() -> Fault:
    remedy = _("Log in with user name and password, and set it up.")
    return Fault(_("Second factor"), _("one, because the duties need it"), _("none"), remedy)
