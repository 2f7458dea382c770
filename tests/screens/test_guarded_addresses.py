"""Every address is guarded: its view names the permission it needs, or it stands here with the reason why not."""

from __future__ import annotations

import pytest
from django.test import Client

from nappage.access.permissions import PERMISSIONS
from support.addresses import addresses
from support.world import path_to_nothing

# Somebody who has not logged in yet has to come in somewhere.
PUBLIC = {
    "account_login": "where one logs in",
    "account_logout": "where one logs out",
    "account_inactive": "tells that an account is closed",
    "account_signup": "tells that accounts are made by the clinic",
    "account_confirm_login_code": "a step of logging in",
    "account_email_verification_sent": "a step of logging in; nothing is sent, an account has no address",
    "account_confirm_email": "a step of logging in; nothing is sent, an account has no address",
    "account_reset_password": "a forgotten password; a director sets a new one",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password",
    "account_reset_password_from_key_done": "a forgotten password",
    "mfa_authenticate": "the second step of logging in",
    "mfa_login_webauthn": "logging in with a passkey",
    "calendar": "a calendar program cannot log in: the secret in the address is its key, and its titles tell nothing",
    "closed": "pages of the account library that answer as if they were not",
    "emergency": "the steps are at hand without log-in and without network, and tell nothing of anybody",
    "emergency-numbers": "whom to call, by country; tells nothing of anybody",
    "language": "remembers on the device in which language somebody reads",
    "my": "leads to one's own course, which asks to log in",
    "my-code": "the second step of logging in at the patient door",
    "verify": "verifies what somebody brings; it opens no record, and keeps nothing that is sent",
    "my-log-in": "where one logs in at the patient door",
    "my-log-out": "where one logs out at the patient door",
    "decision-aid": "the decision aid is for people who have not decided, and keeps nothing",
    "decide-compare": "the decision aid",
    "decide-effects": "the decision aid",
    "decide-me": "the decision aid; what is ticked is answered and forgotten",
    "decide-take": "the decision aid",
    "decide-paper": "the decision aid, on paper",
    "offline": "what is on a device without a network; it tells nothing of anybody",
    "door-worker": "keeps that page on the device",
    "app-manifest": "what the patient door is called as an app",
    "claims": "checks a text that somebody brings, and keeps none of it",
    "claims-api": "the same for programs, so many a minute",
    "clinics": "what clinics chose to tell of themselves in public",
    "emergency-worker": "keeps the steps on the device for when there is no network",
}
# Whoever has logged in, whatever their duty: about the account itself, and the tablet in their hands.
LOGGED_IN = {
    "account_reauthenticate", "account_email", "account_change_password", "account_set_password", "mfa_index",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "choose-clinic", "lock", "unlock",
    "log-out", "my-confirm", "my-person",
}  # fmt: skip


def test_an_address_says_who_may_or_why_everybody_may() -> None:
    for address in addresses():
        said = [address.permission is not None, address.name in PUBLIC, address.name in LOGGED_IN]
        assert sum(said) == 1, address.path
        assert address.permission is None or address.permission in PERMISSIONS, address.path


def test_a_name_is_given_once() -> None:
    names = [address.name for address in addresses()]
    assert sorted(set(names)) == sorted(names)


def test_what_is_said_to_be_public_is_there() -> None:
    assert set(PUBLIC) | LOGGED_IN <= {address.name for address in addresses()}


@pytest.mark.parametrize("name", sorted(LOGGED_IN))
def test_what_needs_no_duty_still_needs_a_log_in(name: str, db: None) -> None:
    address = next(each for each in addresses() if each.name == name)
    answer = Client().get(path_to_nothing(address))
    assert answer.status_code == 302
    door = "/my/log-in/" if address.path.startswith("/my/") else "/accounts/login/"
    assert answer.headers["Location"].startswith(door)
