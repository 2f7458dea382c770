"""Notifications in a real browser: turned on with a tap, shown by the worker in words that tell nothing, once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Playwright
from pytest_django import Settings

from nappage.records.models import PushSubscription
from nappage.sending.carrier import Letter
from nappage.sending.push_address import written
from nappage.sending.push_key import public_push_key
from support.browser import PHONE, Visitors, axe_serious, chromium, photograph
from support.cast import Cast
from support.device import SetClock
from support.outgoing import agreeing
from support.push_service import Browser
from support.walk import TOO_SMALL, TOO_WIDE

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
# The browser's push service is far away: here it gives out this address at once, and says for which key it was asked.
SUBSCRIBES = """
PushManager.prototype.subscribe = (asked) => {
  sessionStorage.setItem("asked", JSON.stringify(asked));
  return Promise.resolve(JSON.parse(%s));
};
"""
SHOWN = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
  .then((all) => all.map(({ title, body, tag }) => [title, body, tag]))"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Chromium]:
    """Return a whole Chromium: the build without windows has nowhere to show a notification."""
    with chromium(playwright, whole=True) as running:
        yield running


@pytest.fixture
def phone(page_as: Visitors, cast: Cast, clock: SetClock, settings: Settings) -> Page:
    """Return the page of messages of somebody who is written to by text, in a browser that can be notified."""
    clock(NOW)
    settings.NAPPAGE_PUSH, settings.NAPPAGE_PUSH_SERVICES = "on", ("push.example",)
    page = page_as.phone(cast.access(agreeing(cast, NOW).id, at=NOW))
    page.context.grant_permissions(["notifications"])
    return page


def delivered(page: Page, letter: Letter) -> Any:
    """Deliver a letter to the worker of a page as the browser's push service does; return what is shown then."""
    tools = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    tools.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    (worker,) = {one["registrationId"] for one in found if not one["isDeleted"]}
    told = {"origin": page.evaluate("location.origin"), "registrationId": worker, "data": written(letter)}
    tools.send("ServiceWorker.deliverPushMessage", told)
    page.wait_for_function(f"async () => (await {SHOWN}).length")
    return page.evaluate(SHOWN)


@pytest.mark.browser
def test_a_tap_turns_them_on_and_the_screen_shows_each_once_without_a_word_that_tells(phone: Page) -> None:
    browser = Browser(host="push.example")
    phone.add_init_script(SUBSCRIBES % json.dumps(browser.address.text))
    phone.goto("/my/messages/")
    assert axe_serious(phone) + phone.evaluate(TOO_WIDE) + phone.evaluate(TOO_SMALL) == []
    photograph(phone, "own-notifications-off", (PHONE,))
    phone.get_by_role("button", name="Turn them on in this browser").click()
    phone.get_by_text("On in this browser since 3 March 2026, 10:30.").wait_for()
    assert phone.get_by_role("button", name="Turn them on in this browser").count() == 0
    photograph(phone, "own-notifications-on", (PHONE,))
    assert PushSubscription.objects.get().device == browser.address.device
    asked = json.loads(phone.evaluate("sessionStorage.getItem('asked')"))
    assert asked == {"userVisibleOnly": True, "applicationServerKey": public_push_key("5e" * 32)}
    letter = Letter("0190-push", browser.address.text, "You have a message", "Tap here to read it.")
    for _ in range(2):
        assert delivered(phone, letter) == [["You have a message", "Tap here to read it.", "0190-push"]]


@pytest.mark.browser
def test_a_browser_that_does_not_allow_them_is_told_what_to_do(phone: Page) -> None:
    phone.add_init_script(
        "PushManager.prototype.subscribe = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    phone.goto("/my/messages/")
    phone.get_by_role("button", name="Turn them on in this browser").click()
    phone.get_by_text("Your browser did not allow it.").wait_for()
    assert not PushSubscription.objects.exists()


@pytest.mark.browser
def test_without_script_the_page_says_that_this_browser_cannot(
    page_as: Visitors, cast: Cast, clock: SetClock, settings: Settings
) -> None:
    clock(NOW)
    settings.NAPPAGE_PUSH = "on"
    page = page_as.phone(cast.access(agreeing(cast, NOW).id, at=NOW), script=False)
    page.goto("/my/messages/")
    assert page.get_by_text("This browser cannot show notifications").is_visible()
    assert not page.get_by_role("button", name="Turn them on in this browser").is_visible()
