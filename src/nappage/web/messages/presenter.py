"""What the screens say of messages: what one is, how it stands and why, and what was said about each channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nappage.actions.moments import moment_in_words
from nappage.assessment.channel import Channel, ChannelConsent
from nappage.assessment.reach import said_about_reach, standing_subscription
from nappage.assessment.undelivered import HELD, ON_ITS_WAY, late_from, messages_of
from nappage.records.models import Identity, Message, MessageKind, MessageState
from nappage.web.screen import Asked

CHANNELS = {
    Channel.PUSH.value: gettext_lazy("Notification"),
    Channel.SMS.value: gettext_lazy("Text message"),
    Channel.EMAIL.value: gettext_lazy("E-mail"),
}
KINDS = {
    MessageKind.REMINDER: gettext_lazy("reminder of a visit"),
    MessageKind.APPOINTMENTS: gettext_lazy("the appointments have changed"),
    MessageKind.NEWS: gettext_lazy("there is something to read"),
    MessageKind.CODE: gettext_lazy("code to log in"),
}
STATES = {
    MessageState.WAITING: gettext_lazy("to be sent"),
    MessageState.SENDING: gettext_lazy("being sent"),
    MessageState.SENT: gettext_lazy("sent"),
    MessageState.TAKEN_BACK: gettext_lazy("taken back"),
    MessageState.UNDELIVERED: gettext_lazy("did not arrive"),
    MessageState.UNCLEAR: gettext_lazy("not known whether it arrived"),
}
WHY = {
    "refused": gettext_lazy("the address was refused"),
    "too-late": gettext_lazy("it could not be sent in time"),
    "cut-off": gettext_lazy("the connection broke while it was sent; it is not sent again, so that nobody hears twice"),
    "no-address": gettext_lazy("there is no address"),
    "no-consent": gettext_lazy("no way of writing is agreed to"),
    "not-set-up": gettext_lazy("this clinic does not send by the way that is agreed to"),
    "came-back": gettext_lazy("it came back"),
    HELD: gettext_lazy("held since the restore from a backup; it may have gone out already"),
    "visit-changed": gettext_lazy("the visit was moved"),
    "visit-cancelled": gettext_lazy("the visit takes place no more, or began"),
    "told": gettext_lazy("the person was told by other means"),
}
FOUND = (MessageState.SENT, MessageState.UNCLEAR)


def kind_words(message: Message) -> str:
    """Return what a message is."""
    return str(KINDS[MessageKind(message.kind)])


def state_words(message: Message) -> str:
    """Return how a message stands, and why."""
    if message.state in ON_ITS_WAY and message.tries:
        return _("late: tried {n} times, and tried again").format(n=message.tries)
    words = str(STATES[MessageState(message.state)])
    return f"{words}: {WHY[message.why]}" if message.why else words


def channel_rows(person: UUID, identity: Identity, at: datetime) -> Iterator[dict[str, Any]]:
    """Yield each channel: its address, what was said about it last, and all that was said before."""
    said: dict[Channel, list[dict[str, Any]]] = {channel: [] for channel in Channel}
    for line in said_about_reach(person, at):
        for value in line.values:
            if isinstance(value, ChannelConsent):
                said[value.channel].append({"at": line.at, "by": line.by, "given": value.given, "words": value.words})
    pushed = standing_subscription(person, at)
    device = (
        _("on their own device, since {when}").format(when=moment_in_words(pushed.at, get_current_timezone()))
        if pushed
        else ""
    )
    addresses = {Channel.PUSH: device, Channel.SMS: identity.phone, Channel.EMAIL: identity.email}
    for channel in Channel:
        history = said[channel]
        yield {
            "channel": channel.value,
            "name": CHANNELS[channel.value],
            "address": addresses[channel],
            "given": bool(history and history[-1]["given"]),
            "at_home": channel is Channel.PUSH,
            "last": history[-1] if history else None,
            "before": history[-2::-1],
        }


def message_rows(asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield the messages of a person, and which of them wait for somebody."""
    for message in messages_of(asked.person):
        yield {
            "message": message,
            "kind": kind_words(message),
            "state": state_words(message),
            "channel": CHANNELS.get(message.via, ""),
            "waits": waits(message, asked.at),
            "may_come_back": message.state in FOUND,
        }


def waits(message: Message, at: datetime) -> bool:
    """Return whether a message waits for somebody who tells the person."""
    if message.state in (MessageState.UNDELIVERED, MessageState.UNCLEAR):
        return message.settled_at is None
    return message.state in ON_ITS_WAY and late_from(message) <= at
