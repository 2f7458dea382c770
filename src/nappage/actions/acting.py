"""How anything is written: one actor, one permission, one transaction, one audit event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nappage.access.permissions import SIGNING
from nappage.actions.audit import append_event
from nappage.records.models import Member, Person, PortalAccess
from nappage.records.standing_query import StandingQuery
from nappage.values.fault import Fault
from nappage.values.statement import Because


class Denied(Exception):
    """The actor may not do this. The refusal is in the audit trail."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"this needs the permission {permission}")
        self.permission = permission


class Unconfirmed(Exception):
    """Signing needs the actor to have said who they are minutes ago, by PIN or password. Nothing was recorded."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"{permission} needs a confirmation by PIN or password")
        self.permission = permission


class Conflict(Exception):
    """What was sent does not fit what was recorded meanwhile. `found` names the entries that stand there now."""

    def __init__(self, words: str, found: tuple[UUID, ...] = ()) -> None:
        super().__init__(words)
        self.found = found


class NotNow(Exception):
    """What the engine said at this instant does not allow the act: every reason at once, and what the form lacked.

    The words are made from `because` where it is shown; `faults` are what nobody needs an engine for.
    """

    def __init__(self, because: tuple[Because, ...], faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(", ".join([*(each.fact.code for each in because), *(fault.thing for fault in faults)]))
        self.because = because
        self.faults = faults


@dataclass(slots=True)
class Opened:
    """That somebody opened a person's screen to write there: on the trail with what they write, or without it."""

    person: UUID
    screen: str
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, at which instant: a member of the clinic, or somebody by their access to the portal.

    The instant was read once, at the edge. `confirmed` says whether they proved minutes ago who they are. A command of
    the installation acts without a screen and needs no such proof; every screen says what its sitting knows.
    """

    who: Member | PortalAccess
    at: datetime
    confirmed: bool = True
    opened: Opened | None = None

    @property
    def clinic(self) -> UUID:
        return self.who.clinic_id

    @property
    def slug(self) -> str:
        return self.who.slug

    @property
    def member(self) -> Member:
        """Return the member who acts; Denied where it is nobody of the clinic."""
        if not isinstance(self.who, Member):
            raise Denied("member")
        return self.who

    def may(self, permission: str) -> bool:
        """Return whether a permission is theirs at this instant."""
        if isinstance(self.who, Member):
            return self.who.may(permission)
        return self.who.may(permission, self.at)


@dataclass
class Trace:
    """What an act leaves in the audit trail; the act fills in what it made."""

    person: UUID | None = None
    thing: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@contextmanager
def acting(actor: Actor, permission: str, person: UUID | None = None, act: str = "") -> Iterator[Trace]:
    """Run an act in one transaction after asking access, and append its audit event; Denied where it is not allowed.

    A person has to be of the actor's clinic, whatever the screen looked up before; signing without a recent
    confirmation is Unconfirmed, whichever screen forgot to ask for it. A refusal is appended in a transaction of its
    own, so that it stays although the act does not.
    """
    if not actor.may(permission) or not in_reach(actor, person):
        refuse(actor, permission, person)
    if permission in SIGNING and not actor.confirmed:
        raise Unconfirmed(permission)
    trace = Trace(person=person)
    with _with_what_was_opened(actor) as event, transaction.atomic():
        yield trace
        event(act or permission, trace.person, trace.thing, trace.detail)


@contextmanager
def _with_what_was_opened(actor: Actor) -> Iterator[Callable[..., None]]:
    """Yield what appends an event of the actor, and before it that a screen was opened, once for each request.

    Where what was written is taken back, the event of the screen is too: it is still to be noted then.
    """
    opened = actor.opened
    before = opened.noted if opened else True

    def event(act: str, person: UUID | None, thing: UUID | None = None, detail: dict[str, Any] | None = None) -> None:
        look = None
        if opened and not opened.noted:
            screen = {"screen": opened.screen}
            look = append_event(actor.clinic, actor.at, actor.who.id, "look", opened.person, None, screen)
            opened.noted = True
        if act:
            append_event(actor.clinic, actor.at, actor.who.id, act, person, thing, detail, after=look)

    try:
        yield event
    except BaseException:
        if opened:
            opened.noted = before
        raise


def note(actor: Actor, act: str, person: UUID | None, thing: UUID | None, detail: dict[str, Any]) -> None:
    """Append an event that stays whatever becomes of the act that it is about."""
    with _with_what_was_opened(actor) as event, transaction.atomic():
        event(act, person, thing, detail)


def note_opened(actor: Actor) -> None:
    """Append that a screen was opened, unless what was written there has said so already."""
    if actor.opened and not actor.opened.noted:
        note(actor, "", None, None, {})


def in_reach(actor: Actor, person: UUID | None) -> bool:
    """Return whether a person, if one is named, is of the actor's clinic; an access reaches its own person only."""
    if isinstance(actor.who, PortalAccess):
        return person in (None, actor.who.person_id)
    return person is None or bool(_OF_THE_CLINIC.rows(person, actor.clinic))


_OF_THE_CLINIC = StandingQuery(
    lambda person, clinic: Person.objects.filter(pk=person, clinic=clinic).values_list("id", flat=True)
)


def refuse(actor: Actor, permission: str, person: UUID | None = None) -> None:
    """Append the refusal and raise Denied."""
    note(actor, "refused", person, None, {"permission": permission})
    raise Denied(permission)


def on_commit(call: Callable[[], None]) -> None:
    """Run a call once the act is durable."""
    transaction.on_commit(call)
