"""Calendar feeds: a secret address is made for a member, shown once, and revoked by them."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting, refuse
from nappage.records.models import CalendarFeed

_BYTES = 32


def make_feed(actor: Actor) -> str:
    """Return the secret of a new feed of the actor's own visits. It is kept nowhere: only its digest is."""
    secret = secrets.token_urlsafe(_BYTES)
    with acting(actor, "agenda.read", act="make calendar feed") as trace:
        feed = CalendarFeed.objects.create(
            clinic_id=actor.clinic, member=actor.member, digest=digest_of(secret), at=actor.at, by=actor.slug
        )
        trace.thing = feed.id
    return secret


def revoke_feed(actor: Actor, feed: UUID) -> CalendarFeed:
    """Return the feed as revoked: its address answers no more. Conflict if it was already, Denied if not one's own."""
    found = CalendarFeed.objects.get(pk=feed, clinic_id=actor.clinic)
    if found.member_id != actor.member.id:
        refuse(actor, "agenda.read")
    with acting(actor, "agenda.read", act="revoke calendar feed") as trace:
        if found.revoked_at is not None:
            raise Conflict(_("this address was revoked already"), (found.id,))
        found.revoked_at, found.revoked_by = actor.at, actor.slug
        found.save(update_fields=["revoked_at", "revoked_by"])
        trace.thing = found.id
    return found


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
