"""What every test may ask for: the edition, a clinic with its cast, a clock, and a browser before a live server."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as profiles
from playwright.sync_api import Browser, Playwright
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from nappage.engine.edition import Edition
from support.browser import Requests, Visitors, chromium, playing
from support.cast import Cast, new_clinic
from support.clinic_keys import make_keys_seldom
from support.device import SetClock, stay_awake
from support.emptying import let_the_flush_empty
from support.outside import look_from_outside
from support.static_files import list_static_files_once
from support.stories import shipped

# The default draws the same examples each time, so that a change is judged by the change; the full one draws anew.
_PATIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much]
profiles.register_profile("default", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_PATIENT)
profiles.register_profile("full", max_examples=10_000, deadline=None, suppress_health_check=_PATIENT)
profiles.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Playwright's loop runs in the thread of the tests; Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
look_from_outside()
list_static_files_once()
make_keys_seldom()
# Tests make much and forget it soon: at its usual pace, looking for cycles took a tenth of their time.
gc.set_threshold(20_000, 20, 20)

_OF_DATABASE = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses a database and what a browser, to be asked for by -m; leave out what is another engine's."""
    others = []
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & _OF_DATABASE or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if "browser" in asked:
            item.add_marker(pytest.mark.browser)
        engine = item.get_closest_marker("only_on")
        if engine and engine.args[0] != connection.vendor:
            others.append(item)
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
    items.sort(key=lambda item: item.get_closest_marker("takes_longest") is None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Let each test begin in the installation's language: that of a page asked for before stays in this thread."""
    translation.deactivate()


def pytest_collection_finish() -> None:
    """Let nobody look through what was loaded so far for cycles again: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def edition() -> Edition:
    return shipped()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Drop no database of PostgreSQL: its cluster is of this run alone and goes with it (support/postgres.py).

    To drop it, nobody may be connected; the server of the browser's tests may still be closing what answered last.
    """
    return connection.vendor == "postgresql"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the test database, whose flush may empty what is append-only."""
    with django_db_blocker.unblock():
        let_the_flush_empty(connection)


@pytest.fixture(scope="module")
def once_per_module(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[AbstractContextManager[None]]:
    """Return a block in which a module makes what its tests share; it is gone when the module ends.

    Each test's own transaction stands inside, and is rolled back as ever. What Python remembers of a row is not: a test
    changes a shared row by a query, never on the object.
    """
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]  # what is durable in the product may stand inside it
    with django_db_blocker.unblock():
        whole.__enter__()
    yield django_db_blocker.unblock()
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the clinic of Madrid with its cast."""
    return new_clinic()


@pytest.fixture
def stranger(db: None) -> Cast:
    """Return another clinic of the same installation, whose people must see nothing of the first."""
    return new_clinic("Northside")


@pytest.fixture
def clock(settings: Settings, request: pytest.FixtureRequest) -> SetClock:
    """Return a function that sets the instant of every request from now on.

    Tablets stay awake across the jump, as if somebody had been there all the time; `awake=False` lets them fall idle.
    """

    def set_to(at: datetime, *, awake: bool = True) -> None:
        settings.NAPPAGE_CLOCK = lambda: at
        # A fixture may set the clock before the test has its database; nobody sits anywhere then.
        if awake and _OF_DATABASE & set(request.fixturenames):
            with suppress(RuntimeError):
                stay_awake(at)

    return set_to


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with playing() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return one Chromium for the whole run."""
    with chromium(playwright) as running:
        yield running


@pytest.fixture
def page_as(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Visitors]:
    """Return a function that opens a page of the live server as somebody: page_as("injector").goto("/")."""
    with Requests().watched() as requests:
        visitors = Visitors(browser, live_server.url, cast)
        yield visitors
        visitors.leave()
        requests.wait_until_none()
    assert visitors.complaints == []
