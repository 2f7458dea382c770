"""Push subscriptions: kept when notifications are turned on in a browser, and gone as soon as they are off there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Denied
from nappage.actions.audit import append_event
from nappage.assessment.line import person_key
from nappage.records.keys import new_key
from nappage.records.models import PortalAccess, PushSubscription
from nappage.records.row_security import EVERY_CLINIC, seeing
from nappage.sending.carriers import push_services
from nappage.sending.push_address import PushAddress
from nappage.values.fault import Fault, Faulty

ENDED = "notifications ended"
GONE, LOGGED_OUT, OTHER_ACCOUNT, REPLACED = "gone", "log-out", "other-account", "replaced"
WITHDRAWN, ACCESS_ENDED = "withdrawn", "access-ended"


def keep_subscription(actor: Actor, address: PushAddress) -> PushSubscription:
    """Return the subscription by which notifications go to a browser, instead of the one the access had before.

    Call it inside an act. Faulty where the address is none of a push service that this installation writes to. Whoever
    else had them on in this browser has them there no more: it is in other hands now.
    """
    if not isinstance(actor.who, PortalAccess):
        raise Denied("own.keep")
    if not address.is_served_by(push_services()):
        remedy = _("Try another browser, or choose texts or e-mails.")
        raise Faulty([Fault(_("Notifications"), _("a browser whose service we know"), _("another one"), remedy)])
    with seeing(connection, EVERY_CLINIC):
        here = PushSubscription.objects.filter(device=address.device)
        end_subscriptions(here.exclude(access__user=actor.who.user_id), actor.at, OTHER_ACCOUNT)
    end_subscriptions(PushSubscription.objects.filter(access=actor.who.id), actor.at, REPLACED)
    made = PushSubscription(
        id=new_key(), clinic_id=actor.clinic, person_id=actor.who.person_id, access=actor.who, device=address.device,
        at=actor.at, by=actor.slug,
    )  # fmt: skip
    made.sealed = person_key(made.person_id).seal(address.text.encode(), made.id.bytes)
    made.save(force_insert=True)
    return made


def end_subscriptions(rows: QuerySet[PushSubscription], at: datetime, why: str) -> None:
    """Delete subscriptions, with the addresses in them, and append to the trail why; call it inside a transaction."""
    for row in rows:
        append_event(row.clinic_id, at, None, ENDED, row.person_id, row.id, {"why": why})
        row.delete()


def forget_browser(user: UUID, device: str, at: datetime) -> None:
    """End what an account had turned on in one browser: somebody logged out there, so others may have it now."""
    with seeing(connection, EVERY_CLINIC), transaction.atomic():
        end_subscriptions(PushSubscription.objects.filter(access__user=user, device=device), at, LOGGED_OUT)
