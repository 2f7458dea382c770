"""How a person can be reached at an instant: in which language and time zone, by which channels they agreed to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from nappage.assessment.channel import Channel, ChannelConsent
from nappage.assessment.followed import Away
from nappage.assessment.happening import KIND_OF
from nappage.assessment.line import EntriesAsked, Line, lines_by_person, person_key
from nappage.library.timezones import timezone
from nappage.records.models import Entry, Identity, PushSubscription, Relation

_KINDS = (KIND_OF[ChannelConsent], KIND_OF[Away])


@dataclass(frozen=True, slots=True)
class Reach:
    """How one person can be reached. `agreed` holds every channel that was asked about, with what was said last.

    `subscription` is where notifications go, whose address stays sealed until one does; its id stands for it.
    """

    language: str
    zone: ZoneInfo
    addresses: Mapping[Channel, str]
    agreed: Mapping[Channel, bool]
    subscription: PushSubscription | None = None

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Return the channels that the person agreed to and has an address for, the one to take first before."""
        return tuple(one for one in Channel if self.agreed.get(one) and self.addresses[one])

    @property
    def wants_messages(self) -> bool:
        """Return whether the person agreed to any channel, with or without an address."""
        return any(self.agreed.values())


def reach_of(person: UUID, at: datetime, zone: ZoneInfo) -> Reach | None:
    """Return how somebody is reached at an instant, None after an erasure; `zone` is the clinic's, for who is not away.

    Only the lines that say it are opened, not the chart.
    """
    identity = Identity.objects.filter(person=person).first()
    if identity is None:
        return None
    away = zone
    agreed: dict[Channel, bool] = {}
    for line in said_about_reach(person, at):
        for value in line.values:
            if isinstance(value, ChannelConsent):
                agreed[value.channel] = value.given
            else:
                away = timezone(value.zone) if value.zone else zone
    pushed = standing_subscription(person, at)
    addresses = {
        Channel.PUSH: str(pushed.id) if pushed else "",
        Channel.SMS: identity.phone.strip(),
        Channel.EMAIL: identity.email.strip(),
    }
    return Reach(identity.language, away, addresses, agreed, pushed)


def standing_subscription(person: UUID, at: datetime) -> PushSubscription | None:
    """Return where notifications about somebody go: by an access that stands, their own before that of who helps."""
    rows = PushSubscription.objects.filter(person=person).select_related("access").order_by("-at", "-id")
    standing = [row for row in rows if row.access.stands(at)]
    return min(standing, key=lambda row: row.access.relation != Relation.SELF, default=None)


def push_address(subscription: PushSubscription) -> str:
    """Return the address that a browser gave, as it gave it."""
    key = person_key(subscription.person_id)
    return key.open(bytes(subscription.sealed), subscription.id.bytes).decode()


def said_about_reach(person: UUID, at: datetime) -> Iterator[Line]:
    """Yield what was recorded about how to reach somebody, in order, without what was taken back."""
    yield from lines_by_person(_SAID, [person], person, at)[person]


def _said(person: UUID, at: datetime) -> QuerySet[Entry]:
    struck = Entry.objects.filter(person=person, strikes__isnull=False).values("strikes")
    said = Entry.objects.filter(kind__in=_KINDS, recorded_at__lte=at).exclude(pk__in=struck)
    return said.order_by("recorded_at", "id")


_SAID = EntriesAsked(_said)
