"""Notifications are on in one browser for each access, sealed, and off as soon as they should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from nappage.actions.acting import Actor, Denied
from nappage.actions.audit import broken_at
from nappage.actions.erasures import erase
from nappage.actions.messages import say_channel, turn_on_notifications
from nappage.actions.portal_accesses import revoke
from nappage.actions.push_subscriptions import forget_browser
from nappage.assessment.channel import Channel, ChannelConsent
from nappage.assessment.checkup import checkup
from nappage.assessment.erasure import Grounds
from nappage.assessment.reach import Reach, push_address, reach_of
from nappage.library.timezones import timezone
from nappage.records.models import AuditEvent, Entry, Person, PushSubscription, Relation
from nappage.values.fault import Faulty
from support.at_home import helper_of
from support.cast import Cast
from support.outgoing import notified
from support.push_service import Browser

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
MADRID = timezone("Europe/Madrid")


@pytest.fixture
def person(cast: Cast) -> Person:
    return cast.register("Demo patient 014", NOW)


def reach(person: Person, at: datetime = NOW) -> Reach:
    found = reach_of(person.id, at, MADRID)
    assert found is not None
    return found


def endings() -> list[str]:
    """Return why notifications were ended, in order."""
    found = AuditEvent.objects.filter(act="notifications ended").order_by("number")
    return [event.detail["why"] for event in found]


def test_turning_it_on_is_agreeing_to_it_and_nobody_reads_the_address_in_the_row(cast: Cast, person: Person) -> None:
    browser = notified(cast, person, NOW)
    (row,) = PushSubscription.objects.all()
    assert push_address(row) == browser.address.text
    assert browser.address.endpoint.encode() not in bytes(row.sealed)
    assert reach(person).channels == (Channel.PUSH,)
    assert (row.by, row.person_id, row.clinic_id) == ("patient", person.id, cast.clinic.id)
    acts = AuditEvent.objects.filter(person=person.id).order_by("-number").values_list("act", flat=True)
    assert set(acts[:2]) == {"turn notifications on", "record channel consent"}
    assert browser.address.endpoint not in str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert (checkup().subscriptions, broken_at(cast.clinic.id)) == (1, None)


def test_turning_it_on_elsewhere_moves_it_there_and_agrees_to_nothing_twice(cast: Cast, person: Person) -> None:
    access = cast.access(person.id, at=NOW)
    notified(cast, person, NOW, access)
    second = notified(cast, person, LATER, access)
    (row,) = PushSubscription.objects.all()
    assert row.device == second.address.device
    assert endings() == ["replaced"]
    assert Entry.objects.filter(person=person, kind="channel-consent").count() == 1


@pytest.mark.parametrize("endpoint", ["https://10.0.0.7/a", "http://push.invalid/a", "https://elsewhere.example/a"])
def test_an_address_that_is_no_push_service_is_refused_and_nothing_is_agreed_to(
    cast: Cast, person: Person, endpoint: str
) -> None:
    address = replace(Browser().address, endpoint=endpoint)
    with pytest.raises(Faulty):
        turn_on_notifications(Actor(cast.access(person.id, at=NOW), NOW), address)
    assert not PushSubscription.objects.exists()
    assert not Entry.objects.filter(kind="channel-consent").exists()


def test_nobody_of_the_clinic_turns_it_on_for_somebody(cast: Cast, person: Person) -> None:
    with pytest.raises(Denied):
        turn_on_notifications(cast.actor("reception", NOW), Browser().address)
    with pytest.raises(Faulty) as refused:
        say_channel(cast.actor("reception", NOW), person.id, ChannelConsent(Channel.PUSH, True))
    assert [fault.thing for fault in refused.value.faults] == ["Notifications"]


def test_a_withdrawal_at_either_door_ends_it_in_every_browser(cast: Cast, person: Person) -> None:
    notified(cast, person, NOW)
    notified(cast, person, NOW, helper_of(cast, person, NOW))
    say_channel(cast.actor("reception", LATER), person.id, ChannelConsent(Channel.PUSH, False))
    assert not PushSubscription.objects.exists()
    assert endings() == ["withdrawn"] * 2
    assert not reach(person, LATER).wants_messages


def test_it_ends_with_the_access_and_with_the_last_day_of_a_helper(cast: Cast, person: Person) -> None:
    helper = helper_of(cast, person, NOW, days=3)
    notified(cast, person, NOW, helper)
    assert reach(person).channels == (Channel.PUSH,)
    ended = reach(person, NOW + timedelta(days=3))
    assert (ended.channels, ended.wants_messages) == ((), True)
    revoke(cast.actor("reception", LATER), helper.id)
    assert not PushSubscription.objects.exists()
    assert endings() == ["access-ended"]


def test_ones_own_browser_comes_before_that_of_a_helper(cast: Cast, person: Person) -> None:
    mine = notified(cast, person, NOW)
    notified(cast, person, LATER, helper_of(cast, person, NOW))
    standing = reach(person, LATER).subscription
    assert standing is not None
    assert standing.device == mine.address.device


def test_a_browser_in_other_hands_shows_only_what_is_theirs(cast: Cast, stranger: Cast, person: Person) -> None:
    browser = notified(cast, person, NOW)
    other = stranger.register("Demo patient 077", NOW)
    turn_on_notifications(Actor(stranger.access(other.id, at=NOW), LATER), browser.address)
    assert [row.person_id for row in PushSubscription.objects.all()] == [other.id]
    assert endings() == ["other-account"]
    assert [broken_at(each.clinic.id) for each in (cast, stranger)] == [None, None]


def test_one_who_helps_two_people_has_both_in_one_browser_and_logs_out_of_both(cast: Cast, person: Person) -> None:
    other, browser = cast.register("Demo patient 077", NOW), Browser()
    helping = {"relation": Relation.PROXY, "name": "Demo helper 01", "until": NOW + timedelta(days=30)}
    accesses = [cast.access(each.id, at=NOW, address="both@example.org", **helping) for each in (person, other)]
    for access in accesses:
        turn_on_notifications(Actor(access, NOW), browser.address)
    assert PushSubscription.objects.count() == 2
    forget_browser(accesses[0].user_id, browser.address.device, LATER)
    assert not PushSubscription.objects.exists()
    assert endings() == ["log-out"] * 2
    assert reach(person, LATER).wants_messages


def test_a_log_out_elsewhere_or_of_somebody_else_ends_nothing_here(cast: Cast, person: Person) -> None:
    access = cast.access(person.id, at=NOW)
    browser = notified(cast, person, NOW, access)
    other = cast.access(cast.register("Demo patient 077", NOW).id, at=NOW)
    forget_browser(access.user_id, Browser().address.device, LATER)
    forget_browser(other.user_id, browser.address.device, LATER)
    assert PushSubscription.objects.count() == 1


def test_an_erasure_takes_it_along(cast: Cast, person: Person) -> None:
    notified(cast, person, NOW)
    erase(cast.actor("director", LATER), person.id, Grounds("Article 17", date(2036, 1, 1)))
    assert not PushSubscription.objects.exists()


def test_a_subscription_that_does_not_open_is_named(cast: Cast, person: Person) -> None:
    notified(cast, person, NOW)
    PushSubscription.objects.update(sealed=b"0" * 60)
    (trouble,) = checkup().troubles
    assert trouble.startswith("push subscription")
