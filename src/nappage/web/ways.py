"""Where a person is, where they are sent, and where they go on once a door opened for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from nappage.records.models import Member
from nappage.web.arrived import arrived

LOCKED = 423
READS = ("GET", "HEAD", "OPTIONS")
V = TypeVar("V", bound=Callable[..., Any])


def always_open(view: V) -> V:
    """Mark a view that answers on a locked tablet and without a clinic."""
    cast(Any, view).always_open = True
    return view


def public(view: V) -> V:
    """Mark a view that is open to everybody, logged in or not, at whichever door."""
    return always_open(login_not_required(view))


def is_part(request: HttpRequest) -> bool:
    """Return whether a script asks for a part or for data, not a person's browser for a page."""
    wanted = f"{request.content_type} {request.headers.get('Accept', '')}"
    return bool(arrived(request).htmx) or "json" in wanted


def sent(request: HttpRequest, url: str) -> HttpResponseBase:
    """Return the way to another page in the form that the asker follows: a page, a part of one, or a script."""
    if arrived(request).htmx:
        return HttpResponse(status=LOCKED, headers={"HX-Redirect": url})
    return JsonResponse({"go": url}, status=LOCKED) if is_part(request) else redirect(url)


def place(request: HttpRequest) -> str:
    """Return the address of the page that the person sees: this one, or the one that the form stood on."""
    if arrived(request).htmx:
        return path_of(request, arrived(request).htmx.current_url or "/")
    if request.method in READS:
        return request.get_full_path()
    return path_of(request, request.headers.get("Referer", "") or request.path)


def path_of(request: HttpRequest, url: str) -> str:
    """Return path and query of an address of this site, "/" of any other."""
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return "/"
    parts = urlsplit(url)
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def behind(name: str, there: str) -> str:
    """Return the address of a door behind which another page waits."""
    return f"{reverse(name)}?{urlencode({'next': there})}"


def waiting(request: HttpRequest) -> str:
    """Return the page that waits behind a door, as its form or address says; Today if none does."""
    return path_of(request, request.POST.get("next") or request.GET.get("next") or "/")


def way_on(request: HttpRequest, member: Member) -> str:
    """Return where a member goes who has just come: the page that waited if it is open to them, else Today."""
    path = waiting(request)
    try:
        view = resolve(urlsplit(path).path).func
    except Resolver404:
        return "/"
    permission = getattr(view, "permission", "")
    return path if not permission or member.may(permission) else first_page(member)


def first_page(member: Member) -> str:
    """Return the first page that is open to a member: Today, or for an auditor the trail."""
    return reverse("today") if member.may("today.read") else reverse("audit")


def ask_to_log_in(request: HttpRequest) -> HttpResponseBase:
    """Return the way to the lock where somebody may unlock, to the log-in where only that helps."""
    sitting = arrived(request).sitting
    waits = sitting.lasts and sitting.member_id is not None
    return sent(request, behind("lock", place(request))) if waits else log_in_again(request)


def log_in_again(request: HttpRequest, door: str = "account_login") -> HttpResponseBase:
    """Log out and send to the log-in of a door, which leads back here."""
    here = place(request)
    logout(request)
    return sent(request, behind(door, here))
