"""Logging in, choosing the clinic, the second factor that duties need, and one's own PIN."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from nappage.actions.sittings import prove, set_pin
from nappage.records.models import AuditEvent, Member
from nappage.web.accounts.adapter import SecondFactors
from support.cast import PASSWORD, Cast
from support.device import Device, SetClock

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(clock: SetClock) -> None:
    clock(AT)


def log_in(member: Member, password: str = PASSWORD, waiting: str = "") -> tuple[Client, object]:
    client = Client()
    sent = {"login": member.user.username, "password": password, **({"next": waiting} if waiting else {})}
    return client, client.post("/accounts/login/", sent)


def acts(cast: Cast) -> list[tuple[str, object]]:
    return list(AuditEvent.objects.filter(clinic=cast.clinic.id).order_by("number").values_list("act", "member"))


def in_both(cast: Cast, stranger: Cast) -> Member:
    """Return the membership that the injector of the first clinic has in the second."""
    return Member.objects.create(
        clinic=stranger.clinic,
        user=cast.injector.user,
        slug="injector-2",
        name="Demo injector elsewhere",
        duties=["assistant"],
        licensed_from=date(2020, 1, 1),
        licensed_until=date(2027, 12, 31),
    )


# -- logging in ------------------------------------------------------------------------------------------------------


def test_it_seats_the_only_membership_and_says_so_in_the_trail(cast: Cast) -> None:
    client, response = log_in(cast.injector, waiting="/lots/")
    assert response["Location"] == "/lots/"  # type: ignore[index]
    assert client.session["member"] == str(cast.injector.id)
    assert client.get("/lots/").status_code == 200
    assert acts(cast)[-1] == ("log in", cast.injector.id)


def test_a_wrong_password_opens_nothing_and_stands_in_the_trail(cast: Cast) -> None:
    client, response = log_in(cast.injector, "something else")
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "a user name and the password that belongs to it" in page
    assert cast.injector.user.username in page
    assert "something else" not in page
    assert client.get("/lots/")["Location"].startswith("/accounts/login/")
    assert acts(cast)[-1] == ("log in refused", cast.injector.id)


def test_too_many_wrong_passwords_have_to_wait_whoever_asks(cast: Cast, settings: Settings) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {}
    for _ in range(5):
        log_in(cast.injector, "something else")
    _, response = log_in(cast.injector)
    assert "at most five wrong tries in five minutes" in response.content.decode()  # type: ignore[attr-defined]
    cache.clear()


def test_an_account_without_a_clinic_sees_nothing_and_is_told_why(cast: Cast) -> None:
    Member.objects.filter(pk=cast.injector.pk).update(active=False)
    client, _ = log_in(cast.injector)
    response = client.get("/", follow=True)
    assert b"found one that belongs to none" in response.content


def test_logging_out_ends_the_sitting_for_everybody(cast: Cast) -> None:
    device = cast.client("injector")
    assert device.post("/log-out/")["Location"] == "/accounts/login/"
    assert acts(cast)[-1] == ("log out", cast.injector.id)
    assert device.get("/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "password/reset/", "password/reset/key/1-a/", "password/set/", "login/code/confirm/",
     "confirm-email/", "confirm-email/x/", "inactive/"],
)  # fmt: skip
def test_pages_that_this_clinic_does_not_have_are_not_there(cast: Cast, path: str) -> None:
    assert cast.client("injector").get(f"/accounts/{path}").status_code == 404


def test_no_page_of_the_clinic_is_kept_by_the_browser(cast: Cast) -> None:
    assert cast.client("injector").get("/")["Cache-Control"] == "private, no-store"


# -- several clinics -------------------------------------------------------------------------------------------------


def test_a_member_of_two_clinics_is_asked_which_before_anything_opens(cast: Cast, stranger: Cast) -> None:
    elsewhere = in_both(cast, stranger)
    client, _ = log_in(cast.injector)
    response = client.get("/lots/")
    assert response["Location"] == "/clinic/?next=%2Flots%2F"
    page = client.get(response["Location"]).content.decode()
    assert cast.clinic.name in page
    assert stranger.clinic.name in page
    assert client.post("/clinic/", {"member": str(elsewhere.id), "next": "/lots/"})["Location"] == "/lots/"
    assert client.session["member"] == str(elsewhere.id)
    assert acts(stranger)[-1] == ("log in", elsewhere.id)


@pytest.mark.parametrize("of", ["assistant", "director"])
def test_nobody_chooses_a_membership_that_is_not_theirs(cast: Cast, stranger: Cast, of: str) -> None:
    in_both(cast, stranger)
    client, _ = log_in(cast.injector)
    assert client.post("/clinic/", {"member": str(cast.members[of].id)}).status_code == 422
    assert "member" not in client.session


def test_who_came_in_by_pin_does_not_choose_among_the_clinics_of_another(cast: Cast, stranger: Cast) -> None:
    elsewhere = in_both(cast, stranger)
    set_pin(cast.actor("physician", AT), "508317")
    client, _ = log_in(cast.injector)
    client.post("/clinic/", {"member": str(cast.injector.id)})
    client.post("/lock/")
    client.post("/lock/unlock/", {"member": str(cast.physician.id), "secret": "508317"})
    response = client.post("/clinic/", {"member": str(elsewhere.id)})
    assert response["Location"].startswith("/lock/")
    assert client.session["member"] == str(cast.physician.id)


def test_choosing_another_clinic_later_confirms_nothing(cast: Cast, stranger: Cast) -> None:
    elsewhere = in_both(cast, stranger)
    client = cast.client("injector")
    client.post("/clinic/", {"member": str(elsewhere.id)})
    assert client.session["member"] == str(elsewhere.id)
    assert client.session["sitting"]["confirmed_by"] == str(cast.injector.id)
    assert acts(stranger)[-1] == ("choose clinic", elsewhere.id)


# -- the second factor -----------------------------------------------------------------------------------------------


@pytest.mark.proves("H-22")
@pytest.mark.parametrize("duty", ["director", "prescriber", "physician"])
def test_outside_the_demo_these_duties_open_nothing_without_a_second_factor(
    cast: Cast, settings: Settings, duty: str
) -> None:
    device = cast.client(duty)
    assert device.get("/").status_code == 200
    settings.NAPPAGE_DEMO = False
    for path in ("/", "/patients/", "/policy/"):
        assert device.get(path)["Location"] == "/accounts/2fa/"
    assert device.get("/accounts/2fa/").status_code == 200
    Authenticator.objects.create(user=cast.members[duty].user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert device.get("/")["Location"] == "/accounts/2fa/"
    TOTP.activate(cast.members[duty].user, "A" * 32)
    assert device.get("/").status_code == 200


@pytest.mark.parametrize("duty", ["injector", "assistant", "reception"])
def test_other_duties_may_go_without(cast: Cast, settings: Settings, duty: str) -> None:
    settings.NAPPAGE_DEMO = False
    assert cast.client(duty).get("/").status_code == 200


def test_the_last_factor_that_duties_need_is_not_taken_away(cast: Cast, settings: Settings) -> None:
    settings.NAPPAGE_DEMO = False
    first = TOTP.activate(cast.director.user, "A" * 32).instance
    assert not SecondFactors().can_delete_authenticator(first)
    Authenticator.objects.create(user=cast.director.user, type=Authenticator.Type.WEBAUTHN, data={})
    assert SecondFactors().can_delete_authenticator(first)
    of_injector = TOTP.activate(cast.injector.user, "A" * 32).instance
    assert SecondFactors().can_delete_authenticator(of_injector)


def test_the_secret_of_an_app_is_sealed_where_it_is_stored(cast: Cast) -> None:
    stored = TOTP.activate(cast.director.user, "JBSWY3DPEHPK3PXP").instance.data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in stored
    assert SecondFactors().decrypt(stored) == "JBSWY3DPEHPK3PXP"


# -- one's own account -----------------------------------------------------------------------------------------------


def test_a_pin_needs_the_password_of_who_sets_it(cast: Cast) -> None:
    device = cast.client("injector")
    sent = {"pin": "274916", "again": "274916"}
    response = device.post("/account/pin/", {"password": "not mine", **sent})
    assert response.status_code == 422
    assert b"The PIN was not changed." in response.content
    assert Member.objects.get(pk=cast.injector.pk).pin == ""
    assert device.post("/account/pin/", {"password": PASSWORD, **sent}).status_code == 302
    member = Member.objects.select_related("user").get(pk=cast.injector.pk)
    assert prove(member, "274916", AT, "unlock") == "pin"


def test_the_pin_itself_does_not_set_another_one(cast: Cast) -> None:
    set_pin(cast.actor("injector", AT), "274916")
    sent = {"password": "274916", "pin": "508317", "again": "508317"}
    assert cast.client("injector").post("/account/pin/", sent).status_code == 422


def test_everything_wrong_with_a_pin_is_told_at_once(cast: Cast) -> None:
    response = cast.client("injector").post("/account/pin/", {"pin": "123456", "again": "123465"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "3 things have to be mended" in page
    assert "123456" not in page


def test_a_pin_is_taken_away(cast: Cast) -> None:
    set_pin(cast.actor("injector", AT), "274916")
    device = cast.client("injector")
    assert device.post("/account/pin/", {"forget": "yes"}).status_code == 302
    assert Member.objects.get(pk=cast.injector.pk).pin == ""
    assert "Not set." in device.get("/account/").content.decode()


def test_who_came_in_by_pin_cannot_change_the_account_that_opened_the_tablet(cast: Cast) -> None:
    set_pin(cast.actor("physician", AT), "508317")
    device: Device = cast.client("injector")
    device.post("/lock/")
    device.post("/lock/unlock/", {"member": str(cast.physician.id), "secret": "508317"})
    for path in ("password/change/", "2fa/", "2fa/recovery-codes/", "2fa/webauthn/add/", "2fa/totp/activate/"):
        response = device.get(f"/accounts/{path}")
        assert response.status_code == 403
        assert b"Log in fully for this" in response.content
    assert "You came in by PIN" in device.get("/account/").content.decode()


def test_the_pages_of_an_account_lock_too(cast: Cast, clock: SetClock) -> None:
    device = cast.client("injector")
    clock(AT + timedelta(minutes=2), awake=False)
    assert device.get("/accounts/password/change/")["Location"].startswith("/lock/")
    assert device.post("/accounts/password/change/").status_code == 423
