"""The lock of a shared tablet, taking it over by PIN, and what a locked one still answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from nappage.actions.sittings import TRIES, set_pin
from nappage.records.models import AuditEvent, Entry, Member
from support.cast import PASSWORD, Cast
from support.device import Device, SetClock

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
TWO_MINUTES = timedelta(minutes=2)
PINS = {"injector": "274916", "physician": "508317", "reception": "619402"}


@pytest.fixture
def tablet(cast: Cast, clock: SetClock) -> Device:
    """Return a tablet on which the injector logged in, in a clinic where three people have a PIN."""
    clock(AT)
    for duty, pin in PINS.items():
        set_pin(cast.actor(duty, AT), pin)
    return cast.client("injector")


def unlock(tablet: Device, member: Member, secret: str, waiting: str = "/") -> Any:
    return tablet.post("/lock/unlock/", {"member": str(member.id), "secret": secret, "next": waiting})


def last_acts(cast: Cast, number: int) -> list[tuple[str, object, dict[str, str]]]:
    events = AuditEvent.objects.filter(clinic=cast.clinic.id).order_by("-number")[:number]
    return [(event.act, event.member, event.detail) for event in reversed(events)]


def test_it_stays_open_while_somebody_is_there(tablet: Device, clock: SetClock) -> None:
    for minutes in range(0, 10, 1):
        clock(AT + timedelta(minutes=minutes, seconds=59), awake=False)
        assert tablet.get("/").status_code == 200


def test_it_locks_by_itself_after_two_minutes_and_leads_back(tablet: Device, clock: SetClock) -> None:
    tablet.get("/")
    clock(AT + TWO_MINUTES, awake=False)
    response = tablet.get("/patients/?q=a")
    assert response.status_code == 302
    assert response["Location"] == "/lock/?next=%2Fpatients%2F%3Fq%3Da"
    shown = tablet.get(response["Location"])
    assert shown.status_code == 200
    assert b"Demo injector" in shown.content


def test_a_page_that_asks_by_itself_keeps_nothing_open(tablet: Device, clock: SetClock) -> None:
    tablet.get("/")
    for seconds in range(20, 120, 20):
        clock(AT + timedelta(seconds=seconds), awake=False)
        assert tablet.get("/", headers={"HX-Request": "true", "X-Background": "yes"}).status_code == 200
    clock(AT + TWO_MINUTES, awake=False)
    response = tablet.get(
        "/",
        headers={"HX-Request": "true", "X-Background": "yes", "HX-Current-URL": "http://testserver/?day=2026-03-03"},
    )
    assert response.status_code == 423
    assert response["HX-Redirect"] == "/lock/?next=%2F%3Fday%3D2026-03-03"


def test_writing_without_sending_keeps_it_open(tablet: Device, clock: SetClock) -> None:
    tablet.get("/")
    for seconds in range(60, 360, 60):
        clock(AT + timedelta(seconds=seconds), awake=False)
        assert tablet.post("/account/here/").status_code == 204
    assert tablet.get("/").status_code == 200


@pytest.mark.proves("H-13")
def test_what_is_sent_to_a_locked_tablet_is_refused_and_nothing_is_recorded(
    cast: Cast, tablet: Device, clock: SetClock
) -> None:
    person = cast.register("Demo patient 014", AT)
    before = Entry.objects.count()
    clock(AT + TWO_MINUTES, awake=False)
    page = f"/patients/{person.id}/emergency/"
    sent = {"id": "0192f3a0-7b1c-4d2e-8f3a-1b2c3d4e5f60", "protocol": "faint", "step": "legs-up", "dose": ""}
    response = tablet.post(page, sent, headers={"Referer": f"http://testserver{page}"})
    assert response.status_code == 423
    assert f'name="next" value="{page}"' in response.content.decode()
    assert Entry.objects.count() == before


def test_a_script_on_a_locked_tablet_is_told_so(tablet: Device, clock: SetClock) -> None:
    clock(AT + TWO_MINUTES, awake=False)
    response = tablet.post(
        "/account/here/", headers={"Accept": "application/json", "Referer": "http://testserver/lots/"}
    )
    assert response.status_code == 423
    assert response.json() == {"go": "/lock/?next=%2Flots%2F"}


def test_emergency_is_reachable_while_it_is_locked(tablet: Device, clock: SetClock) -> None:
    clock(AT + TWO_MINUTES, awake=False)
    assert "/emergency/" in tablet.get("/lock/").content.decode()
    response = tablet.get("/emergency/")
    assert response.status_code == 200
    assert b"112" in response.content


def test_it_locks_by_hand_and_says_who_did(cast: Cast, tablet: Device) -> None:
    response = tablet.post("/lock/", {"then": "switch", "next": "/lots/"})
    assert response["Location"] == "/lock/?next=%2Flots%2F"
    assert tablet.get("/").status_code == 302
    assert last_acts(cast, 1) == [("lock", cast.injector.id, {})]


def test_the_lock_lists_who_has_a_pin_here_and_nobody_of_another_clinic(
    cast: Cast, stranger: Cast, tablet: Device
) -> None:
    set_pin(stranger.actor("injector", AT), "908341")
    tablet.post("/lock/")
    page = tablet.get("/lock/").content.decode()
    for duty in ("injector", "physician", "reception"):
        assert str(cast.members[duty].id) in page
    assert str(cast.assistant.id) not in page
    assert str(stranger.injector.id) not in page


def test_a_pin_opens_it_where_it_waited(cast: Cast, tablet: Device) -> None:
    tablet.post("/lock/")
    response = unlock(tablet, cast.injector, PINS["injector"], "/lots/")
    assert response["Location"] == "/lots/"
    assert tablet.get("/lots/").status_code == 200
    assert last_acts(cast, 1) == [("unlock", cast.injector.id, {"by": "pin"})]


@pytest.mark.proves("H-22")
def test_another_member_takes_over_by_pin_and_acts_under_their_own_name(cast: Cast, tablet: Device) -> None:
    person = cast.register("Demo patient 014", AT)
    tablet.post("/lock/")
    response = unlock(tablet, cast.physician, PINS["physician"], f"/patients/{person.id}/")
    assert response["Location"] == f"/patients/{person.id}/"
    assert b"Demo physician" in tablet.get(response["Location"]).content
    assert last_acts(cast, 2) == [
        ("unlock", cast.physician.id, {"by": "pin", "from": str(cast.injector.id)}),
        ("look", cast.physician.id, {"screen": "open patients"}),
    ]


def test_who_takes_over_is_not_led_to_a_page_that_is_not_theirs(cast: Cast, tablet: Device) -> None:
    person = cast.register("Demo patient 014", AT)
    tablet.post("/lock/")
    assert unlock(tablet, cast.reception, PINS["reception"], f"/patients/{person.id}/")["Location"] == "/"


@pytest.mark.parametrize(
    "waiting", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/no-such-page/"]
)
def test_it_leads_nowhere_outside(cast: Cast, tablet: Device, waiting: str) -> None:
    tablet.post("/lock/")
    assert unlock(tablet, cast.injector, PINS["injector"], waiting)["Location"] == "/"


def test_a_wrong_pin_opens_nothing_and_says_how_many_tries_are_left(cast: Cast, tablet: Device) -> None:
    tablet.post("/lock/")
    response = unlock(tablet, cast.injector, "274917", "/lots/")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Tries left: 4." in page
    assert 'name="next" value="/lots/"' in page
    assert "274917" not in page
    assert tablet.get("/").status_code == 302


@pytest.mark.proves("H-22")
def test_after_five_wrong_pins_only_a_full_log_in_helps(cast: Cast, tablet: Device) -> None:
    tablet.post("/lock/")
    for _ in range(TRIES):
        response = unlock(tablet, cast.physician, "000000")
    assert "Log in with user name and password; that opens the PIN again." in response.content.decode()
    assert unlock(tablet, cast.physician, PINS["physician"]).status_code == 422
    assert unlock(tablet, cast.injector, PINS["injector"]).status_code == 302
    out = tablet.post("/log-out/", {"next": "/lots/"})
    assert out["Location"] == "/accounts/login/?next=%2Flots%2F"
    credentials = {"login": cast.physician.user.username, "password": PASSWORD, "next": "/lots/"}
    assert tablet.post("/accounts/login/", credentials)["Location"] == "/lots/"
    tablet.post("/lock/")
    assert unlock(tablet, cast.physician, PINS["physician"]).status_code == 302


def test_a_password_opens_it_only_for_who_was_there(cast: Cast, tablet: Device) -> None:
    tablet.post("/lock/")
    assert unlock(tablet, cast.physician, PASSWORD).status_code == 422
    assert unlock(tablet, cast.injector, PASSWORD).status_code == 302


@pytest.mark.parametrize("of", ["assistant", "stranger"])
def test_who_is_not_listed_cannot_take_over(cast: Cast, stranger: Cast, tablet: Device, of: str) -> None:
    set_pin(stranger.actor("injector", AT), "908341")
    member = stranger.injector if of == "stranger" else cast.assistant
    tablet.post("/lock/")
    assert unlock(tablet, member, "908341").status_code == 422
    assert tablet.get("/").status_code == 302


def test_a_device_is_too_old_after_twelve_hours(cast: Cast, tablet: Device, clock: SetClock) -> None:
    for minutes in range(1, 12 * 60, 1):
        if minutes % 60 == 59:
            clock(AT + timedelta(minutes=minutes), awake=False)
            tablet.post("/lock/")
            unlock(tablet, cast.injector, PINS["injector"])
    assert tablet.get("/").status_code == 200
    clock(AT + timedelta(hours=12), awake=False)
    response = unlock(tablet, cast.injector, PINS["injector"], "/lots/")
    assert response["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in tablet.session


def test_a_member_who_was_closed_out_is_out_at_once(cast: Cast, tablet: Device) -> None:
    assert tablet.get("/").status_code == 200
    Member.objects.filter(pk=cast.injector.pk).update(active=False)
    response = tablet.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/clinic/")
    assert b"found one that belongs to none" in tablet.get(response["Location"]).content


def test_without_the_second_factor_that_duties_need_a_pin_opens_nothing(
    cast: Cast, tablet: Device, settings: Settings
) -> None:
    settings.NAPPAGE_DEMO = False
    tablet.post("/lock/")
    response = unlock(tablet, cast.physician, PINS["physician"])
    assert response.status_code == 422
    assert b"Second factor" in response.content


def test_nobody_logged_in_is_sent_to_the_log_in(cast: Cast, client: Device) -> None:
    for name in ("lock", "unlock", "log-out"):
        response = client.post(reverse(name))
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_a_lock_that_is_open_leads_on(tablet: Device) -> None:
    assert tablet.get("/lock/?next=/lots/")["Location"] == "/lots/"
