"""My messages: the person says by which way they are written to, sees what was sent, and can stop it at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nappage.actions.messages import say_channel
from nappage.assessment.channel import Channel
from nappage.assessment.reach import Reach, reach_of
from nappage.assessment.undelivered import messages_of
from nappage.records.models import MessageKind, MessageState
from nappage.values.fault import Fault, Faulty
from nappage.web.messages.forms import AgreeForm
from nappage.web.own_messages.notifying import notifications, turn_on
from nappage.web.own_screen import own_screen
from nappage.web.screen import Asked

SHOWN = 20
CHANNELS = {Channel.SMS: gettext_lazy("Text messages"), Channel.EMAIL: gettext_lazy("E-mails")}
KINDS = {
    MessageKind.REMINDER: gettext_lazy("A reminder"),
    MessageKind.APPOINTMENTS: gettext_lazy("Your appointments have changed"),
    MessageKind.NEWS: gettext_lazy("Something to read"),
}
STATES = {
    MessageState.WAITING: gettext_lazy("will be sent"),
    MessageState.SENDING: gettext_lazy("is being sent"),
    MessageState.SENT: gettext_lazy("was sent"),
    MessageState.TAKEN_BACK: gettext_lazy("was not needed any more"),
    MessageState.UNDELIVERED: gettext_lazy("did not reach you: the clinic calls you"),
    MessageState.UNCLEAR: gettext_lazy("may not have reached you: the clinic calls you"),
}
SETTLED = gettext_lazy("the clinic told you")


@own_screen("own.keep")
def own_messages(asked: Asked) -> HttpResponse:
    """Show by which way the clinic writes, and what it wrote."""
    return _page(asked)


def _page(asked: Asked, status: int = 200, faults: tuple[Fault, ...] = ()) -> HttpResponse:
    reach = reach_of(asked.person, asked.at, asked.zone)
    assert reach is not None, "somebody who was erased has no access"
    context = {
        "person": asked.person,
        "notifications": notifications(asked, reach),
        "channels": list(_channels(reach)),
        "rows": list(_rows(asked))[:SHOWN],
        "faults": faults,
        "zone_name": asked.zone.key,
    }
    return render(asked.request, "own_messages/own_messages.html", context, status=status)


def _channels(reach: Reach) -> Iterator[dict[str, Any]]:
    for channel, name in CHANNELS.items():
        yield {
            "channel": channel.value,
            "name": name,
            "address": reach.addresses[channel],
            "given": bool(reach.agreed.get(channel)),
        }


def _rows(asked: Asked) -> Iterator[dict[str, Any]]:
    for message in messages_of(asked.person):
        told = message.settled_at is not None
        yield {
            "kind": KINDS[MessageKind(message.kind)],
            "due": message.due,
            "starts_at": message.starts_at,
            "state": SETTLED if told else STATES[MessageState(message.state)],
        }


@require_POST
@own_screen("own.keep")
def own_agree(asked: Asked) -> HttpResponse:
    """Record what the person says about one way of writing."""
    form = AgreeForm(asked.request.POST)
    if not form.is_valid():
        nothing = Fault(_("Way of writing"), _("texts or e-mails"), _("nothing"), _("Press one of the buttons."))
        return _page(asked, 422, (nothing,))
    try:
        say_channel(asked.actor, asked.person, form.said())
    except Faulty:
        missing = Fault(
            _("Address"), _("an address to write to"), _("none"), _("Ask your clinic to write it down, then come back.")
        )
        return _page(asked, 422, (missing,))
    return redirect("my-messages")


@require_POST
@own_screen("own.keep")
def own_notifications(asked: Asked) -> HttpResponse:
    """Turn notifications on in this browser; they are turned off as the other ways are."""
    try:
        return turn_on(asked, redirect("my-messages"))
    except Faulty as faulty:
        return _page(asked, 422, faulty.faults)
