"""Signing asks who signs, once in five minutes, and sends the very same form again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nappage.actions.sittings import TRIES, set_pin
from nappage.records.models import AuditEvent, PolicyVersion
from support.cast import PASSWORD, Cast
from support.device import Device, SetClock

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
PIN = "274916"
WORDS = "closed for the holiday"


@pytest.fixture
def desk(cast: Cast, clock: SetClock) -> Device:
    """Return the director's computer with a draft to sign, on which nobody has said lately who they are."""
    clock(AT)
    set_pin(cast.actor("director", AT), PIN)
    desk = cast.client("director", confirmed=False)
    opening = {"weekday": "6", "opens": "10:00", "closes": "12:00"}
    assert desk.post("/policy/rows/openings/0/", opening).status_code == 302
    return desk


def sign(desk: Device, **more: Any) -> Any:
    return desk.post("/policy/sign/", {"words": WORDS, **more})


def versions(cast: Cast) -> list[str]:
    return list(PolicyVersion.objects.filter(clinic=cast.clinic).order_by("number").values_list("words", flat=True))


def acts(cast: Cast) -> list[str]:
    of_director = AuditEvent.objects.filter(clinic=cast.clinic.id, member=cast.director.id).order_by("number")
    return list(of_director.values_list("act", flat=True))


@pytest.mark.proves("H-22")
def test_it_asks_who_signs_and_signs_nothing_before(cast: Cast, desk: Device) -> None:
    before = versions(cast)
    response = sign(desk)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Is it you, Demo director?" in page
    assert f'<input type="hidden" name="words" value="{WORDS}">' in page
    assert 'action="/policy/sign/"' in page
    assert versions(cast) == before


@pytest.mark.proves("H-22")
@pytest.mark.parametrize(("secret", "manner"), [(PIN, "pin"), (PASSWORD, "password")])
def test_pin_or_password_signs_what_was_sent(cast: Cast, desk: Device, secret: str, manner: str) -> None:
    assert sign(desk, secret_of_member=secret).status_code == 302
    assert versions(cast)[-1] == WORDS
    confirmed = AuditEvent.objects.get(clinic=cast.clinic.id, act="confirm")
    assert (confirmed.member, confirmed.detail) == (cast.director.id, {"by": manner})
    assert acts(cast)[-2:] == ["confirm", "policy.sign"]


def test_a_wrong_one_signs_nothing_and_what_was_typed_is_still_there(cast: Cast, desk: Device) -> None:
    before = versions(cast)
    response = sign(desk, secret_of_member="274917")
    page = response.content.decode()
    assert response.status_code == 403
    assert "nothing was signed yet" in page
    assert f'value="{WORDS}"' in page
    assert "274917" not in page
    assert versions(cast) == before
    assert acts(cast)[-1] == "confirm refused"


@pytest.mark.proves("H-22")
def test_after_five_wrong_ones_even_the_right_one_signs_nothing(cast: Cast, desk: Device) -> None:
    before = versions(cast)
    for _ in range(TRIES):
        sign(desk, secret_of_member="000000")
    response = sign(desk, secret_of_member=PIN)
    assert response.status_code == 403
    assert b"Log out, and log in with user name and password." in response.content
    assert versions(cast) == before


def test_once_confirmed_it_holds_for_five_minutes_and_not_longer(cast: Cast, desk: Device, clock: SetClock) -> None:
    assert desk.post("/account/confirm/", {"secret_of_member": PIN, "next": "/policy/"})["Location"] == "/policy/"
    for seconds in range(100, 300, 100):
        clock(AT + timedelta(seconds=seconds), awake=False)
        desk.get("/policy/")
    clock(AT + timedelta(seconds=299), awake=False)
    assert sign(desk).status_code == 302
    desk.post("/policy/rows/openings/0/", {"weekday": "7", "opens": "10:00", "closes": "12:00"})
    clock(AT + timedelta(seconds=300), awake=False)
    assert sign(desk).status_code == 403


def test_taking_the_tablet_over_ends_the_confirmation_of_who_was_there(cast: Cast, desk: Device) -> None:
    desk.post("/account/confirm/", {"secret_of_member": PIN})
    desk.post("/lock/")
    assert sign(desk).status_code == 423
    session = desk.session
    session["sitting"] = {**session["sitting"], "locked": False}
    session.save()
    assert sign(desk).status_code == 403


def test_a_script_is_sent_to_the_question(cast: Cast, desk: Device) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/policy/sign/"}
    response = desk.post("/policy/sign/", {"words": WORDS}, headers=headers)
    assert response["HX-Redirect"] == "/account/confirm/?next=%2Fpolicy%2Fsign%2F"
    shown = desk.get(response["HX-Redirect"])
    assert b"Is it you, Demo director?" in shown.content
    assert b'name="next" value="/policy/sign/"' in shown.content


def test_what_signs_nothing_is_not_asked(desk: Device) -> None:
    assert desk.post("/policy/discard/").status_code == 302
