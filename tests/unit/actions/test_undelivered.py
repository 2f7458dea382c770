"""What did not arrive is somebody's work, by when the clinic closes, until they say how the person was told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_string

import pytest

from nappage.actions.acting import Conflict
from nappage.actions.messages import tell_news
from nappage.actions.undelivered import bounced, came_back, settle, take_on
from nappage.actions.visits import mark, move
from nappage.assessment.chart import chart_of
from nappage.assessment.happening import Note
from nappage.assessment.policy_in_force import policy_in_force
from nappage.assessment.undelivered import Undelivered, messages_of, undelivered
from nappage.records.models import Message, Room, VisitState
from nappage.sending.carrier import Outcome
from support.cast import Cast
from support.device import SetClock
from support.outgoing import World, agreeing, booked

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
REPORT = """\
From: MAILER-DAEMON@mail.test
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test

Final-Recipient: rfc822; demo014@example.test
Action: {action}
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Subject: You have a message
Message-ID: <{id}@clinic.test>

--b--
"""


def sent(cast: Cast, outcome: Outcome = Outcome.SENT) -> Message:
    """Return a message after one round of the worker."""
    person = agreeing(cast, NOW)
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    world = World(NOW)
    world.sms.outcome = outcome
    world.round()
    return Message.objects.get()


def listed(cast: Cast, at: datetime = NOW) -> tuple[Undelivered, ...]:
    return undelivered(cast.clinic.id, policy_in_force(cast.clinic.id, at), at)


def test_a_message_that_arrived_is_nobodys_work(cast: Cast) -> None:
    sent(cast)
    assert listed(cast) == ()


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.UNCLEAR])
def test_what_did_not_arrive_has_an_owner_and_a_time_before_the_clinic_closes(cast: Cast, outcome: Outcome) -> None:
    sent(cast, outcome)
    (one,) = listed(cast)
    closing = NOW.replace(hour=17, minute=0)
    assert (one.owner, one.by, one.person) == ("reception-1", closing, one.message.person_id)


def test_what_is_late_on_its_way_is_told_of_after_half_an_hour(cast: Cast) -> None:
    sent(cast, Outcome.UNREACHABLE)
    assert [len(listed(cast, NOW + timedelta(minutes=minutes))) for minutes in (29, 30)] == [0, 1]


def test_somebody_takes_it_on_and_settles_it_with_words_that_stand_in_the_chart(cast: Cast) -> None:
    message, actor = sent(cast, Outcome.REFUSED), cast.actor("assistant", NOW)
    take_on(actor, message, cast.assistant)
    assert [one.owner for one in listed(cast)] == ["assistant-1"]
    settle(actor, message, "Reached by telephone at 11.")
    assert listed(cast) == ()
    note = chart_of(message.person_id, None, NOW).latest(Note)
    assert note == Note("message told instead", "Reached by telephone at 11.")
    with pytest.raises(Conflict):
        settle(actor, message, "Again.")


def test_a_stranger_takes_nothing_on(cast: Cast, stranger: Cast) -> None:
    with pytest.raises(Conflict):
        take_on(cast.actor("assistant", NOW), sent(cast, Outcome.REFUSED), stranger.assistant)


def test_what_was_told_is_not_sent_any_more(cast: Cast) -> None:
    message = sent(cast, Outcome.UNREACHABLE)
    settle(cast.actor("assistant", NOW), message, "Reached by telephone.")
    world = World(NOW + timedelta(hours=1))
    world.round()
    assert world.sms.letters == []
    assert Message.objects.get().why == "told"


def test_somebody_notices_that_a_text_never_came(cast: Cast) -> None:
    message, actor = sent(cast), cast.actor("reception", NOW)
    came_back(actor, message)
    assert [one.message.why for one in listed(cast)] == ["came-back"]
    with pytest.raises(Conflict):
        came_back(actor, message)


@pytest.mark.proves("H-27")
def test_a_mail_that_is_returned_stands_on_the_worklist(cast: Cast) -> None:
    message = sent(cast)
    report = message_from_string(REPORT.format(action="failed", id=f"{message.id}-email"))
    assert bounced(report, NOW) == message.id
    assert [one.message.why for one in listed(cast)] == ["came-back"]
    assert bounced(report, NOW) is None


@pytest.mark.parametrize(
    ("action", "name"), [("delayed", ""), ("failed", "a-name-of-another"), ("failed", "0190-email")]
)
def test_a_report_about_anything_else_changes_nothing(cast: Cast, action: str, name: str) -> None:
    message = sent(cast)
    report = REPORT.format(action=action, id=name or f"{message.id}-email")
    assert bounced(message_from_string(report), NOW) is None
    assert listed(cast) == ()


def test_the_messages_of_a_person_are_read_the_last_first_without_codes(cast: Cast) -> None:
    message = sent(cast)
    tell_news(cast.actor("reception", NOW + timedelta(hours=1)), message.person_id, "another paper")
    assert [one.key for one in messages_of(message.person_id)] == ["news another paper", "news a paper"]


@pytest.mark.proves("H-27")
def test_whose_visit_is_moved_and_who_agreed_to_no_channel_is_called_by_somebody(cast: Cast, clock: SetClock) -> None:
    clock(NOW)
    person, desk = cast.register("Demo patient 014", NOW), cast.actor("reception", NOW)
    visit = booked(cast, person, NOW, NOW + timedelta(days=3))
    assert listed(cast) == ()  # whoever books stands at the desk
    move(desk, visit, visit.start, visit.end, room=Room.objects.filter(clinic=cast.clinic).last())
    assert listed(cast) == ()  # another room is no other time
    for days in (4, 5):
        start = NOW + timedelta(days=days)
        move(desk, visit, start, start + timedelta(minutes=45))
        (one,) = listed(cast)
        assert (one.person, one.message.starts_at, one.message.why) == (person.id, start, "no-consent")
        assert (one.owner, one.by) == ("reception-1", NOW.replace(hour=17, minute=0))
    board = cast.client("assistant").get("/follow-up/").content.decode()
    assert "appointments have changed" in board.lower()
    settle(desk, one.message, "Called at 10: she comes on the 8th.")
    assert listed(cast) == ()
    mark(desk, visit, VisitState.CANCELLED)
    assert [one.message.visit for one in listed(cast)] == [visit.id]


def test_who_agreed_to_a_channel_is_written_to_and_nobody_has_to_call(cast: Cast) -> None:
    person, desk = agreeing(cast, NOW), cast.actor("reception", NOW)
    visit = booked(cast, person, NOW, NOW + timedelta(days=3))
    move(desk, visit, visit.start + timedelta(days=1), visit.end + timedelta(days=1))
    assert listed(cast) == ()
