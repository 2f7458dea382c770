"""The world outside for messages: carriers that remember what arrived at the recipient, and can be down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nappage.actions.acting import Actor
from nappage.assessment.channel import Channel, ChannelConsent
from nappage.console.work import send_due
from nappage.records.models import Person, PortalAccess, Visit
from nappage.sending.carrier import Letter, Outcome
from support.cast import Cast
from support.push_service import Browser

PHONE, EMAIL = "+34 600 000 014", "demo014@example.test"


@dataclass
class Post:
    """A carrier. `arrived` counts what the recipient saw; `outcome` is what it answers until it is told otherwise."""

    dedupes: bool = True
    outcome: Outcome = Outcome.SENT
    letters: list[Letter] = field(default_factory=list)
    arrived: Counter[str] = field(default_factory=Counter)
    tried: int = 0

    def send(self, letter: Letter) -> Outcome:
        """Return the answer; a letter that is sent arrives, a second time only where nobody tells them apart."""
        self.tried += 1
        if self.outcome is Outcome.SENT and not (self.dedupes and self.arrived[letter.id]):
            self.arrived[letter.id] += 1
            self.letters.append(letter)
        return self.outcome

    @property
    def texts(self) -> list[str]:
        return [letter.text for letter in self.letters]


@dataclass
class World:
    """The channels, and a clock that a test turns."""

    at: datetime
    push: Post = field(default_factory=Post)
    sms: Post = field(default_factory=Post)
    email: Post = field(default_factory=Post)

    def round(self, at: datetime | None = None) -> int:
        """Return how many messages were tried in one round of the worker."""
        self.at = at or self.at
        return send_due(lambda: self.at, self.posts)

    @property
    def posts(self) -> dict[Channel, Post]:
        return {Channel.PUSH: self.push, Channel.SMS: self.sms, Channel.EMAIL: self.email}

    @property
    def arrived(self) -> Counter[str]:
        return sum((post.arrived for post in self.posts.values()), Counter())

    def are(self, outcome: Outcome) -> None:
        """Let every channel answer so from now on."""
        for post in self.posts.values():
            post.outcome = outcome

    def rounds(self, until: datetime, every: timedelta = timedelta(minutes=5)) -> None:
        """Turn the clock on to an instant, with a round of the worker every so often."""
        while self.at < until:
            self.round(min(self.at + every, until))


def agreeing(cast: Cast, at: datetime, name: str = "Demo patient 014", *channels: Channel, **more: Any) -> Person:
    """Return a new patient with telephone and e-mail who agreed to messages by SMS, or by these channels."""
    from nappage.actions.messages import say_channel

    said: dict[str, Any] = {"phone": PHONE, "email": EMAIL, **more}
    person = cast.register(name, at, **said)
    for channel in channels or (Channel.SMS,):
        if channel is Channel.PUSH:
            notified(cast, person, at)
            continue
        say_channel(cast.actor("reception", at), person.id, ChannelConsent(channel, True))
    return person


def notified(cast: Cast, person: Person, at: datetime, access: PortalAccess | None = None) -> Browser:
    """Return the browser in which a person, or somebody by their access, has just turned notifications on."""
    from nappage.actions.messages import turn_on_notifications

    browser = Browser()
    turn_on_notifications(Actor(access or cast.access(person.id, at=at), at), browser.address)
    return browser


def booked(cast: Cast, person: Person, at: datetime, start: datetime) -> Visit:
    """Return a visit of three quarters of an hour, booked at an instant."""
    from nappage.actions.visits import book

    return book(cast.actor("reception", at), person.id, "session", start, start + timedelta(minutes=45))
