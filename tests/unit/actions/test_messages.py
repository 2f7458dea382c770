"""Messages are put into the outbox with the act that causes them, and taken back by the act that ends what they say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from nappage.actions.acting import Conflict, Denied
from nappage.actions.entries import strike
from nappage.actions.erasures import erase
from nappage.actions.messages import say_channel, send_code, tell_news
from nappage.actions.visits import book, mark, move
from nappage.assessment.channel import Channel, ChannelConsent
from nappage.assessment.erasure import Grounds
from nappage.assessment.reach import reach_of
from nappage.library.timezones import timezone
from nappage.records.models import Entry, Message, Room, Visit, VisitState
from nappage.values.fault import Faulty
from support.cast import Cast
from support.outgoing import agreeing, booked

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
START = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
MADRID = timezone("Europe/Madrid")
MINUTES = timedelta(minutes=45)


def waiting(kind: str = "reminder") -> list[str]:
    """Return the days on which messages of a kind are still to go."""
    rows = Message.objects.filter(kind=kind, state="waiting").order_by("due")
    return [f"{row.due:%d %b}" for row in rows]


def test_a_booking_puts_three_reminders_and_the_news_of_it_into_the_outbox(cast: Cast) -> None:
    booked(cast, agreeing(cast, NOW), NOW, START)
    assert waiting() == ["17 Mar", "22 Mar", "23 Mar"]
    assert waiting("appointments") == ["03 Mar"]


def test_who_agreed_to_no_channel_gets_nothing(cast: Cast) -> None:
    booked(cast, cast.register("Demo patient 015", NOW, phone="+34 600 000 015"), NOW, START)
    assert not Message.objects.exists()


def test_a_booking_that_fails_leaves_no_message(cast: Cast) -> None:
    room = Room.objects.first()
    actor, person = cast.actor("reception", NOW), agreeing(cast, NOW)
    other = cast.register("Demo patient 016", NOW)
    book(actor, other.id, "session", START, START + MINUTES, room=room)
    with pytest.raises(Conflict):
        book(actor, person.id, "session", START, START + MINUTES, room=room)
    assert not Message.objects.exists()


def test_a_visit_that_is_moved_takes_its_reminders_back_and_has_new_ones(cast: Cast) -> None:
    visit = booked(cast, agreeing(cast, NOW), NOW, START)
    later = START + timedelta(days=1)
    move(cast.actor("reception", NOW), visit, later, later + MINUTES)
    assert waiting() == ["18 Mar", "23 Mar", "24 Mar"]
    assert set(Message.objects.filter(state="taken-back").values_list("why", flat=True)) == {"visit-changed"}
    assert waiting("appointments") == ["03 Mar"]


def test_a_visit_that_is_moved_and_moved_back_has_its_first_reminders_again(cast: Cast) -> None:
    visit = booked(cast, agreeing(cast, NOW), NOW, START)
    for days in (1, 0):
        to = START + timedelta(days=days)
        move(cast.actor("reception", NOW), visit, to, to + MINUTES)
    assert waiting() == ["17 Mar", "22 Mar", "23 Mar"]
    assert Message.objects.filter(kind="reminder").count() == 6


@pytest.mark.parametrize("state", [VisitState.CANCELLED, VisitState.HERE, VisitState.MISSED])
def test_a_visit_that_is_no_more_to_come_takes_its_reminders_back(cast: Cast, state: VisitState) -> None:
    visit = booked(cast, agreeing(cast, NOW), NOW, START)
    at = START if state == VisitState.MISSED else NOW
    mark(cast.actor("reception", at), visit, state)
    assert waiting() == []


def test_a_reminder_that_went_out_is_not_put_out_again_when_the_visit_comes_back_to_its_time(cast: Cast) -> None:
    visit = booked(cast, agreeing(cast, NOW), NOW, START)
    Message.objects.filter(kind="reminder", due__lt=START - timedelta(days=6)).update(state="sent")
    for days in (1, 0):
        to = START + timedelta(days=days)
        move(cast.actor("reception", NOW), visit, to, to + MINUTES)
    assert waiting() == ["22 Mar", "23 Mar"]


def test_agreement_and_withdrawal_are_dated_entries_and_both_stay(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    later = NOW + timedelta(days=1)
    say_channel(cast.actor("reception", later), person.id, ChannelConsent(Channel.SMS, False, "changes her number"))
    assert Entry.objects.filter(person=person, kind="channel-consent").count() == 2
    for at, agreed in ((NOW, True), (later, False)):
        reach = reach_of(person.id, at, MADRID)
        assert reach is not None
        assert reach.agreed == {Channel.SMS: agreed}
        assert reach.channels == ((Channel.SMS,) if agreed else ())


def test_an_agreement_entered_in_error_counts_no_more(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    strike(cast.actor("physician", NOW), Entry.objects.get(kind="channel-consent").id, "it was another person")
    reach = reach_of(person.id, NOW, MADRID)
    assert reach is not None
    assert not reach.wants_messages


def test_a_withdrawal_takes_every_reminder_back_and_an_agreement_brings_them(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    booked(cast, person, NOW, START)
    actor = cast.actor("reception", NOW)
    say_channel(actor, person.id, ChannelConsent(Channel.SMS, False))
    assert not Message.objects.filter(state="waiting").exists()
    say_channel(actor, person.id, ChannelConsent(Channel.EMAIL, True))
    assert waiting() == ["17 Mar", "22 Mar", "23 Mar"]


def test_an_agreement_without_an_address_is_refused_with_what_is_missing(cast: Cast) -> None:
    person = cast.register("Demo patient 015", NOW)
    with pytest.raises(Faulty) as refused:
        say_channel(cast.actor("reception", NOW), person.id, ChannelConsent(Channel.SMS, True))
    (fault,) = refused.value.faults
    assert (fault.thing, fault.found) == ("Telephone", "none")
    assert not Entry.objects.filter(kind="channel-consent").exists()


def test_an_auditor_may_not_say_how_somebody_is_written_to(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    with pytest.raises(Denied):
        say_channel(cast.actor("auditor", NOW), person.id, ChannelConsent(Channel.SMS, False))


def test_nobody_of_another_clinic_says_how_somebody_is_written_to(cast: Cast, stranger: Cast) -> None:
    person = agreeing(cast, NOW)
    with pytest.raises(Denied):
        say_channel(stranger.actor("reception", NOW), person.id, ChannelConsent(Channel.SMS, False))


def test_the_same_news_is_told_once(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    for _ in range(2):
        tell_news(cast.actor("reception", NOW), person.id, "consent of 3 March")
    assert waiting("news") == ["03 Mar"]


def test_a_code_is_sealed_and_not_readable_in_the_row(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    made = send_code(cast.clinic.id, person.id, Channel.SMS, "493817", NOW, NOW + timedelta(minutes=10))
    assert b"493817" not in bytes(Message.objects.get(pk=made.id).secret)


def test_an_erasure_takes_every_message_along(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    booked(cast, person, NOW, START)
    erase(cast.actor("director", NOW), person.id, Grounds("Article 17", date(2036, 1, 1)))
    assert not Message.objects.exists()
    assert not Visit.objects.exists()
    assert reach_of(person.id, NOW, MADRID) is None
