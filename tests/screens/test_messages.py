"""Messages at both doors: how somebody is written to, what did not arrive, and what is done about it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from nappage.actions.messages import tell_news
from nappage.assessment.reach import reach_of
from nappage.console.work import send_due, set_up
from nappage.library.timezones import timezone
from nappage.records.models import Message, Person, PushSubscription
from nappage.sending.carrier import Outcome
from support.cast import Cast
from support.device import Phone, SetClock
from support.outgoing import PHONE, World, agreeing, booked, notified
from support.push_service import Browser

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
START = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
MADRID = timezone("Europe/Madrid")


@pytest.fixture(autouse=True)
def _now(clock: SetClock) -> None:
    clock(NOW)


def agreed(person: Person) -> dict[str, bool]:
    reach = reach_of(person.id, NOW, MADRID)
    assert reach is not None
    return {channel.value: given for channel, given in reach.agreed.items()}


def undelivered(cast: Cast, person: Person) -> Message:
    """Return a message to somebody whose number was refused."""
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    world = World(NOW)
    world.sms.outcome = Outcome.REFUSED
    world.round()
    return Message.objects.get(kind="news")


def test_the_desk_records_what_a_person_agrees_to_and_both_stay_dated(cast: Cast) -> None:
    person = cast.register("Demo patient 014", NOW, phone=PHONE)
    path, desk = f"/patients/{person.id}/messages/", cast.client("reception")
    assert "not asked yet" in desk.get(path).content.decode()
    for given in ("yes", "no"):
        assert desk.post(f"{path}agree/", {"channel": "sms", "given": given}).status_code == 302
        assert agreed(person) == {"sms": given == "yes"}
    page = desk.get(path).content.decode()
    assert "withdrawn 3 Mar 2026" in page
    assert "before: agreed 3 Mar 2026" in page


def test_it_refuses_an_agreement_without_an_address_in_four_parts(cast: Cast) -> None:
    person = cast.register("Demo patient 014", NOW)
    path = f"/patients/{person.id}/messages/agree/"
    answer = cast.client("reception").post(path, {"channel": "email", "given": "yes"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert all(part in page for part in ("E-mail", "an address to write to", "none", "Record it first."))
    assert agreed(person) == {}


def test_what_cannot_be_a_channel_is_refused(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    path = f"/patients/{person.id}/messages/agree/"
    assert cast.client("reception").post(path, {"channel": "pigeon", "given": "yes"}).status_code == 422


def test_a_booking_at_the_desk_shows_what_will_be_sent(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    booked(cast, person, NOW, START)
    page = cast.client("reception").get(f"/patients/{person.id}/messages/").content.decode()
    assert page.count("Reminder of a visit") == 3
    assert "Tue 17 Mar 2026, 10:30" in page


@pytest.mark.proves("H-27")
def test_what_did_not_arrive_stands_on_both_lists_until_somebody_says_how_the_person_was_told(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    message = undelivered(cast, person)
    desk, injector = cast.client("reception"), cast.client("injector")
    for client, path in ((desk, "/messages/"), (injector, "/follow-up/")):
        page = client.get(path).content.decode()
        assert "Demo patient 014" in page
        assert "the address was refused" in page
        assert "Demo reception" in page
    path = f"/patients/{person.id}/messages/{message.id}/"
    assert PHONE in desk.get(path).content.decode()
    desk.post(f"{path}take-on/", {"owner": "injector-1"})
    assert "Demo injector" in desk.get("/messages/").content.decode()
    short = desk.post(f"{path}settle/", {"words": "ok"})
    assert short.status_code == 422
    assert "\nok</textarea>" in short.content.decode()
    assert desk.post(f"{path}settle/", {"words": "Reached by telephone at eleven."}).status_code == 302
    for client, path in ((desk, "/messages/"), (injector, "/follow-up/")):
        assert "Demo patient 014" not in client.get(path).content.decode()


def test_a_text_that_was_sent_and_never_came_is_put_on_the_list(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    World(NOW).round()
    message, desk = Message.objects.get(), cast.client("reception")
    path = f"/patients/{person.id}/messages/{message.id}/"
    assert "It did not arrive after all" in desk.get(path).content.decode()
    assert desk.post(f"{path}came-back/").status_code == 302
    assert "it came back" in desk.get("/messages/").content.decode()
    assert desk.post(f"{path}came-back/").status_code == 409


def test_the_list_says_by_what_nothing_is_sent(cast: Cast, settings: Settings) -> None:
    settings.NAPPAGE_SMS = ""
    page = cast.client("reception").get("/messages/").content.decode()
    assert "Nothing is sent by: Text message." in page


def test_the_demo_shows_what_it_sent_and_nobody_else_does(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.NAPPAGE_FOLDER, settings.NAPPAGE_ADDRESS = tmp_path, "http://localhost:8000"
    desk = cast.client("reception")
    assert "Nothing was sent yet." in desk.get("/outgoing/").content.decode()
    tell_news(cast.actor("reception", NOW), agreeing(cast, NOW).id, "a paper")
    assert send_due(lambda: NOW, set_up()) == 1
    page = desk.get("/outgoing/").content.decode()
    assert "You have a message. Read it here: http://localhost:8000/my/" in page
    settings.NAPPAGE_DEMO = False
    assert desk.get("/outgoing/").status_code == 404


def test_a_person_says_at_home_by_which_way_they_are_written_to(cast: Cast) -> None:
    person = cast.register("Demo patient 014", NOW, phone=PHONE)
    phone = cast.phone(person.id, at=NOW)
    page = phone.get("/my/messages/").content.decode()
    assert "We do not write to you this way." in page
    assert "We have no address for this." in page
    for given in ("yes", "no"):
        assert phone.post("/my/messages/agree/", {"channel": "sms", "given": given}).status_code == 302
        assert agreed(person) == {"sms": given == "yes"}
    refused = phone.post("/my/messages/agree/", {"channel": "email", "given": "yes"})
    assert refused.status_code == 422
    assert "Ask your clinic to write it down" in refused.content.decode()
    assert phone.post("/my/messages/agree/", {"channel": "pigeon"}).status_code == 422


def test_a_person_turns_notifications_on_in_the_demo_and_sees_them_there_and_off_again(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.NAPPAGE_FOLDER = tmp_path
    person = cast.register("Demo patient 014", NOW)
    phone, desk = cast.phone(person.id, at=NOW), cast.client("reception")
    page = phone.get("/my/messages/").content.decode()
    assert "It stands in for your browser." in page
    assert "push.js" in page
    answer = phone.post("/my/messages/notifications/")
    assert answer.status_code == 302
    kept = answer.cookies["notified"]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/my/", True, "Lax")
    assert "On in this browser since 3 March 2026, 10:30." in phone.get("/my/messages/").content.decode()
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    assert send_due(lambda: NOW, set_up()) == 1
    shown = desk.get("/outgoing/").content.decode()
    assert all(words in shown for words in ("Notification", "You have a message", "Tap here to read it."))
    page = desk.get(f"/patients/{person.id}/messages/").content.decode()
    assert "on their own device, since Tue 3 Mar 2026, 10:30" in page
    assert phone.post("/my/messages/agree/", {"channel": "push", "given": "no"}).status_code == 302
    assert agreed(person) == {"push": False}
    assert "turned on by the person, at home" in desk.get(f"/patients/{person.id}/messages/").content.decode()


def test_logging_out_turns_them_off_in_this_browser_and_the_clinic_calls_instead(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.NAPPAGE_FOLDER = tmp_path
    person = cast.register("Demo patient 014", NOW)
    access = cast.access(person.id, at=NOW)
    phone, other = Phone(access), Phone(access)
    phone.post("/my/messages/notifications/")
    other.post("/my/log-out/")
    assert "On in this browser" in phone.get("/my/messages/").content.decode()
    phone.post("/my/log-out/")
    assert not PushSubscription.objects.exists()
    page = Phone(access).get("/my/messages/").content.decode()
    assert "You said yes, but they are not on in any browser now." in page
    tell_news(cast.actor("reception", NOW), person.id, "a paper")
    World(NOW).round()
    assert Message.objects.get().why == "no-address"


def test_a_browser_tells_where_to_send_them_and_what_is_no_push_service_is_refused_in_four_parts(
    cast: Cast, settings: Settings
) -> None:
    settings.NAPPAGE_PUSH, settings.NAPPAGE_PUSH_SERVICES = "on", ("push.example",)
    person = cast.register("Demo patient 014", NOW)
    phone = cast.phone(person.id, at=NOW)
    page = phone.get("/my/messages/").content.decode()
    assert re.search(r'<form[^>]* data-push="[\w-]{87}" hidden>', page)
    assert "This browser cannot show notifications" in page
    inside, known = Browser(host="10.0.0.7").address, Browser(host="push.example").address
    for address, said in (("", "permission of your browser"), (inside.text, "a browser whose service we know")):
        answer = phone.post("/my/messages/notifications/", {"address": address})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not PushSubscription.objects.exists()
    assert phone.post("/my/messages/notifications/", {"address": known.text}).status_code == 302
    assert PushSubscription.objects.get().device == known.device


def test_where_none_are_sent_none_are_offered_and_who_has_them_on_is_told_to_the_clinic(
    cast: Cast, settings: Settings
) -> None:
    person = cast.register("Demo patient 014", NOW)
    phone, desk = cast.phone(person.id, at=NOW), cast.client("reception")
    settings.NAPPAGE_PUSH = ""
    assert "Notifications" not in phone.get("/my/messages/").content.decode()
    assert phone.post("/my/messages/notifications/").status_code == 422
    assert "Nothing is sent by" not in desk.get("/messages/").content.decode()
    settings.NAPPAGE_PUSH = "folder"
    notified(cast, person, NOW, phone.access)
    settings.NAPPAGE_PUSH = ""
    assert "Stop these" in phone.get("/my/messages/").content.decode()
    assert "Nothing is sent by: Notification." in desk.get("/messages/").content.decode()


def test_a_person_sees_at_home_what_was_written_and_what_the_clinic_will_say_instead(cast: Cast) -> None:
    person = agreeing(cast, NOW)
    booked(cast, person, NOW, NOW + timedelta(days=21))
    undelivered(cast, person)
    page = cast.phone(person.id, at=NOW).get("/my/messages/").content.decode()
    assert page.count("<strong>A reminder</strong>") == 3
    assert "did not reach you: the clinic calls you" in page


@pytest.mark.parametrize(("language", "said"), [("fr", "Comment pouvons-nous vous écrire"), ("es", "¿Cómo podemos")])
def test_the_page_at_home_is_in_the_language_that_is_read(cast: Cast, language: str, said: str) -> None:
    person = agreeing(cast, NOW)
    answer = cast.phone(person.id, at=NOW).get("/my/messages/", headers={"accept-language": language})
    assert said in answer.content.decode()


def test_what_a_restore_held_is_listed_with_its_reason_and_released_one_by_one_or_all(cast: Cast) -> None:
    people = [agreeing(cast, NOW, f"Demo patient 0{number}") for number in (14, 15, 16)]
    for person in people:
        tell_news(cast.actor("reception", NOW), person.id, str(person.id))
    Message.objects.filter(kind="news").update(state="undelivered", why="restored", ended_at=NOW)
    desk = cast.client("reception")
    page = desk.get("/messages/").content.decode()
    assert page.count("held since the restore from a backup") == 3
    one = Message.objects.get(person=people[0], kind="news")
    path = f"/patients/{people[0].id}/messages/{one.id}/"
    assert "Release it" in desk.get(path).content.decode()
    assert desk.post(f"{path}release/").status_code == 302
    assert desk.post(f"{path}release/").status_code == 409
    assert desk.post("/messages/release/").status_code == 302
    assert {row.state for row in Message.objects.filter(kind="news")} == {"waiting"}
    assert "release them all" not in desk.get("/messages/").content.decode()
