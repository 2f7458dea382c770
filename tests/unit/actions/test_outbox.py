"""What is due is claimed once, sent by the channel the person agreed to, when they are awake, and marked as it went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nappage.actions.audit import broken_at
from nappage.actions.entries import append
from nappage.actions.messages import say_channel, send_code, tell_news
from nappage.actions.outbox import LEASE, Roads, claim_next, give_up_lost, mark, pause
from nappage.actions.visits import move
from nappage.assessment.channel import Channel, ChannelConsent
from nappage.assessment.followed import Away
from nappage.records.models import AuditEvent, Identity, Message, PushSubscription, Visit, VisitState
from nappage.sending.carrier import Outcome
from support.cast import Cast
from support.outgoing import EMAIL, PHONE, World, agreeing, booked, notified

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
START = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
D7 = START - timedelta(days=7)
BOTH = Roads(tuple(Channel), {})


@pytest.fixture
def world() -> World:
    return World(NOW)


def states(kind: str = "reminder") -> list[tuple[str, str]]:
    """Return the state of each message of a kind and why, in the order in which they were due."""
    return list(Message.objects.filter(kind=kind).order_by("due", "id").values_list("state", "why"))


def test_each_rung_goes_out_once_on_its_day_and_nothing_between(cast: Cast, world: World) -> None:
    booked(cast, agreeing(cast, NOW), NOW, START)
    world.round()
    world.rounds(START, timedelta(hours=1))
    assert [text[:40] for text in world.sms.texts] == [
        "Your appointments have changed. See them",
        *["You have an appointment: Tue 24 Mar 2026"] * 3,
    ]
    assert {letter.address for letter in world.sms.letters} == {PHONE}
    assert world.email.letters == []
    assert states() == [("sent", "")] * 3


def test_a_cancelled_visit_is_not_reminded_of(cast: Cast, world: World) -> None:
    visit = booked(cast, agreeing(cast, NOW), NOW, START)
    Visit.objects.filter(pk=visit.id).update(state=VisitState.CANCELLED)
    world.rounds(START, timedelta(hours=6))
    assert states() == [("taken-back", "visit-changed")] * 3
    assert not any("24 Mar" in text for text in world.sms.texts)


def test_a_moved_visit_is_reminded_of_by_its_new_time_only(cast: Cast, world: World) -> None:
    visit = booked(cast, agreeing(cast, NOW), NOW, START)
    later = START + timedelta(days=2)
    move(cast.actor("reception", NOW), visit, later, later + timedelta(minutes=45))
    world.rounds(later, timedelta(hours=6))
    told = [text for text in world.sms.texts if "appointment:" in text]
    assert len(told) == 3
    assert all("26 Mar" in text for text in told)


def test_nobody_is_woken_who_is_in_another_time_zone(cast: Cast, world: World) -> None:
    person = agreeing(cast, NOW)
    append(cast.actor("reception", NOW), person.id, Away("America/Los_Angeles"))
    booked(cast, person, NOW, START)
    world.round(D7)
    assert world.sms.letters == []
    world.rounds(D7 + timedelta(hours=8), timedelta(minutes=30))
    assert [text.split(". ")[0] for text in world.sms.texts] == [
        "You have an appointment: Tue 24 Mar 2026, 10:30 (Madrid time)"
    ]
    assert world.at.astimezone(UTC).hour >= 15


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You have an appointment: Tue 24 Mar 2026, 10:30."),
        ("fr", "Vous avez un rendez-vous : mar. 24 mars 2026, 10:30."),
        ("es", "Tiene una cita: mar 24 mar 2026, 10:30."),
    ],
)
def test_a_reminder_is_in_the_language_of_the_person(cast: Cast, world: World, language: str, said: str) -> None:
    booked(cast, agreeing(cast, NOW, language=language), NOW, START)
    world.round(D7)
    assert any(text.startswith(said) for text in world.sms.texts), world.sms.texts


def test_what_is_too_late_first_goes_first(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    send_code(cast.clinic.id, person.id, Channel.SMS, "493817", NOW, NOW + timedelta(minutes=10))
    kinds = []
    while claimed := claim_next(NOW, BOTH):
        kinds.append(claimed.kind)
    assert kinds == ["code", "news"]


def test_a_message_is_claimed_by_one_worker(cast: Cast) -> None:
    tell_news(cast.actor("reception", NOW), agreeing(cast, NOW).id, "a paper")
    assert claim_next(NOW, BOTH) is not None
    assert claim_next(NOW, BOTH) is None


def test_an_address_that_is_refused_is_left_for_the_next_channel_and_then_for_somebody(
    cast: Cast, world: World
) -> None:
    person = agreeing(cast, NOW, "Demo patient 014", Channel.SMS, Channel.EMAIL)
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    world.sms.outcome = Outcome.REFUSED
    world.round()
    assert [letter.address for letter in world.email.letters] == [EMAIL]
    tell_news(cast.actor("reception", NOW), person.id, "another paper")
    world.email.outcome = Outcome.REFUSED
    world.round()
    assert states("news") == [("sent", ""), ("undelivered", "refused")]


def test_a_notification_goes_before_a_text_to_the_browser_in_which_it_was_turned_on(cast: Cast, world: World) -> None:
    person = agreeing(cast, NOW)
    browser = notified(cast, person, NOW)
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    world.round()
    assert [letter.address for letter in world.push.letters] == [browser.address.text]
    assert world.sms.letters == []
    event = AuditEvent.objects.get(act="message sent")
    assert event.detail == {"kind": "news", "channel": "push", "why": ""}


@pytest.mark.parametrize(
    ("channels", "ended"),
    [
        ((Channel.SMS, Channel.PUSH), ("sent", "")),
        ((Channel.PUSH, Channel.EMAIL), ("sent", "")),
        ((Channel.PUSH,), ("undelivered", "no-address")),
    ],
)
def test_a_browser_that_is_gone_is_forgotten_and_the_next_way_is_taken_or_somebody_calls(
    cast: Cast, world: World, channels: tuple[Channel, ...], ended: tuple[str, str]
) -> None:
    person = agreeing(cast, NOW, "Demo patient 014", *channels)
    world.push.outcome = Outcome.GONE
    for paper in ("a paper", "another paper"):
        tell_news(cast.actor("reception", NOW), person.id, paper)
        world.round()
    assert states("news") == [ended] * 2
    assert (world.push.tried, world.push.letters) == (1, [])
    assert not PushSubscription.objects.exists()
    assert AuditEvent.objects.get(act="notifications ended").detail == {"why": "gone"}


def test_a_notification_waits_until_the_person_is_awake_and_is_tried_again_until_it_goes(
    cast: Cast, world: World
) -> None:
    night = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    person = agreeing(cast, NOW, "Demo patient 014", Channel.PUSH, language="fr")
    tell_news(cast.actor("reception", night), person.id, "a paper")
    world.round(night)
    assert world.push.tried == 0
    world.push.outcome = Outcome.UNREACHABLE
    world.rounds(night + timedelta(hours=9), timedelta(hours=1))
    assert world.push.tried > 1
    world.push.outcome = Outcome.SENT
    world.round(night + timedelta(hours=10))
    assert [letter.subject for letter in world.push.letters] == ["Vous avez un message"]


def test_the_channel_is_chosen_when_it_goes_by_what_was_said_meanwhile(cast: Cast, world: World) -> None:
    person = agreeing(cast, NOW)
    booked(cast, person, NOW, START)
    later = NOW + timedelta(days=2)
    say_channel(cast.actor("reception", later), person.id, ChannelConsent(Channel.SMS, False))
    say_channel(cast.actor("reception", later), person.id, ChannelConsent(Channel.EMAIL, True))
    world.round(D7)
    assert world.sms.letters == []
    assert [letter.address for letter in world.email.letters] == [EMAIL]


def test_news_for_who_cannot_be_written_to_is_somebodys_work_and_a_reminder_is_not(cast: Cast, world: World) -> None:
    person = cast.register("Demo patient 015", NOW)
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    world.round()
    assert states("news") == [("undelivered", "no-consent")]


def test_an_address_that_went_missing_and_a_channel_that_nobody_set_up_are_told_apart(cast: Cast) -> None:
    for number, (missing, why) in enumerate({"phone": "no-address", "": "not-set-up"}.items()):
        person = agreeing(cast, NOW, f"Demo patient {number}")
        tell_news(cast.actor("reception", NOW), person.id, f"paper {number}")
        if missing:
            Identity.objects.filter(person=person).update(phone="")
        assert claim_next(NOW, Roads((Channel.EMAIL,), {})) is None
        assert Message.objects.get(person=person).why == why


def test_a_reminder_that_could_not_go_in_time_gives_way_to_the_next_and_is_somebodys_work(
    cast: Cast, world: World
) -> None:
    booked(cast, agreeing(cast, NOW), NOW, START)
    world.round(START - timedelta(hours=20))
    assert states() == [("undelivered", "too-late"), ("undelivered", "too-late"), ("sent", "")]


def test_a_code_that_comes_too_late_is_nobodys_work(cast: Cast, world: World) -> None:
    person = agreeing(cast, NOW)
    send_code(cast.clinic.id, person.id, Channel.SMS, "493817", NOW, NOW + timedelta(minutes=10))
    world.round(NOW + timedelta(minutes=10))
    assert states("code") == [("taken-back", "too-late")]
    assert world.sms.letters == []


def test_a_code_goes_at_night_by_the_channel_that_was_asked_for_and_is_gone_afterwards(
    cast: Cast, world: World
) -> None:
    night = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    person = cast.register("Demo patient 015", NOW, phone=PHONE, email=EMAIL)
    made = send_code(cast.clinic.id, person.id, Channel.EMAIL, "493817", night, night + timedelta(minutes=10))
    world.round(night)
    assert world.email.texts == ["Your code to log in: 493817. It is good until 00:10. Do not tell it to anybody."]
    assert bytes(Message.objects.get(pk=made.id).secret) == b""


def test_it_is_tried_again_after_longer_and_longer_pauses() -> None:
    assert [int(pause(tries).total_seconds()) for tries in (1, 2, 3, 6, 7, 40)] == [15, 30, 60, 480, 900, 900]


def test_a_channel_that_is_down_does_not_keep_the_other_waiting(cast: Cast, world: World) -> None:
    for number in range(5):
        person = agreeing(cast, NOW, f"Demo patient {number}", (Channel.SMS, Channel.EMAIL)[number % 2])
        tell_news(cast.actor("reception", NOW), person.id, f"paper {number}")
    world.sms.outcome = Outcome.UNREACHABLE
    world.round()
    assert (world.sms.tried, len(world.email.letters)) == (1, 2)


@pytest.mark.proves("H-27")
@pytest.mark.parametrize(("dedupes", "state"), [(True, "sent"), (False, "unclear")])
def test_a_claim_that_was_left_behind_is_sent_again_only_where_that_is_not_twice(
    cast: Cast, world: World, dedupes: bool, state: str
) -> None:
    world.sms.dedupes = dedupes
    tell_news(cast.actor("reception", NOW), agreeing(cast, NOW).id, "a paper")
    assert claim_next(NOW, BOTH) is not None
    world.round(NOW + LEASE - timedelta(seconds=1))
    assert states("news") == [("sending", "")]
    world.round(NOW + LEASE)
    assert states("news") == [(state, "" if dedupes else "cut-off")]
    assert len(world.sms.letters) == (1 if dedupes else 0)


def test_a_worker_that_was_only_slow_may_still_say_that_it_went(cast: Cast) -> None:
    tell_news(cast.actor("reception", NOW), agreeing(cast, NOW).id, "a paper")
    claimed = claim_next(NOW, BOTH)
    assert claimed is not None
    assert give_up_lost(NOW + LEASE, []) == 1
    mark(claimed, Outcome.UNREACHABLE, NOW + LEASE)
    assert states("news") == [("unclear", "cut-off")]
    mark(claimed, Outcome.SENT, NOW + LEASE)
    assert states("news") == [("sent", "")]


def test_a_worker_whose_claim_went_to_another_says_nothing_any_more(cast: Cast) -> None:
    tell_news(cast.actor("reception", NOW), agreeing(cast, NOW).id, "a paper")
    first = claim_next(NOW, BOTH)
    give_up_lost(NOW + LEASE, list(Channel))
    second = claim_next(NOW + LEASE, BOTH)
    assert first is not None
    assert second is not None
    mark(first, Outcome.SENT, NOW + LEASE)
    assert states("news") == [("sending", "")]
    mark(second, Outcome.UNCLEAR, NOW + LEASE)
    assert states("news") == [("unclear", "cut-off")]


def test_who_was_erased_while_it_was_sent_leaves_nothing_to_mark(cast: Cast) -> None:
    tell_news(cast.actor("reception", NOW), agreeing(cast, NOW).id, "a paper")
    claimed = claim_next(NOW, BOTH)
    assert claimed is not None
    Message.objects.all().delete()
    mark(claimed, Outcome.SENT, NOW)
    assert not AuditEvent.objects.filter(act__startswith="message").exists()


def test_the_trail_says_what_went_by_which_channel_and_never_the_words_or_the_address(cast: Cast, world: World) -> None:
    tell_news(cast.actor("reception", NOW), agreeing(cast, NOW).id, "a paper")
    world.round()
    event = AuditEvent.objects.get(act="message sent")
    assert event.detail == {"kind": "news", "channel": "sms", "why": ""}
    assert event.member is None
    assert broken_at(cast.clinic.id) is None
