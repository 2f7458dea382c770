"""A page of the patient door about one's own record: no address names a person, the access says about whom it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nappage.actions.acting import Actor, Denied, refuse
from nappage.actions.looking import note_look
from nappage.records.models import Identity, PortalAccess
from nappage.web.arrived import arrived
from nappage.web.screen import Asked, P, View, actor_of, bound_to, told
from nappage.web.ways import READS


def own_screen(permission: str, *, bound: bool = True) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Return a decorator for a page of the portal; whoever has not logged in is sent to its own log-in.

    What is sent carries the binding of its form; `bound=False` is for a view that looks at it by itself. Times are
    those of where the person is.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = _actor(request, permission)
            access = cast(PortalAccess, actor.who)
            if bound and request.method not in READS:
                bound_to(request, actor, access.person_id, cast(Any, kwargs).get("visit"))
            name = view.__module__.split(".")[-2]
            note_look(actor, access.person_id, f"own {'open' if request.method == 'GET' else 'write'} {name}")
            identity = Identity.objects.get(person=access.person_id, clinic=access.clinic_id)
            asked = Asked(arrived(request), actor, identity)
            asked.request.whose = identity.name
            with timezone.override(asked.zone):
                return view(asked, *args, **kwargs)

        found: Any = told(guarded, permission)
        found.own, found.login_url = True, "my-log-in"
        return cast(Callable[..., HttpResponse], found)

    return decorate


def _actor(request: HttpRequest, permission: str) -> Actor:
    """Return who asks by their access. A member of a clinic is refused, and that stands on the trail."""
    access = arrived(request).access
    if access is None:
        if arrived(request).member is not None:
            actor_of(request, permission)
        raise Denied(permission)
    stay = arrived(request).stay
    actor = Actor(access, arrived(request).at, confirmed=stay.confirmed)
    if not actor.may(permission):
        refuse(actor, permission, access.person_id)
    return actor
