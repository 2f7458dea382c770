"""What is done about messages inside an installation of its own: put out, sent by a worker that may die, counted."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

LOG = "arrived.log"


def put_out(many: str) -> list[str]:
    """Make a clinic whose patients wait for so many messages each of two kinds: a code, and something to read.

    Return the ids. Codes go at any hour, by text; what is to read goes by text or, to every other one, by notification.
    """
    from django.conf import settings

    from nappage.actions.acting import Actor
    from nappage.actions.messages import say_channel, send_code, tell_news, turn_on_notifications
    from nappage.assessment.channel import Channel, ChannelConsent
    from nappage.console.demo.make import prepare_database
    from nappage.records.models import Message
    from nappage.sending.carriers import sink
    from nappage.sending.push_sink import PushSink
    from support.cast import new_clinic

    prepare_database()
    cast, now = new_clinic(), settings.NAPPAGE_CLOCK()
    actor = cast.actor("reception", now)
    for number in range(int(many)):
        person = cast.register(f"Demo patient {number:03}", now, phone=f"+34 600 000 {number:03}")
        say_channel(actor, person.id, ChannelConsent(Channel.SMS, True))
        if number % 2:
            address = PushSink(sink("push")).new_browser()
            turn_on_notifications(Actor(cast.access(person.id, at=now), now), address)
        send_code(cast.clinic.id, person.id, Channel.SMS, f"{number:06}", now, now + timedelta(days=9000))
        tell_news(actor, person.id, f"paper {number}")
    return [str(id) for id in Message.objects.values_list("id", flat=True)]


class Dying:
    """A carrier before or after whose first letter the whole process is killed, without warning."""

    def __init__(self, carrier: object, moment: str) -> None:
        self._carrier, self._moment = carrier, moment
        self.dedupes = getattr(carrier, "dedupes", False)

    def send(self, letter: object) -> object:
        """Return what the carrier says, unless this process dies first."""
        if self._moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        outcome = self._carrier.send(letter)  # type: ignore[attr-defined]
        if self._moment == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome


class Log:
    """A carrier that cannot tell two of the same letters apart: each is a line more."""

    dedupes = False

    def send(self, letter: object) -> object:
        """Return sent once the line is on the disk."""
        from nappage.sending.carrier import Outcome

        with (Path(os.environ["NAPPAGE_DATA"]) / LOG).open("a", encoding="utf-8") as file:
            file.write(f"{letter.id}\n")  # type: ignore[attr-defined]
        return Outcome.SENT


def round_of_work(moment: str, kind: str) -> dict[str, object]:
    """Return how many messages a worker tried in one round, and how they all stand then.

    It dies `before` or `after` its first letter if it is told so.
    """
    from django.conf import settings

    from nappage.assessment.channel import Channel
    from nappage.assessment.undelivered import rows_undelivered
    from nappage.console.work import send_due, set_up
    from nappage.records.models import Clinic, Message

    carriers = {channel: Log() for channel in Channel} if kind == "log" else dict(set_up())
    dying = {channel: Dying(carrier, moment) for channel, carrier in carriers.items()}
    tried = send_due(settings.NAPPAGE_CLOCK, dying)  # type: ignore[arg-type]
    listed = rows_undelivered(Clinic.objects.get().id, settings.NAPPAGE_CLOCK())
    return {
        "tried": tried,
        "states": {str(id): state for id, state in Message.objects.values_list("id", "state")},
        "listed": [str(row.id) for row in listed],
    }


COMMANDS: Mapping[str, Callable[..., object]] = {"put-out": put_out, "round": round_of_work}
