"""A screen of the clinic: who may open it is said beside the view, and every id in its address is looked up in reach.

The permission stands on the view, so that a test can walk all addresses and ask of each who may and who may not. What
is sent about a patient must carry the binding of its form (web/binding.py), and what is signed needs its signer to have
said minutes ago who they are (web/confirming.py): a PIN that came with it is looked at here, before the view is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse

from nappage.actions.acting import Actor, Denied, Opened, Unconfirmed, note_opened, refuse
from nappage.actions.looking import note_look
from nappage.assessment.look import Look, look_at
from nappage.records.models import Course, Identity, Member, PortalAccess
from nappage.records.standing_query import StandingQuery
from nappage.web.arrived import Arrived, arrived
from nappage.web.binding import Binding, Misbound, verify
from nappage.web.confirming import answer
from nappage.web.ways import READS

P = ParamSpec("P")


@dataclass
class Asked:
    """A request as a screen sees it: who asks, when, and about whom."""

    request: Arrived
    actor: Actor
    identity: Identity | None = None

    @property
    def at(self) -> datetime:
        return self.actor.at

    @property
    def member(self) -> Member:
        return self.actor.member

    @property
    def access(self) -> PortalAccess:
        """Return the access by which somebody is at the patient door."""
        assert isinstance(self.actor.who, PortalAccess), "only a page of the patient door asks for the access"
        return self.actor.who

    @property
    def confirmed(self) -> bool:
        return self.actor.confirmed

    def signs(self, words: str) -> None:
        """Say in words what is signed with what was sent, for the page that may ask who signs."""
        self.request.signing = words

    def confirm(self) -> None:
        """Ask who signs before anything is done, unless that was said minutes ago: the person gets a page for it.

        An act that signs asks by itself; a view that does several acts calls this first, so that none is done twice.
        """
        if not self.confirmed:
            raise Unconfirmed("signing")

    @property
    def person(self) -> UUID:
        assert self.identity is not None, "only a patient's screen asks for the person"
        return self.identity.person_id

    @cached_property
    def course(self) -> UUID | None:
        """Return the person's present course: the one opened last."""
        return _COURSES.first(self.person)

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of where the person is: where they said that they travel, else the clinic's."""
        return self.look.story.away_zone or self.look.policy.zone

    @cached_property
    def look(self) -> Look:
        """Return the look that this screen renders."""
        return look_at(self.actor.clinic, self.person, self.course, self.at, self.request.in_force)


_COURSES = StandingQuery(
    lambda person: Course.objects.filter(person=person).order_by("-opened_at").values_list("id", flat=True)[:1]
)
_IDENTITIES = StandingQuery(lambda person, clinic: Identity.objects.filter(person=person, clinic=clinic))
View = Callable[Concatenate[Asked, P], HttpResponse]


def screen(permission: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Return a decorator for a screen of the clinic that needs a permission."""

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(Asked(arrived(request), actor_of(request, permission)), *args, **kwargs)

        return told(guarded, permission)

    return decorate


def patient_screen(permission: str, *, bound: bool = True) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Return a decorator for a screen of one patient: `person` in its address must be one of the member's clinic.

    What is sent to it carries the binding of its form; `bound=False` is for a view that looks at it by itself.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, person: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = actor_of(request, permission, person)
            found = _IDENTITIES.first(person, actor.clinic)
            if found is None:
                # Another clinic's patient and one who does not exist look the same from here.
                note_look(actor, person, "refused: not of this clinic")
                raise Http404("no such patient in this clinic")
            arrived(request).about = found
            name = view.__module__.split(".")[-2]
            if bound and request.method not in READS:
                bound_to(request, actor, person, cast(Any, kwargs).get("visit"))
            if request.method == "GET":
                note_look(actor, person, f"open {name}")
                return view(Asked(arrived(request), actor, found), *args, **kwargs)
            # What is written says by itself that the screen was opened, in the same transaction.
            actor = replace(actor, opened=Opened(person, f"write {name}"))
            try:
                return view(Asked(arrived(request), actor, found), *args, **kwargs)
            finally:
                note_opened(actor)

        return told(guarded, permission)

    return decorate


def actor_of(request: HttpRequest, permission: str, person: UUID | None = None) -> Actor:
    """Return the member who asks; Denied, and on the trail, if the permission is not theirs."""
    member = cast("Member | None", getattr(request, "member", None))
    if member is None:
        raise Denied(permission)
    actor = Actor(member, arrived(request).at, confirmed=answer(request, member))
    if not member.may(permission):
        refuse(actor, permission, person)
    return actor


def bound_to(request: HttpRequest, actor: Actor, person: UUID, visit: UUID | None) -> None:
    """Refuse what was sent from a form of another patient, member or visit, and leave that in the trail."""
    try:
        verify(request, Binding(actor.who.id, person, visit))
    except Misbound:
        note_look(actor, person, "refused: a form of another patient or member")
        raise


def told(view: Callable[..., HttpResponse], permission: str) -> Callable[..., HttpResponse]:
    """Return a view that says which permission it needs."""
    view.permission = permission  # type: ignore[attr-defined]
    return view
