"""A real Chromium in front of the live server: pages of a logged-in member, accessibility, pictures of screens.

Whatever a page complains of (a script's error, a refused inline style, a missing file, an answer of 500) fails the test
that opened it, whether or not the test looks at it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)  # fmt: skip

from nappage.records.models import PortalAccess
from support.cast import Cast
from support.device import Phone

PICTURES = Path(__file__).parents[2] / "build" / "screens"
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 768, "height": 1024}
WINDOWLESS = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# The browser's own note of an answer of 4xx. The answers themselves are listened to.
_ANSWERED = "Failed to load resource"
_AXE = Axe().axe_script
# The library's own way brings back what is in order too, which takes a fifth of the whole.
_VIOLATIONS = "axe.run({ resultTypes: ['violations'] }).then((said) => said.violations)"
_GRAVE = ("serious", "critical")
# How long anything is waited for, in milliseconds: a machine that does other things too makes papers slowly, and a test
# that holds waits no longer for it.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@contextmanager
def playing() -> Iterator[Playwright]:
    """Run what opens browsers.

    While its loop runs, Django keeps other connections for this thread than before and after. Each is closed when its
    time is over, so that none holds a database that is to be dropped.
    """
    connections.close_all()
    with sync_playwright() as playwright:
        yield playwright
        connections.close_all()


@contextmanager
def chromium(playwright: Playwright, *, whole: bool = False) -> Iterator[Browser]:
    """Run the system's Chromium without a window.

    Its build for this lays out, runs and draws a page as the whole one does, and costs half of its time. What only a
    desktop has, as a place for notifications, it leaves out: that takes the `whole` one.
    """
    names = WHOLE if whole else (WINDOWLESS, *WHOLE)
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit(f"Chromium is not installed. Run as root:\n    apt-get install -y {names[0]}")
    browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Visitors:
    """Opens pages of the live server for members of a clinic, and hears what the pages complain of."""

    browser: Browser
    address: str
    cast: Cast
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self, duty: str | None = None, *, of: Cast | None = None, script: bool = True, size: ViewportSize = DESK
    ) -> Page:
        """Return a page on which somebody with a duty has logged in; without a duty, nobody has.

        Each call is a device of its own: `of` another clinic, with or without script, of a size.
        """
        return self._open((of or self.cast).client(duty) if duty is not None else None, script, size)

    def phone(self, access: PortalAccess | None = None, *, script: bool = True, language: str = "en-GB") -> Page:
        """Return a page of a telephone at the patient door, on which somebody has logged in by their access."""
        return self.telephone(Phone(access) if access is not None else None, script=script, language=language)

    def telephone(self, reader: Client | None, *, script: bool = True, language: str = "en-GB") -> Page:
        """Return a page of a telephone on which somebody reads who did before in a test of the server."""
        return self._open(reader, script, PHONE, language)

    def _open(self, client: Client | None, script: bool, size: ViewportSize, language: str = "en-GB") -> Page:
        context = self.browser.new_context(
            base_url=self.address, java_script_enabled=script, viewport=size, locale=language, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if client is not None:
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        context.on("console", self._hear_console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("response", self._hear_response)
        return context.new_page()

    def leave(self) -> None:
        """Close every device."""
        for context in self.contexts:
            context.close()

    def _hear_console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith(_ANSWERED):
            self.complaints.append(f"console: {said.text}")

    def _hear_response(self, response: Response) -> None:
        asset = settings.STATIC_URL in response.url
        if response.status >= 500 or (asset and response.status >= 400):
            self.complaints.append(f"answer: {response.status} for {response.url}")


def violations(page: Page) -> list[str]:
    """Return every violation of WCAG on a page as it stands, each with the places it concerns."""
    return [_violation(each) for each in _found_by_axe(page)]


def axe_serious(page: Page) -> list[str]:
    """Return the serious and critical violations of WCAG on a page as it stands."""
    return [_violation(each) for each in _found_by_axe(page) if each["impact"] in _GRAVE]


def _found_by_axe(page: Page) -> list[dict[str, Any]]:
    page.evaluate(_AXE)
    found: list[dict[str, Any]] = page.evaluate(_VIOLATIONS)
    return found


def _violation(found: dict[str, Any]) -> str:
    places = ", ".join(" ".join(node["target"]) for node in found["nodes"])
    return f"{found['id']} ({found['impact']}): {found['help']}: {places}"


def photograph(page: Page, name: str, sizes: Sequence[ViewportSize] = (TABLET, DESK)) -> list[Path]:
    """Return pictures of a whole page as it stands, at the sizes that were agreed to be looked at."""
    before = page.viewport_size
    pictures = []
    if asked_for_pictures():
        for size in sizes:
            page.set_viewport_size(size)
            pictures += take_picture(page, name, size)
    if before is not None:
        page.set_viewport_size(before)
    return pictures


def take_picture(page: Page, name: str, size: ViewportSize) -> list[Path]:
    """Return the picture of a whole page at its size; none unless they were asked for, for they take minutes."""
    if not asked_for_pictures():
        return []
    path = PICTURES / f"{name}-{size['width']}x{size['height']}.png"
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return [path]


def asked_for_pictures() -> bool:
    """Return whether whoever runs the tests wants to look at the screens (`make screens`)."""
    return bool(os.environ.get("NAPPAGE_PICTURES"))


class Requests:
    """Counts the requests that the live server has begun and not ended, so that a test ends when they have."""

    def __init__(self) -> None:
        self._open = 0
        self._changed = threading.Condition()

    @contextmanager
    def watched(self) -> Iterator[Requests]:
        """Count while the block runs."""
        request_started.connect(self._began, dispatch_uid="requests")
        request_finished.connect(self._ended, dispatch_uid="requests")
        yield self
        request_started.disconnect(dispatch_uid="requests")
        request_finished.disconnect(dispatch_uid="requests")

    def wait_until_none(self, seconds: float = 10) -> None:
        """Return when no request is open; TimeoutError if one does not end."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._open <= 0, seconds):
                raise TimeoutError(f"{self._open} request(s) did not end in {seconds} s")

    def _began(self, **_: Any) -> None:
        with self._changed:
            self._open += 1

    def _ended(self, **_: Any) -> None:
        with self._changed:
            self._open -= 1
            self._changed.notify_all()


@contextmanager
def beside_playwright() -> Iterator[None]:
    """Let what runs here start a loop of its own, as a seal does: Playwright's loop runs in the thread of the tests."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
