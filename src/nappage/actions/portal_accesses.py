"""Access to the portal: the clinic gives it to somebody it knows, and takes it back; entering stands on the trail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.audit import append_event
from nappage.actions.moments import day_in_words
from nappage.actions.push_subscriptions import ACCESS_ENDED, end_subscriptions
from nappage.records.models import PortalAccess, PushSubscription, Relation, User
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.values.fault import Fault, Faulty

_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_BETWEEN = re.compile(r"[\s().\-/]")


def invite(
    actor: Actor,
    person: UUID,
    *,
    address: str,
    relation: Relation = Relation.SELF,
    name: str = "",
    until: datetime | None = None,
) -> PortalAccess:
    """Return the access given to whoever reads an address: the person, or by name and until a day somebody who helps.

    Conflict where that account, or for oneself another one, has access already.
    """
    where = written_address(address)
    faults = list(_faults(where, relation, name, until, actor.at))
    if faults:
        raise Faulty(faults)
    with acting(actor, "portal.invite", person, act="give portal access") as trace:
        user = _account(where)
        standing = PortalAccess.objects.filter(person=person, revoked_at=None)
        same = standing.filter(user=user) if relation is Relation.PROXY else standing.filter(relation=Relation.SELF)
        if (same | standing.filter(user=user)).exists():
            raise Conflict(_("access was given already: take it back first"))
        access = PortalAccess.objects.create(
            clinic_id=actor.clinic,
            person_id=person,
            user=user,
            relation=relation,
            name=name.strip() if relation is Relation.PROXY else "",
            at=actor.at,
            by=actor.slug,
            until=until if relation is Relation.PROXY else None,
        )
        trace.thing = access.id
        trace.detail = {"relation": relation.value, "until": until.isoformat() if until else ""}
    return access


def revoke(actor: Actor, access: UUID, permission: str = "portal.invite") -> PortalAccess:
    """Return an access as taken back: it opens nothing from this instant. Conflict if it was taken back already.

    With `own.access` a person ends the access of those who help them.
    """
    found = PortalAccess.objects.get(pk=access, clinic_id=actor.clinic)
    with acting(actor, permission, found.person_id, act="revoke portal access") as trace:
        trace.thing = found.id
        if found.revoked_at is not None:
            raise Conflict(_("this access was taken back already"), (found.id,))
        found.revoked_at, found.revoked_by = actor.at, actor.slug
        found.save(update_fields=["revoked_at", "revoked_by"])
        end_subscriptions(PushSubscription.objects.filter(access=found), actor.at, ACCESS_ENDED)
    return found


def note_entry(access: PortalAccess, at: datetime) -> None:
    """Append that somebody entered the portal by an access."""
    with transaction.atomic():
        append_event(access.clinic_id, at, access.id, "enter portal", access.person_id, access.id)


def forget_accounts(users: set[UUID]) -> None:
    """Delete accounts of the portal that open nobody's record any more, with their addresses; call it inside an act."""
    with seeing(connection, EVERY_CLINIC):
        User.objects.filter(pk__in=users, accesses=None, memberships=None).delete()


def written_address(address: str) -> str:
    """Return an e-mail address or telephone number as it is kept: small letters, or digits behind a plus."""
    typed = address.strip().lower()
    if "@" in typed:
        return typed
    number = _BETWEEN.sub("", typed)
    return f"+{number[2:]}" if number.startswith("00") else number


def is_email(address: str) -> bool:
    """Return whether a written address is an e-mail address that could be one."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def is_phone(address: str) -> bool:
    """Return whether a written address is a telephone number with its country."""
    return _PHONE.fullmatch(address) is not None


def _account(address: str) -> User:
    """Return the account of the portal at an address, a new one if there is none; a member's account is never it."""
    named = {"email": address} if "@" in address else {"phone": address}
    there = User.objects.filter(memberships=None, **named).first()
    if there is not None:
        return there
    return User.objects.create_user(username=f"portal-{uuid4().hex}", **named)  # without a usable password


def _is_of_a_member(address: str) -> bool:
    return User.objects.filter(email=address, memberships__isnull=False).exists() if "@" in address else False


def _faults(address: str, relation: Relation, name: str, until: datetime | None, at: datetime) -> Iterator[Fault]:
    if not is_email(address) and not is_phone(address):
        expected = _("an e-mail address, or a telephone number with its country, such as +34 600 000 000")
        yield Fault(_("E-mail or mobile"), expected, address or _("nothing"), _("Ask the person and type it again."))
    elif _is_of_a_member(address):
        remedy = _("Take another one: an account of the clinic never opens the portal.")
        yield Fault(_("E-mail or mobile"), _("an address of one's own"), _("that of an account of a clinic"), remedy)
    if relation is Relation.PROXY:
        yield from _faults_of_help(name, until, at)


def _faults_of_help(name: str, until: datetime | None, at: datetime) -> Iterator[Fault]:
    if not name.strip():
        yield Fault(_("Name"), _("who helps this person"), _("nothing"), _("Write the name as in their papers."))
    if until is None or until <= at:
        expected, found = _("a last day that is to come"), day_in_words(until) if until else _("nothing")
        yield Fault(_("Until"), expected, found, _("Agree with the person on the last day, and type it."))
