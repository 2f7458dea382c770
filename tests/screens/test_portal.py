"""The way into the portal: a code by e-mail or telephone, the same answer to everybody, and the way out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from nappage.assessment.channel import Channel
from nappage.records.models import AuditEvent, LoginCode, Message, Person, PortalAccess, Relation
from support.cast import Cast
from support.device import SetClock
from support.outgoing import Post, World

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EMAIL, MOBILE = "demo@example.org", "+34600000014"


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    clock(NOW)
    return cast.register("Demo patient 014", NOW)


def ask(client: Client, address: str, **more: str) -> str:
    """Ask for a code and return the page that asks for it."""
    answer = client.post("/my/log-in/", {"address": address, **more})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/my/log-in/code/")
    return client.get("/my/log-in/code/").text


def code_in(post: Post) -> str:
    """Return the code in the letter that arrived last."""
    found = re.search(r"\b\d{6}\b", post.letters[-1].text)
    assert found is not None
    return found[0]


def sent(at: datetime = NOW) -> World:
    """Return the world outside after one round of the worker."""
    world = World(at)
    world.round()
    return world


@pytest.mark.parametrize(
    ("typed", "address", "channel"), [(EMAIL.upper(), EMAIL, Channel.EMAIL), (MOBILE, MOBILE, Channel.SMS)]
)
def test_it_logs_in_with_a_code_by_e_mail_or_telephone(
    typed: str, address: str, channel: Channel, cast: Cast, person: Person
) -> None:
    access = cast.access(person.id, at=NOW, address=address)
    client = Client()
    page = ask(client, typed)
    assert f"If <strong>{typed}</strong> has access here, a code is on its way to it." in page
    world = sent()
    post = world.email if channel is Channel.EMAIL else world.sms
    assert [letter.address for letter in post.letters] == [address]
    answer = client.post("/my/log-in/code/", {"code": code_in(post)}, follow=True)
    assert answer.redirect_chain[-1][0] == "/my/course/"
    assert "Demo patient 014" in answer.text
    entered = AuditEvent.objects.get(act="enter portal")
    assert (entered.member, entered.person) == (access.id, person.id)


def test_it_goes_on_to_the_page_that_waited_if_it_is_one_of_this_door(cast: Cast, person: Person) -> None:
    cast.access(person.id, at=NOW, address=EMAIL)
    for waits, led in (
        ("/my/settings/", "/my/settings/"),
        ("/patients/", "/my/course/"),
        ("//evil.test/my/", "/my/course/"),
    ):
        client = Client()
        ask(client, EMAIL, next=waits)
        answer = client.post("/my/log-in/code/", {"code": code_in(sent().email)})
        assert client.get(answer.headers["Location"]).headers["Location"] == led


def test_it_answers_an_address_of_nobody_as_one_of_somebody(cast: Cast, person: Person) -> None:
    """The same page, the same rows, the same limits: only the outbox knows, and it is asked later."""
    cast.access(person.id, at=NOW, address=EMAIL)
    known, unknown = ask(Client(), EMAIL), ask(Client(), "nobody@example.org")
    tokenless = [re.sub(r'value="[^"]{64}"', "", page) for page in (known, unknown)]
    assert tokenless[0].replace(EMAIL, "") == tokenless[1].replace("nobody@example.org", "")
    assert LoginCode.objects.count() == 2
    assert Message.objects.count() == 1


def test_an_address_of_nobody_costs_as_many_questions_to_the_database_but_the_letter(
    cast: Cast, person: Person, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cast.access(person.id, at=NOW, address=EMAIL)
    counted = []
    for address in (EMAIL, "nobody@example.org"):
        client = Client()
        client.get("/my/log-in/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.post("/my/log-in/", {"address": address})
        counted.append(len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]))
    assert 0 <= counted[0] - counted[1] <= 4


@pytest.mark.parametrize("why", ["revoked", "ended"])
def test_no_code_goes_to_whom_nothing_is_open_any_more(why: str, cast: Cast, person: Person, clock: SetClock) -> None:
    end = NOW + timedelta(days=1)
    access = cast.access(person.id, at=NOW, address=EMAIL, relation=Relation.PROXY, name="Demo helper", until=end)
    if why == "revoked":
        PortalAccess.objects.filter(pk=access.id).update(revoked_at=NOW, revoked_by="reception-1")
    clock(end)
    ask(Client(), EMAIL)
    assert not Message.objects.exists()


def test_a_code_opens_once_and_only_where_it_was_asked_for(cast: Cast, person: Person) -> None:
    cast.access(person.id, at=NOW, address=EMAIL)
    client, elsewhere = Client(), Client()
    ask(client, EMAIL)
    code = code_in(sent().email)
    ask(elsewhere, "nobody@example.org")
    assert elsewhere.post("/my/log-in/code/", {"code": code}).status_code == 422
    asked = dict(client.session["code asked for"])
    assert client.post("/my/log-in/code/", {"code": code}).status_code == 302
    again = Client()
    ask(again, "nobody@example.org")
    session = again.session
    session["code asked for"] = asked
    session.save()
    answer = again.post("/my/log-in/code/", {"code": code})
    assert (answer.status_code, "Ask for a new code." in answer.text) == (422, True)


def test_it_refuses_a_code_after_ten_minutes(cast: Cast, person: Person, clock: SetClock) -> None:
    cast.access(person.id, at=NOW, address=EMAIL)
    client = Client()
    ask(client, EMAIL)
    code = code_in(sent().email)
    clock(NOW + timedelta(minutes=10))
    answer = client.post("/my/log-in/code/", {"code": code})
    assert (answer.status_code, "one that has ended" in answer.text) == (422, True)


@pytest.mark.parametrize("address", [EMAIL, "nobody@example.org"])
def test_it_tells_how_many_tries_are_left_and_none_after_five(address: str, cast: Cast, person: Person) -> None:
    cast.access(person.id, at=NOW, address=EMAIL)
    client = Client()
    ask(client, address)
    said = [client.post("/my/log-in/code/", {"code": "no code"}).text for _ in range(6)]
    assert [f"Tries left: {left}." in page for left, page in zip((4, 3, 2, 1), said, strict=False)] == [True] * 4
    assert all("Ask for a new code." in page for page in said[4:])
    # What has to be mended is told once: it stood there twice, above the sentence and below it.
    assert [page.count('id="error-summary-title"') for page in said] == [1] * 6
    if address == EMAIL:
        assert client.post("/my/log-in/code/", {"code": code_in(sent().email)}).status_code == 422


@pytest.mark.parametrize("address", [EMAIL, "nobody@example.org"])
def test_it_sends_at_most_five_codes_in_an_hour(address: str, cast: Cast, person: Person, clock: SetClock) -> None:
    cast.access(person.id, at=NOW, address=EMAIL)
    for _ in range(5):
        ask(Client(), address)
    answer = Client().post("/my/log-in/", {"address": address})
    assert (answer.status_code, "wait an hour" in answer.text) == (422, True)
    clock(NOW + timedelta(hours=1))
    ask(Client(), address)


def test_it_slows_down_whoever_asks_for_many_addresses(db: None, clock: SetClock, settings: Settings) -> None:
    clock(NOW)
    settings.ACCOUNT_RATE_LIMITS = {"portal_ask": "3/10m/ip"}
    answers = [Client().post("/my/log-in/", {"address": f"{n}@example.org"}).status_code for n in range(4)]
    assert answers == [302, 302, 302, 422]


def test_neither_address_nor_code_is_kept_in_the_clear(cast: Cast, person: Person) -> None:
    cast.access(person.id, at=NOW, address=EMAIL)
    ask(Client(), EMAIL)
    row, message = LoginCode.objects.get(), Message.objects.get()
    assert EMAIL not in f"{row.asked_for} {row.digest}"
    assert EMAIL.encode() not in bytes(message.secret)
    sent()
    assert not bytes(Message.objects.get().secret)


def test_it_logs_out(cast: Cast, person: Person) -> None:
    phone = cast.phone(person.id, at=NOW)
    assert phone.post("/my/log-out/").headers["Location"] == "/my/log-in/"
    assert phone.get("/my/course/").status_code == 302


def test_an_account_of_several_people_is_asked_about_whom(cast: Cast, person: Person) -> None:
    other = cast.register("Demo patient 077", NOW)
    cast.access(person.id, at=NOW, address=EMAIL)
    until = NOW + timedelta(days=30)
    cast.access(other.id, at=NOW, address=EMAIL, relation=Relation.PROXY, name="Demo helper", until=until)
    client = Client()
    ask(client, EMAIL)
    page = client.post("/my/log-in/code/", {"code": code_in(sent().email)}, follow=True).text
    assert "About whom?" in page
    assert "you help, until 1 April 2026" in page
    assert client.get("/my/course/").headers["Location"] == "/my/person/"
