"""Messages to a person, put into the outbox in the transaction of the act that causes them, and taken back by another.

Whoever agreed to no channel gets none. Which channel and which words a message has is decided when it leaves
(actions/outbox.py): what somebody said meanwhile counts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, acting
from nappage.actions.entries import append
from nappage.actions.push_subscriptions import WITHDRAWN as NO_LONGER_WANTED
from nappage.actions.push_subscriptions import end_subscriptions, keep_subscription
from nappage.assessment.channel import Channel, ChannelConsent
from nappage.assessment.edition_in_use import edition_in_use
from nappage.assessment.line import person_key
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.reach import Reach, reach_of
from nappage.engine.reminder import ladder
from nappage.records.keys import new_key
from nappage.records.models import (
    Entry,
    Message,
    MessageKind,
    MessageState,
    PortalAccess,
    PushSubscription,
    Visit,
    VisitState,
)
from nappage.sending.push_address import PushAddress
from nappage.values.fault import Fault, Faulty

# How long it is worth telling that something is there to be read; after that somebody of the clinic tells it.
WORTH_TELLING = timedelta(days=3)
CHANGED, CANCELLED, WITHDRAWN = "visit-changed", "visit-cancelled", "no-consent"


def keep_reminded(actor: Actor, visit: Visit, *, changed: bool = False) -> None:
    """Bring what reminds of a visit into line with it, and tell that the appointments have changed.

    Call it inside the act that booked, moved or ended the visit: both are recorded, or neither. Who agreed to no
    channel hears nothing by itself: that a visit changed, which they know of, is then for somebody to tell them.
    """
    ahead = visit.state == VisitState.BOOKED and visit.start > actor.at
    reach = _reach(actor, visit.person_id) if ahead or visit.state == VisitState.CANCELLED else None
    wanted = reach is not None and reach.wants_messages
    _plan_reminders(actor, visit, wanted=ahead and wanted)
    if wanted:
        tell_appointments(actor, visit.person_id)
    elif reach is not None and changed:
        _to_be_told(actor, visit)


def _reach(actor: Actor, person: UUID) -> Reach | None:
    return reach_of(person, actor.at, policy_in_force(actor.clinic, actor.at).policy.zone)


def _plan_reminders(actor: Actor, visit: Visit, *, wanted: bool) -> None:
    """Put the reminders of a visit into the outbox, and take back those that are of another time of it."""
    there = {row.key: row for row in Message.objects.filter(visit=visit.id, kind=MessageKind.REMINDER)}
    rungs = {}
    if wanted:
        zone = policy_in_force(actor.clinic, actor.at).policy.zone
        for rung in ladder(edition_in_use(), visit.start, zone, actor.at):
            rungs[f"reminder {visit.id} {visit.start.isoformat()} {rung.reminder.id}"] = rung
    for key, row in there.items():
        if key not in rungs:
            take_back(row, actor.at, CHANGED if visit.state == VisitState.BOOKED else CANCELLED)
    for key, rung in rungs.items():
        before = there.get(key)
        if before is None:
            _put(
                actor, visit.person_id, MessageKind.REMINDER, key, rung.due, rung.until,
                visit=visit.id, starts_at=visit.start,
            )  # fmt: skip
        elif before.state == MessageState.TAKEN_BACK:
            before.state, before.why, before.ended_at = MessageState.WAITING, "", None
            before.due = before.next_at = rung.due
            before.save(update_fields=["state", "why", "ended_at", "due", "next_at"])


def tell_appointments(actor: Actor, person: UUID) -> None:
    """Tell a person that their appointments have changed: once for all changes that wait to be told."""
    waiting = Message.objects.filter(person=person, kind=MessageKind.APPOINTMENTS, state=MessageState.WAITING)
    if not waiting.exists():
        key = f"appointments {person} {actor.at.isoformat()}"
        _put(actor, person, MessageKind.APPOINTMENTS, key, actor.at, actor.at + WORTH_TELLING)


def _to_be_told(actor: Actor, visit: Visit) -> None:
    """Put that a visit changed on the list of what did not arrive, once for each visit, with its present time."""
    of_visit = Message.objects.filter(visit=visit.id, kind=MessageKind.APPOINTMENTS)
    of_visit.filter(state=MessageState.UNDELIVERED, settled_at=None).update(
        state=MessageState.TAKEN_BACK, why=CHANGED, ended_at=actor.at
    )
    if visit.start <= actor.at:
        return
    key = f"untold {visit.id} {visit.state} {visit.start.isoformat()} {actor.at.isoformat()}"
    made = _put(
        actor, visit.person_id, MessageKind.APPOINTMENTS, key, actor.at, actor.at + WORTH_TELLING,
        visit=visit.id, starts_at=visit.start,
    )  # fmt: skip
    made.state, made.why, made.ended_at = MessageState.UNDELIVERED, WITHDRAWN, actor.at
    made.save(update_fields=["state", "why", "ended_at"])


def tell_news(actor: Actor, person: UUID, about: str, *, due: datetime | None = None) -> None:
    """Tell a person that there is something to read, once for each thing it is about; call it inside `acting`.

    Unlike a reminder it is put out whatever the person agreed to: who cannot be written to is told by somebody.
    """
    due = due or actor.at
    _put(actor, person, MessageKind.NEWS, f"news {about}", due, due + WORTH_TELLING)


def send_code(
    clinic: UUID, person: UUID, channel: Channel, code: str, at: datetime, until: datetime, by: str = "portal",
    address: str = "",
) -> Message:  # fmt: skip
    """Return the message with a one-time code, by the channel that the person chose just now; quiet hours do not count.

    Call it inside a transaction. It goes to an address, that of a helper for example, else to the person's own. Both
    are sealed with the person's key, and gone from here once it is sent.
    """
    message = Message(
        id=new_key(), clinic_id=clinic, person_id=person, kind=MessageKind.CODE, channel=channel.value, at=at, by=by,
        due=at, until=until, next_at=at, owner=by,
    )  # fmt: skip
    message.key = f"code {message.id}"
    message.secret = person_key(person).seal(f"{code}\n{address}".encode(), message.id.bytes)
    message.save(force_insert=True)
    return message


def _put(
    actor: Actor, person: UUID, kind: MessageKind, key: str, due: datetime, until: datetime, *,
    visit: UUID | None = None, starts_at: datetime | None = None,
) -> Message:  # fmt: skip
    """Return the message with this key, a new one unless it is there."""
    made, _is_new = Message.objects.get_or_create(
        clinic_id=actor.clinic,
        key=key,
        defaults={
            "person_id": person, "kind": kind, "visit": visit, "starts_at": starts_at, "at": actor.at,
            "by": actor.slug, "due": due, "until": until, "next_at": due, "owner": actor.slug,
        },
    )  # fmt: skip
    return made


def take_back(message: Message, at: datetime, why: str) -> None:
    """Take back a message that still waits; one that is being sent at this moment goes out."""
    Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
        state=MessageState.TAKEN_BACK, why=why, ended_at=at
    )


def say_channel(actor: Actor, person: UUID, said: ChannelConsent) -> Entry:
    """Return the entry by which messages by one channel are agreed to or not any more, from now on.

    Reminders of the visits that are booked follow it. Faulty where there is no address for what is agreed to.
    """
    own = isinstance(actor.who, PortalAccess)
    with acting(actor, "own.keep" if own else "message.agree", person, act="record channel consent") as trace:
        reach = _reach(actor, person)
        if said.given and not (reach and reach.addresses[said.channel]):
            raise Faulty([_no_address(said.channel)])
        if said.channel is Channel.PUSH and not said.given:
            end_subscriptions(PushSubscription.objects.filter(person=person), actor.at, NO_LONGER_WANTED)
        entry = append(actor, person, said)
        trace.thing, trace.detail = entry.id, {"channel": said.channel.value, "given": said.given}
        _follow_consent(actor, person)
    return entry


def _no_address(channel: Channel) -> Fault:
    expected, found = _("an address to write to"), _("none")
    if channel is Channel.PUSH:
        return Fault(_("Notifications"), expected, found, _("The person turns them on at home, on their own device."))
    return Fault(_("Telephone") if channel is Channel.SMS else _("E-mail"), expected, found, _("Record it first."))


def turn_on_notifications(actor: Actor, address: PushAddress) -> PushSubscription:
    """Return the subscription by which notifications go to the browser in which somebody turned them on just now.

    That is how they agree to this channel, unless they do already.
    """
    person = actor.who.person_id if isinstance(actor.who, PortalAccess) else None
    with acting(actor, "own.keep", person, act="turn notifications on") as trace:
        made = keep_subscription(actor, address)
        trace.thing = made.id
        reach = _reach(actor, made.person_id)
        if reach is None or not reach.agreed.get(Channel.PUSH):
            say_channel(actor, made.person_id, ChannelConsent(Channel.PUSH, True))
    return made


def _follow_consent(actor: Actor, person: UUID) -> None:
    """Bring every reminder of a person into line with what they agree to now."""
    reach = _reach(actor, person)
    wanted = reach is not None and reach.wants_messages
    for visit in Visit.objects.filter(person=person, state=VisitState.BOOKED, start__gt=actor.at):
        _plan_reminders(actor, visit, wanted=wanted)
    if not wanted:
        for row in Message.objects.filter(person=person, kind=MessageKind.APPOINTMENTS, state=MessageState.WAITING):
            take_back(row, actor.at, WITHDRAWN)
