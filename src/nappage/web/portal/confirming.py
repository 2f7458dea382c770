"""Who is there proves it once more by a code, and nothing that was typed or drawn is lost by it.

A signature asks for it when the last code was minutes ago, and so does a form that was sent after a long pause. The
page that asks carries the very form that was sent; behind the right code it is sent again, as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from nappage.actions.login_codes import LASTS, ask_for_code, try_code
from nappage.records.models import User
from nappage.values.fault import Fault, Faulty
from nappage.web.arrived import arrived
from nappage.web.forms import fault_error
from nappage.web.portal.forms import ConfirmForm
from nappage.web.portal.views import OWN_PAGES, UNPROCESSABLE, may_try
from nappage.web.ways import READS, always_open, behind, is_part, log_in_again, path_of, place, sent

FORBIDDEN = 403
_ASKED = "code that confirms"
_ANOTHER = "another-code"
_NOT_CARRIED = ("csrfmiddlewaretoken", _ANOTHER)


class SentAgain(HttpResponseRedirect):
    """Leads a browser to an address with the form that it has just sent."""

    status_code = 307


def ask(request: HttpRequest) -> HttpResponseBase:
    """Return the page that asks for a code, with everything that was sent; what only reads is led to that page."""
    if request.method in READS or is_part(request):
        return sent(request, behind("my-confirm", place(request)))
    return _page(request, ConfirmForm(), request.get_full_path(), again=True, status=FORBIDDEN)


@always_open
@never_cache
@sensitive_post_parameters()
def confirm(request: HttpRequest) -> HttpResponseBase:
    """Take the code and go on: to the page that waits, or with the form that was sent back to where it was sent."""
    stay = arrived(request).stay
    there, again = _way_on(request), "again" in request.GET
    if not (stay.lasts or stay.dozes) or stay.access_id is None:
        return log_in_again(request, door="my-log-in")
    if request.method in READS:
        return redirect(there) if stay.confirmed else _page(request, ConfirmForm(), there, again=False)
    if _ANOTHER in request.POST:
        request.session.pop(_ASKED, None)
        return _page(request, ConfirmForm(), there, again=again)
    form = ConfirmForm(request.POST)
    if not (form.is_valid() and may_try(request, "portal_try", form) and _is_right(request, form)):
        return _page(request, form, there, again=again, status=UNPROCESSABLE)
    request.session.pop(_ASKED, None)
    stay.confirm()
    return SentAgain(there) if again else redirect(there)


confirm.login_url = "my-log-in"  # type: ignore[attr-defined]


def _is_right(request: HttpRequest, form: ConfirmForm) -> bool:
    """Return whether the code is the one sent to this very account; the form says so if not."""
    asked = request.session.get(_ASKED) or {}
    stay = arrived(request).stay
    try:
        user = try_code(UUID(asked.get("code", "0" * 32)), form.cleaned_data["code"], stay.at)
    except Faulty as faulty:
        form.add_error("code", fault_error(faulty.faults[0]))
        return False
    return user.pk == request.user.pk


def _page(request: HttpRequest, form: ConfirmForm, there: str, *, again: bool, status: int = 200) -> HttpResponse:
    faults = () if form.is_bound else _code_sent(request)
    action = f"{reverse('my-confirm')}?{urlencode({'next': there, **({'again': 'yes'} if again else {})})}"
    carried = tuple(_carried(request, form)) if again else ()
    context = {"form": form, "action": action, "carried": carried, "files": bool(request.FILES), "faults": faults}
    return render(request, "portal/confirm.html", context | {"to": _address(request)}, status=status)


def _code_sent(request: HttpRequest) -> tuple[Fault, ...]:
    """Send a code, unless the one sent before is still good; return why none could be sent."""
    stay = arrived(request).stay
    asked = request.session.get(_ASKED)
    if asked is not None and stay.at < datetime.fromisoformat(asked["until"]):
        return ()
    try:
        code = ask_for_code(_address(request), stay.at)
    except Faulty as faulty:
        return faulty.faults
    request.session[_ASKED] = {"code": str(code), "until": (stay.at + LASTS).isoformat()}
    return ()


def _address(request: HttpRequest) -> str:
    user = cast(User, request.user)
    return user.email or user.phone


def _carried(request: HttpRequest, form: ConfirmForm) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in (*_NOT_CARRIED, form.add_prefix("code")):
            yield from ((name, str(value)) for value in values)


def _way_on(request: HttpRequest) -> str:
    waits = path_of(request, request.GET.get("next", "/"))
    return waits if waits.startswith(OWN_PAGES) else reverse("my-course")
