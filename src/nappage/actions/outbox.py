"""The outbox: claiming the next message that is due, and marking what became of it. Between the two it is sent.

Nothing is sent inside a transaction, so a worker can die in between. Its claim then stands until it is too old: a
carrier that tells two of the same letters apart is given the letter again; with any other the message is unclear, and
somebody asks the person (docs/adr/0011).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from nappage.actions.audit import append_event
from nappage.actions.messages import CHANGED, WITHDRAWN
from nappage.actions.push_subscriptions import GONE, end_subscriptions
from nappage.assessment.channel import Channel
from nappage.assessment.dispatch import Dispatch
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.line import person_key
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.reach import Reach, push_address, reach_of
from nappage.engine.reminder import when_awake
from nappage.records.models import Message, MessageKind, MessageState, PushSubscription, Visit, VisitState
from nappage.sending.carrier import Outcome

# A try ends by itself long before (sending/mail.py); a claim that is older was left behind by a worker that died.
LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=15)
TOO_LATE, REFUSED, CUT_OFF, NO_ADDRESS, NOT_SET_UP = "too-late", "refused", "cut-off", "no-address", "not-set-up"


@dataclass(frozen=True, slots=True)
class Roads:
    """The channels that have a carrier, and until when each of them rests because it was not reached just now."""

    open: Collection[Channel]
    resting: Mapping[Channel, datetime]


def claim_next(at: datetime, roads: Roads) -> Dispatch | None:
    """Return the message to send now, the one that is first too late before; None where nothing is due.

    What cannot be sent any more, or not yet, is marked so on the way.
    """
    while True:
        with transaction.atomic():
            due = Message.objects.select_for_update(skip_locked=True).filter(
                state=MessageState.WAITING, next_at__lte=at
            )
            message = due.order_by("until", "id").first()
            if message is None:
                return None
            claimed = _claim(message, at, roads)
            if claimed is not None:
                return claimed


@dataclass(frozen=True, slots=True)
class _Ending:
    state: MessageState
    why: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    until: datetime
    quiet: bool = False


def _claim(message: Message, at: datetime, roads: Roads) -> Dispatch | None:
    """Return the claim of a message, or None where it ended or waits on, which is then recorded."""
    zone = policy_in_force(message.clinic_id, at).policy.zone
    reach = reach_of(message.person_id, at, zone)
    match _judged(message, reach, at, roads):
        case _Ending(state, why):
            _end(message, at, state, why)
        case _Waiting(until, quiet):
            message.next_at, message.due = until, until if quiet else message.due
            message.save(update_fields=["next_at", "due"])
        case Channel() as channel if reach is not None:
            return _claimed(message, channel, reach, zone, at)
    return None


def _judged(message: Message, reach: Reach | None, at: datetime, roads: Roads) -> Channel | _Ending | _Waiting:
    """Return the channel by which a message goes now, or how it ends, or until when it waits."""
    if reach is None or not _stands(message):
        return _Ending(MessageState.TAKEN_BACK, CHANGED)
    if at >= message.until:
        return _too_late(message)
    channel, why = _channel(message, reach, roads)
    if channel is None:
        courtesy = why == WITHDRAWN and message.kind != MessageKind.NEWS
        return _Ending(MessageState.TAKEN_BACK if courtesy else MessageState.UNDELIVERED, why)
    return _not_now(message, reach, at, roads.resting.get(channel)) or channel


def _not_now(message: Message, reach: Reach, at: datetime, rested: datetime | None) -> _Ending | _Waiting | None:
    """Return until when a message waits because its person sleeps or its channel rests; None where it goes now."""
    awake = at if message.kind == MessageKind.CODE else when_awake(edition_in_use(), at, reach.zone)
    if awake > at:
        return _Waiting(awake, quiet=True) if awake < message.until else _too_late(message)
    return _Waiting(rested) if rested is not None else None


def _claimed(message: Message, channel: Channel, reach: Reach, zone: ZoneInfo, at: datetime) -> Dispatch:
    claim = uuid4()
    message.state, message.claim, message.claimed_at = MessageState.SENDING, claim, at
    message.via, message.tries = channel.value, message.tries + 1
    message.save(update_fields=["state", "claim", "claimed_at", "via", "tries"])
    pushed = reach.subscription if channel is Channel.PUSH else None
    address = push_address(pushed) if pushed else _address(message, reach, channel)
    return Dispatch(
        message.id, claim, message.kind, channel, address, reach.language, zone, reach.zone, message.until,
        message.starts_at, _secret(message)[0], pushed.id if pushed else None,
    )  # fmt: skip


def _stands(message: Message) -> bool:
    """Return whether what a message is about is still so; the acts take reminders back, and this is the second lock."""
    if message.visit is None or message.starts_at is None:
        return True
    return Visit.objects.filter(pk=message.visit, state=VisitState.BOOKED, start=message.starts_at).exists()


def _too_late(message: Message) -> _Ending:
    """Return how a message ends that comes too late: a code that nobody waits for any more is nobody's work."""
    state = MessageState.TAKEN_BACK if message.kind == MessageKind.CODE else MessageState.UNDELIVERED
    return _Ending(state, TOO_LATE)


def _channel(message: Message, reach: Reach, roads: Roads) -> tuple[Channel | None, str]:
    """Return the channel to take, or why there is none. One that was tried before is taken again."""
    asked_for = [Channel(message.channel)] if message.channel else list(reach.channels)
    if not message.channel and not reach.wants_messages:
        return None, WITHDRAWN
    addressed = [one for one in asked_for if _address(message, reach, one)]
    left = [one for one in addressed if one.value not in message.refused]
    usable = sorted((one for one in left if one in roads.open), key=lambda one: one.value != message.via)
    if usable:
        return usable[0], ""
    return None, REFUSED if message.refused else NOT_SET_UP if left else NO_ADDRESS


def _address(message: Message, reach: Reach, channel: Channel) -> str:
    """Return where a message goes: a code to the address that it was asked for, all else to the person's own."""
    return _secret(message)[1] or reach.addresses[channel]


def _secret(message: Message) -> tuple[str, str]:
    """Return the code in a message and the address that it was asked for; empty where there is none."""
    if not message.secret:
        return "", ""
    code, _, address = (
        person_key(message.person_id).open(bytes(message.secret), message.id.bytes).decode().partition("\n")
    )
    return code, address


def mark(claimed: Dispatch, outcome: Outcome, at: datetime) -> None:
    """Mark what became of a message that was claimed. A claim that was given up meanwhile counts only if it was sent.

    A message whose person was erased meanwhile is gone, and nothing is written.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=claimed.id, claim=claimed.claim).first()
        if message is None or (message.state != MessageState.SENDING and outcome is not Outcome.SENT):
            return
        match outcome:
            case Outcome.SENT:
                _end(message, at, MessageState.SENT, "")
            case Outcome.UNCLEAR:
                _end(message, at, MessageState.UNCLEAR, CUT_OFF)
            case Outcome.GONE if claimed.subscription is not None:
                end_subscriptions(PushSubscription.objects.filter(pk=claimed.subscription), at, GONE)
                _again(message, at)
            case Outcome.REFUSED | Outcome.GONE:
                message.refused = [*message.refused, claimed.channel.value]
                _again(message, at)
            case Outcome.UNREACHABLE:
                _again(message, at + pause(message.tries))


def pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries: twice as long each time, up to a quarter of an hour."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, 10)), LONGEST_PAUSE)


def _again(message: Message, at: datetime) -> None:
    message.state, message.claim, message.claimed_at, message.next_at = MessageState.WAITING, None, None, at
    message.save(update_fields=["state", "claim", "claimed_at", "next_at", "refused"])


def _end(message: Message, at: datetime, state: MessageState, why: str) -> None:
    """End a message and append that to the trail; the code in it is gone, and the claim stays that it ended by."""
    message.state, message.why, message.ended_at, message.secret = state, why, at, b""
    message.save(update_fields=["state", "why", "ended_at", "secret", "refused"])
    if state != MessageState.TAKEN_BACK:
        detail = {"kind": message.kind, "channel": message.via, "why": why}
        append_event(message.clinic_id, at, None, f"message {state.value}", message.person_id, message.id, detail)


def give_up_lost(at: datetime, dedupes: Collection[Channel]) -> int:
    """Return how many claims were left behind by a worker that died, after deciding for each what follows."""
    with transaction.atomic():
        lost = Message.objects.select_for_update(skip_locked=True).filter(
            state=MessageState.SENDING, claimed_at__lte=at - LEASE
        )
        found = list(lost)
        for message in found:
            if Channel(message.via) in dedupes:
                _again(message, at)
            else:
                _end(message, at, MessageState.UNCLEAR, CUT_OFF)
    return len(found)
