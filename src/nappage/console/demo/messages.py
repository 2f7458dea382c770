"""The demo's patients who are written to: one by text and one whose number is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from nappage.actions.messages import say_channel, tell_news
from nappage.actions.outbox import Roads, claim_next, mark
from nappage.actions.visits import book
from nappage.assessment.channel import Channel, ChannelConsent
from nappage.console.demo.clinic import DemoClinic
from nappage.console.demo.patients import DAY, MINUTE, new_patient
from nappage.records.models import Purpose
from nappage.sending.carrier import Outcome


def stages_of_messages(
    home: DemoClinic, today: Callable[[int, int], datetime]
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield each patient by what they are at, and the call that writes them."""
    yield "a text that did not arrive", lambda: _unreached(home, today(9, 0))
    yield "reminders of a visit", lambda: _reminded(home, today(9, 5))


def _unreached(home: DemoClinic, at: datetime) -> None:
    """Record somebody whose number was refused; nobody else is written to yet, so it is this message that is tried."""
    patient = new_patient(home, 41, at - 2 * DAY, date(1994, 3, 12))
    desk = home.actor("reception", at)
    say_channel(desk, patient.person, ChannelConsent(Channel.SMS, True))
    tell_news(desk, patient.person, f"a paper for {patient.person}")
    # Refused once, there is no other way left; that is found out when it would be tried again.
    while claimed := claim_next(at, Roads((Channel.SMS,), {})):
        mark(claimed, Outcome.REFUSED, at)


def _reminded(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 40, at - 2 * DAY, date(1988, 11, 2))
    desk, start = home.actor("reception", at), at + 9 * DAY + 90 * MINUTE
    say_channel(home.actor("reception", at - DAY), patient.person, ChannelConsent(Channel.SMS, True))
    book(desk, patient.person, Purpose.CONSULTATION, start, start + 45 * MINUTE)
