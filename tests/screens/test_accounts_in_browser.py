"""Logging in, the second factor, the lock and the PIN in a real browser."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect
from pytest_django import Settings

from nappage.actions.sittings import set_pin
from nappage.records.models import Member
from support.browser import TABLET, Visitors, axe_serious, photograph
from support.cast import PASSWORD, Cast
from support.device import SetClock

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
PIN = "274916"


@pytest.fixture(autouse=True)
def localhost(live_server: object, page_as: Visitors, settings: Settings) -> None:
    """Serve under a name for which browsers allow passkeys without https."""
    settings.ALLOWED_HOSTS = ["localhost"]
    page_as.address = page_as.address.replace("127.0.0.1", "localhost")


def log_in(page: Page, member: Member) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill(member.user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_a_wrong_password_is_told_in_our_words(page_as: Visitors, cast: Cast) -> None:
    page = page_as()
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill(cast.injector.user.username)
    page.get_by_label("Password").fill("something else")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("a user name and the password that belongs to it")
    assert page.get_by_label("User name").input_value() == cast.injector.user.username
    assert axe_serious(page) == []
    photograph(page, "login-wrong")


def test_somebody_logs_in_and_out(page_as: Visitors, cast: Cast) -> None:
    page = page_as()
    page.goto("/lots/")
    photograph(page, "login")
    page.get_by_label("User name").fill(cast.injector.user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lots/")
    page.get_by_text("Demo injector").first.click()
    photograph(page, "menu")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/accounts/login/")
    page.goto("/lots/")
    assert "/accounts/login/" in page.url


@pytest.mark.proves("H-22")
def test_a_director_sets_up_an_app_before_anything_else_outside_the_demo(
    page_as: Visitors, cast: Cast, settings: Settings
) -> None:
    settings.NAPPAGE_DEMO = False
    page = page_as()
    log_in(page, cast.director)
    page.wait_for_url("**/accounts/2fa/")
    expect(page.get_by_text("Your duties need a second factor.")).to_be_visible()
    photograph(page, "second-factor")
    assert axe_serious(page) == []
    page.goto("/policy/")
    page.wait_for_url("**/accounts/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    photograph(page, "reauthenticate")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/totp/activate/**")
    photograph(page, "totp")
    assert axe_serious(page) == []
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("alert")).to_contain_text("the code that is shown now")
    page.get_by_label("Authenticator code").fill(code_of(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes li").count() == 10
    photograph(page, "recovery-codes")
    secret_code = page.locator(".codes code").first.inner_text()
    page.get_by_role("button", name="They are kept").click()
    expect(page).to_have_url(page_as.address + "/")
    again = page_as()
    log_in(again, cast.director)
    again.wait_for_url("**/authenticate/")
    photograph(again, "second-factor-asked")
    assert axe_serious(again) == []
    again.get_by_label("Code").fill(secret_code)
    again.get_by_role("button", name="Go on").click()
    expect(again).to_have_url(page_as.address + "/")


def test_a_passkey_is_added_and_logs_in(page_as: Visitors, cast: Cast) -> None:
    page = page_as()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(page, cast.physician)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/webauthn/add/**")
    photograph(page, "passkey-add")
    assert axe_serious(page) == []
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="Passkey 1")).to_be_visible()
    photograph(page, "passkeys")
    page.goto("/account/")
    photograph(page, "account")
    assert axe_serious(page) == []
    page.get_by_text("Demo physician").first.click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/accounts/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page).to_have_url(page_as.address + "/")
    expect(page.get_by_text("Demo physician").first).to_be_visible()


def test_a_passkey_that_is_not_there_is_told_in_words(page_as: Visitors, cast: Cast) -> None:
    page = page_as()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_text("No passkey was used")).to_be_visible()


def test_a_pin_is_set_and_takes_over_a_tablet(page_as: Visitors, cast: Cast, clock: SetClock) -> None:
    clock(AT)
    set_pin(cast.actor("physician", AT), "508317")
    page = page_as("injector", size=TABLET)
    page.goto("/account/pin/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("New PIN", exact=True).fill("123456")
    page.get_by_label("New PIN once more").fill("123465")
    page.get_by_role("button", name="Keep this PIN").click()
    summary = page.get_by_role("alert").first
    expect(summary).to_contain_text("2 things have to be mended")
    photograph(page, "pin-faults")
    assert axe_serious(page) == []
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("New PIN", exact=True).fill(PIN)
    page.get_by_label("New PIN once more").fill(PIN)
    page.get_by_role("button", name="Keep this PIN").click()
    expect(page.get_by_text("Your PIN is set.")).to_be_visible()
    page.get_by_text("Demo injector").first.click()
    page.get_by_role("button", name="Another person").click()
    photograph(page, "lock")
    assert axe_serious(page) == []
    page.get_by_label("Demo physician").check()
    page.get_by_label("PIN", exact=True).fill("508318")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert").first).to_contain_text("Tries left: 4.")
    photograph(page, "lock-wrong")
    page.get_by_label("PIN", exact=True).fill("508317")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Demo physician").first).to_be_visible()
    page.goto("/accounts/password/change/")
    expect(page.get_by_role("heading", name="Log in fully for this")).to_be_visible()
    photograph(page, "not-yours")
