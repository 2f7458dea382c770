"""Every way out is down for three hours, workers die: nothing is lost, nothing comes twice, all of it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from nappage.actions.messages import send_code, tell_news
from nappage.actions.outbox import Roads, claim_next
from nappage.actions.undelivered import settle
from nappage.assessment.channel import Channel
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.undelivered import Undelivered, late_since, undelivered
from nappage.records.models import Message
from nappage.sending.carrier import Outcome
from support.cast import Cast
from support.outgoing import World, agreeing, booked

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
BACK = NOW + timedelta(hours=3)
CHANNELS = tuple(Channel)


def listed(cast: Cast, at: datetime) -> tuple[Undelivered, ...]:
    return undelivered(cast.clinic.id, policy_in_force(cast.clinic.id, at), at)


def whom(found: Iterable[Undelivered]) -> Counter[str]:
    return Counter(str(one.message.id) for one in found)


def an_afternoon(cast: Cast) -> list[Message]:
    """Return the messages of a working day: papers to read, and reminders that fall due meanwhile."""
    for number in range(12):
        person = agreeing(cast, NOW - timedelta(days=20), f"Demo patient {number:03}", CHANNELS[number % len(CHANNELS)])
        start = NOW + timedelta(days=(1, 2, 7)[number % 3], minutes=20 * number)
        booked(cast, person, NOW - timedelta(days=19), start)
        tell_news(cast.actor("reception", NOW), person.id, f"paper {number}")
    Message.objects.filter(kind="appointments").update(state="sent")
    Message.objects.filter(kind="reminder", due__lt=NOW).update(state="sent")
    return list(Message.objects.filter(state="waiting", due__lte=BACK))


@pytest.mark.proves("H-27")
def test_three_hours_without_any_way_out_lose_nothing_and_send_nothing_twice(cast: Cast) -> None:
    meant, world = an_afternoon(cast), World(NOW)
    assert len(meant) == 12 + 10
    world.are(Outcome.UNREACHABLE)
    world.rounds(BACK, timedelta(minutes=1))
    assert world.arrived == Counter()
    late = {str(one.id) for one in meant if one.due <= late_since(BACK)}
    assert whom(listed(cast, BACK)) == Counter(late)
    assert all(one.owner == "reception-1" for one in listed(cast, BACK))

    world.are(Outcome.SENT)
    world.rounds(BACK + timedelta(minutes=15), timedelta(minutes=1))
    assert world.arrived == Counter(
        f"{one.id}-{CHANNELS[number % len(CHANNELS)].value}"
        for number, of_person in _by_person(meant)
        for one in of_person
    )
    assert listed(cast, world.at) == ()


def _by_person(meant: list[Message]) -> Iterable[tuple[int, list[Message]]]:
    """Yield the messages of each person with the person's number, by which they agreed to one of the channels."""
    for person in {one.person_id for one in meant}:
        of_person = [one for one in meant if one.person_id == person]
        yield int(of_person[0].person.identity.name[-3:]), of_person


@pytest.mark.proves("H-27")
def test_what_became_pointless_while_all_was_down_is_told_by_somebody_before_the_clinic_closes(cast: Cast) -> None:
    person = agreeing(cast, NOW - timedelta(days=9))
    start = NOW + timedelta(hours=2)
    booked(cast, person, NOW - timedelta(days=9), start)
    send_code(cast.clinic.id, person.id, Channel.SMS, "493817", NOW, NOW + timedelta(minutes=10))
    Message.objects.filter(kind="reminder", due__lt=NOW - timedelta(days=1)).update(state="sent")
    Message.objects.filter(kind="appointments").update(state="sent")
    world = World(NOW)
    world.sms.outcome = Outcome.UNREACHABLE
    world.rounds(BACK, timedelta(minutes=5))
    (one,) = listed(cast, BACK)
    assert (one.message.state, one.message.why) == ("undelivered", "too-late")
    assert one.by == start
    settle(cast.actor("reception", BACK), one.message, "Reached by telephone.")
    assert listed(cast, BACK) == ()
    world.sms.outcome = Outcome.SENT
    world.rounds(BACK + timedelta(hours=1))
    assert world.sms.letters == []


@pytest.mark.proves("H-27")
@pytest.mark.parametrize("dedupes", [True, False])
def test_workers_that_die_at_every_step_lose_nothing_and_send_nothing_twice(cast: Cast, dedupes: bool) -> None:
    """Each message is tried by a worker that dies before it is sent, or between sending it and marking that."""
    meant, world = an_afternoon(cast), World(NOW)
    for post in world.posts.values():
        post.dedupes = dedupes
    roads = Roads(CHANNELS, {})
    dead = 0
    while claimed := claim_next(NOW, roads):
        dead += 1
        if dead % 2:
            world.posts[claimed.channel].arrived[f"{claimed.id}-{claimed.channel.value}"] += 1
    assert dead == 12 + 1
    world.rounds(BACK + timedelta(minutes=15))
    arrived = world.arrived
    assert set(arrived.values()) == {1}
    told = {id.rpartition("-")[0] for id in arrived}
    unclear = {str(one.message.id) for one in listed(cast, world.at)}
    assert told | unclear == {str(one.id) for one in meant}
    assert len(unclear) == (0 if dedupes else dead)
