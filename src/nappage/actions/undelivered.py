"""What becomes of a message that did not arrive: somebody takes it on, tells the person, and says so.

A text or a mail that was sent can still come back: by a report of the mail server, or because somebody notices.
"""

from __future__ import annotations

from datetime import datetime
from email import message_from_string
from email.message import Message as Mail
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.audit import append_event
from nappage.actions.entries import append
from nappage.assessment.happening import Note
from nappage.assessment.undelivered import CAME_BACK, ON_ITS_WAY, held_rows
from nappage.records.models import Member, Message, MessageState

TOLD = "message told instead"
# How a report carries what came back, where it carries the head of it alone.
HEAD = "text/rfc822-headers"


def take_on(actor: Actor, message: Message, owner: Member) -> None:
    """Give a message that did not arrive to somebody of this clinic."""
    with acting(actor, "message.settle", message.person_id, act="take on message") as trace:
        if owner.clinic_id != actor.clinic or not owner.active:
            raise Conflict(_("nobody of this clinic"))
        trace.thing, trace.detail = message.id, {"owner": owner.slug}
        Message.objects.filter(pk=message.id, clinic=actor.clinic).update(owner=owner.slug)


def settle(actor: Actor, message: Message, words: str) -> None:
    """Record that the person was told by other means, how, and by whom; the message is on nobody's list any more.

    One that was still on its way is taken back: nobody hears the same thing twice. Conflict if somebody settled it.
    """
    with acting(actor, "message.settle", message.person_id, act="settle message") as trace:
        row = Message.objects.select_for_update().get(pk=message.id, clinic=actor.clinic)
        if row.settled_at is not None or row.state in (MessageState.SENT, MessageState.TAKEN_BACK):
            raise Conflict(_("this message waits for nobody any more"))
        if row.state in ON_ITS_WAY:
            row.state, row.why, row.ended_at = MessageState.TAKEN_BACK, "told", actor.at
        row.settled_at, row.settled_by = actor.at, actor.slug
        row.save(update_fields=["state", "why", "ended_at", "settled_at", "settled_by"])
        trace.thing = row.id
        append(actor, row.person_id, Note(TOLD, words.strip()))


def release(actor: Actor, message: Message) -> None:
    """Let a message go out that a restore held, when it is due; Conflict if it is not held any more.

    Whether it is still worth sending, and what it is about still stands, is asked when it leaves.
    """
    with acting(actor, "message.settle", message.person_id, act="release message") as trace:
        row = held_rows(actor.clinic).select_for_update().filter(pk=message.id).first()
        if row is None:
            raise Conflict(_("this message is not held any more"))
        row.state, row.why, row.ended_at, row.next_at = MessageState.WAITING, "", None, max(row.due, actor.at)
        row.save(update_fields=["state", "why", "ended_at", "next_at"])
        trace.thing = row.id


def came_back(actor: Actor, message: Message) -> None:
    """Mark a message that was sent as one that did not arrive, because somebody of the clinic noticed."""
    with acting(actor, "message.settle", message.person_id, act="message came back") as trace:
        trace.thing = message.id
        if not _came_back(message.id, actor.at):
            raise Conflict(_("this message was not sent, or is on the list already"))


def bounced(mail: Mail, at: datetime) -> UUID | None:
    """Return the message that a report of a mail server is about and that is now undelivered; None where it is none.

    Such a report (RFC 3464) says per recipient that it failed, and carries the head of what came back.
    """
    parts = list(mail.walk())[1:]
    failed = any(str(part.get("Action", "")).strip().lower() == "failed" for part in parts)
    apart = (message_from_string(str(part.get_payload())) for part in parts if part.get_content_type() == HEAD)
    names = [str(head.get("Message-ID", "")).strip(" <>") for head in (*parts, *apart)]
    known = {id for name in names if (id := _id_of(name)) is not None}
    if not failed or len(known) != 1:
        return None
    (message,) = known
    with transaction.atomic():
        if not _came_back(message, at):
            return None
        row = Message.objects.get(pk=message)
        append_event(row.clinic_id, at, None, "message came back", row.person_id, row.id, {"channel": row.via})
    return message


def _id_of(name: str) -> UUID | None:
    """Return the message that a Message-ID names: the id of its letter ends with the channel."""
    try:
        return UUID(name.partition("@")[0].rpartition("-")[0])
    except ValueError:
        return None


def _came_back(message: UUID, at: datetime) -> bool:
    """Return whether a message that was sent, or may have been, is undelivered now."""
    sent = Message.objects.filter(pk=message, state__in=(MessageState.SENT, MessageState.UNCLEAR))
    return bool(sent.update(state=MessageState.UNDELIVERED, why=CAME_BACK, ended_at=at, settled_at=None, settled_by=""))
