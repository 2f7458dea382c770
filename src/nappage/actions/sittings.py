"""What members do at a sitting: log in and out, lock, take over by PIN, prove who they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.db.models import F

from nappage.access.pin import pin_faults
from nappage.actions.acting import Actor, acting
from nappage.actions.audit import append_event
from nappage.records.models import Member
from nappage.records.row_security import seeing
from nappage.values.fault import Faulty

TRIES = 5


class PinClosed(Exception):
    """Too many wrong tries: only a full log-in of this member opens the PIN again."""


def set_pin(actor: Actor, pin: str) -> None:
    """Give the actor a new PIN; Faulty with everything that is wrong with it."""
    faults = pin_faults(pin)
    if faults:
        raise Faulty(faults)
    with acting(actor, "account.keep", act="set pin") as trace:
        trace.thing = actor.member.id
        Member.objects.filter(pk=actor.member.id).update(pin=make_password(pin), pin_tries=0)


def forget_pin(actor: Actor) -> None:
    """Take the actor's PIN away: from then on only the password unlocks."""
    with acting(actor, "account.keep", act="forget pin") as trace:
        trace.thing = actor.member.id
        Member.objects.filter(pk=actor.member.id).update(pin="", pin_tries=0)


def prove(member: Member, secret: str, at: datetime, act: str, *, password: bool = False) -> str:
    """Return "pin" (or "password" where that is allowed) if the secret is this member's, else "".

    The try is counted before the secret is looked at, so that many at once get no more tries than one after another.
    PinClosed when none is left.
    """
    if not Member.objects.filter(pk=member.pk, active=True, pin_tries__lt=TRIES).update(pin_tries=F("pin_tries") + 1):
        note(member, at, f"{act} refused", by="no tries left")
        raise PinClosed
    manner = _manner(member, secret, password)
    if manner:
        Member.objects.filter(pk=member.pk).update(pin_tries=0)
    else:
        note(member, at, f"{act} refused")
    return manner


def _manner(member: Member, secret: str, password: bool) -> str:
    if member.pin and check_password(secret, member.pin):
        return "pin"
    return "password" if password and member.user.check_password(secret) else ""


def tries_left(member: Member) -> int:
    """Return how many tries a member has before a full log-in is needed."""
    return max(0, TRIES - Member.objects.values_list("pin_tries", flat=True).get(pk=member.pk))


def note_log_in(member: Member, at: datetime) -> None:
    """Append a full log-in to the audit trail; it opens the PIN again."""
    Member.objects.filter(pk=member.pk).update(pin_tries=0)
    note(member, at, "log in")


def note_log_in_refused(username: str, at: datetime) -> None:
    """Append a failed log-in to the trail of every clinic the account belongs to; an unknown name leaves nothing."""
    for member in Member.objects.filter(user__username=username).select_related("clinic"):
        note(member, at, "log in refused")


def note(member: Member, at: datetime, act: str, taken_from: UUID | None = None, by: str = "") -> None:
    """Append what a member did at a device. `taken_from` is who was there before, `by` how it was proved."""
    detail = {"by": by, "from": str(taken_from) if taken_from else ""}
    with seeing(connection, str(member.clinic_id)), transaction.atomic():
        append_event(member.clinic_id, at, member.id, act, detail={name: said for name, said in detail.items() if said})
