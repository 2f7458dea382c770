"""The messages of a clinic that did not arrive, those of one person, and what is done about one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages as told
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nappage.actions.looking import note_reading
from nappage.actions.messages import say_channel
from nappage.actions.undelivered import came_back, release, settle, take_on
from nappage.assessment import undelivered as untold
from nappage.assessment.channel import Channel
from nappage.assessment.edition_in_use import edition_in_use
from nappage.records.models import Identity, Member, Message, MessageState, PushSubscription
from nappage.rendering.wording import Speaker
from nappage.sending.carriers import SINK, sink, ways
from nappage.sending.folder import letters_in
from nappage.values.fault import Faulty
from nappage.web.after.presenter import members_of
from nappage.web.banner import patient_context
from nappage.web.messages.forms import AgreeForm, TakeOnForm
from nappage.web.messages.presenter import CHANNELS, FOUND, channel_rows, kind_words, message_rows, state_words, waits
from nappage.web.patients.forms import WordsForm
from nappage.web.screen import Asked, patient_screen, screen

SHOWN = 100


@screen("message.read")
def undelivered(asked: Asked) -> HttpResponse:
    """Show what waits for somebody in this clinic, and how much is on its way."""
    note_reading(asked.actor, "messages", ())
    in_force = asked.request.in_force
    zone = in_force.policy.zone
    found = untold.undelivered(asked.actor.clinic, in_force, asked.at)
    people = {row.person_id: row for row in Identity.objects.filter(person__in={one.person for one in found})}
    names, speak = members_of(asked), Speaker(edition_in_use(), zone)
    rows = [
        {
            "message": one.message,
            "identity": people.get(one.person),
            "kind": kind_words(one.message),
            "state": state_words(one.message),
            "owner": names.get(one.owner, ""),
            "by": speak.until(one.by),
            "is_late": one.by < asked.at,
        }
        for one in found
    ]
    waiting = Message.objects.filter(clinic=asked.actor.clinic, state=MessageState.WAITING).order_by("due")
    context = {
        "rows": rows,
        "waiting": waiting.count(),
        "next": waiting.first(),
        "lacking": [CHANNELS[channel] for channel in _lacking(asked.actor.clinic)],
        "held": untold.held_rows(asked.actor.clinic).count() if asked.actor.may("message.settle") else 0,
        "may_look": settings.NAPPAGE_DEMO,
    }
    return render(asked.request, "messages/undelivered.html", context)


def _lacking(clinic: UUID) -> Iterator[str]:
    """Yield the channels by which nothing is sent here; notifications only where somebody has them on."""
    for channel, way in ways().items():
        if not way and (channel != Channel.PUSH.value or PushSubscription.objects.filter(clinic=clinic).exists()):
            yield channel


@screen("message.read")
def outgoing(asked: Asked) -> HttpResponse:
    """Show the letters of the demo, which leave its machine never; there is no such page where messages leave."""
    if not settings.NAPPAGE_DEMO or SINK not in ways().values():
        raise Http404("messages leave this installation")
    found = [(CHANNELS[channel], letter) for channel in CHANNELS for letter in letters_in(sink(channel))]
    return render(asked.request, "messages/outgoing.html", {"letters": found[:SHOWN]})


@patient_screen("message.read")
def messages(asked: Asked) -> HttpResponse:
    """Show by which way a person is written to, and every message."""
    return _page(asked)


def _page(asked: Asked, status: int = 200, **more: Any) -> HttpResponse:
    assert asked.identity is not None, "a patient's screen has a patient"
    context = {
        "channels": list(channel_rows(asked.person, asked.identity, asked.at)),
        "rows": list(message_rows(asked)),
        "may_agree": asked.actor.may("message.agree"),
        "form": None,
        "faults": (),
    }
    return render(
        asked.request, "messages/messages.html", patient_context(asked, "messages") | context | more, status=status
    )


@require_POST
@patient_screen("message.agree")
def agree(asked: Asked) -> HttpResponse:
    """Record that a person agrees to messages by one channel, or does not any more."""
    form = AgreeForm(asked.request.POST)
    if not form.is_valid():
        return _page(asked, 422, form=form)
    try:
        say_channel(asked.actor, asked.person, form.said())
    except Faulty as faulty:
        return _page(asked, 422, faults=faulty.faults)
    return redirect("messages", person=asked.person)


def _one(asked: Asked, message: UUID) -> Message:
    return get_object_or_404(Message, pk=message, person=asked.person, clinic=asked.actor.clinic)


def _words(*sent: Any) -> WordsForm:
    return WordsForm(
        *sent, label=_("How the person was told"), hint=_("Who was reached, when and how; or why it is not needed.")
    )


@patient_screen("message.read")
def message(asked: Asked, message: UUID) -> HttpResponse:
    """Show one message, and what can be done about it."""
    return _about(asked, _one(asked, message))


def _about(asked: Asked, found: Message, form: WordsForm | None = None) -> HttpResponse:
    members = Member.objects.filter(clinic=asked.actor.clinic, active=True).values_list("slug", "name")
    context = {
        "message": found,
        "kind": kind_words(found),
        "state": state_words(found),
        "channel": CHANNELS.get(found.via, ""),
        "identity": asked.identity,
        "owner": members_of(asked).get(found.owner, ""),
        "settled_by": members_of(asked).get(found.settled_by, ""),
        "waits": waits(found, asked.at),
        "is_held": found.why == untold.HELD,
        "may_come_back": found.state in FOUND,
        "may_settle": asked.actor.may("message.settle"),
        "form": form or _words(),
        "take_on": TakeOnForm(list(members), initial={"owner": found.owner}),
    }
    status = 422 if form is not None else 200
    return render(asked.request, "messages/message.html", patient_context(asked, "messages") | context, status=status)


@require_POST
@patient_screen("message.settle")
def settle_message(asked: Asked, message: UUID) -> HttpResponse:
    """Record how the person was told."""
    found, form = _one(asked, message), _words(asked.request.POST)
    if not form.is_valid():
        return _about(asked, found, form)
    settle(asked.actor, found, form.cleaned_data["words"])
    told.success(asked.request, _("Recorded. The message waits for nobody any more."))
    return redirect("undelivered")


@require_POST
@patient_screen("message.settle")
def release_message(asked: Asked, message: UUID) -> HttpResponse:
    """Let a message go out that a restore held."""
    release(asked.actor, _one(asked, message))
    told.success(asked.request, _("Released. It goes out when it is due."))
    return redirect("undelivered")


@require_POST
@screen("message.settle")
def release_all(asked: Asked) -> HttpResponse:
    """Let every message of the clinic go out that a restore held."""
    for one in untold.held_rows(asked.actor.clinic):
        release(asked.actor, one)
    told.success(asked.request, _("Released. Each goes out when it is due."))
    return redirect("undelivered")


@require_POST
@patient_screen("message.settle")
def take_on_message(asked: Asked, message: UUID) -> HttpResponse:
    """Say who sees to it."""
    found = _one(asked, message)
    members = Member.objects.filter(clinic=asked.actor.clinic, active=True)
    form = TakeOnForm(list(members.values_list("slug", "name")), asked.request.POST)
    if form.is_valid():
        take_on(asked.actor, found, members.get(slug=form.cleaned_data["owner"]))
    return redirect("message", person=asked.person, message=found.id)


@require_POST
@patient_screen("message.settle")
def came_back_message(asked: Asked, message: UUID) -> HttpResponse:
    """Mark a message that was sent as one that did not arrive."""
    found = _one(asked, message)
    came_back(asked.actor, found)
    return redirect("message", person=asked.person, message=found.id)
