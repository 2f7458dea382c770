"""Before something is signed, whoever signs says who they are: by PIN or password, not longer than minutes ago.

Nothing has to be added to a screen for it. What signs without a recent confirmation is refused by the act itself, and
the person gets a page that asks for the PIN and sends the very same form again. A form may also ask at once, with
`{% confirmation_field %}`; then there is no page in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nappage.actions.sittings import PinClosed, note, prove
from nappage.records.models import Identity, Member
from nappage.values.fault import Fault
from nappage.web.arrived import arrived
from nappage.web.confirmation_form import FIELD, ConfirmationForm
from nappage.web.forms import fault_error
from nappage.web.sitting import Sitting
from nappage.web.ways import READS, behind, is_part, place, sent

_NOT_SENT_AGAIN = ("csrfmiddlewaretoken", FIELD)
FORBIDDEN = 403


def answer(request: HttpRequest, member: Member) -> bool:
    """Return whether the member is confirmed, after looking at the PIN or password that came with what was sent."""
    sitting = arrived(request).sitting
    secret = request.POST.get(FIELD, "") if request.method not in READS else ""
    if secret and not sitting.confirmed:
        fault = _checked(member, secret, sitting)
        arrived(request).confirmation_fault = fault
        if fault is None:
            sitting.confirm()
    return sitting.confirmed


def _checked(member: Member, secret: str, sitting: Sitting) -> Fault | None:
    thing = _("PIN or password")
    try:
        manner = prove(member, secret, sitting.at, "confirm", password=True)
    except PinClosed:
        remedy = _("Log out, and log in with user name and password.")
        return Fault(thing, _("at most five wrong tries"), _("more than that"), remedy)
    if not manner:
        return Fault(thing, _("yours"), _("another one"), _("Type it again; nothing was signed yet."))
    note(member, sitting.at, "confirm", by=manner)
    return None


def ask(request: HttpRequest) -> Any:
    """Return the page that asks who signs, with everything that was sent, to be sent again; a script is sent to it."""
    if is_part(request):
        return sent(request, behind("confirm", place(request)))
    return show(request, action=request.get_full_path(), carried=tuple(_carried(request)), back=place(request))


def show(request: HttpRequest, *, action: str, carried: tuple[tuple[str, str], ...], back: str) -> HttpResponse:
    """Return the page that asks for PIN or password."""
    fault = cast("Fault | None", getattr(request, "confirmation_fault", None))
    form = ConfirmationForm({FIELD: ""} if fault else None)
    if fault:
        form.errors.clear()
        form.add_error(FIELD, fault_error(fault))
    about = cast("Identity | None", getattr(request, "about", None))
    context = {"form": form, "action": action, "carried": carried, "back": back, "files": bool(request.FILES)}
    context |= {"about": about, "person": about and about.person_id, "signing": getattr(request, "signing", "")}
    return render(request, "accounts/confirm.html", context, status=200 if request.method in READS else FORBIDDEN)


def _carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in _NOT_SENT_AGAIN:
            yield from ((name, str(value)) for value in values)
