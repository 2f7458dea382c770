"""The public pages in a real browser: axe in each language, a slow network, and none at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Page

from architecture.source_tree import ROOT
from nappage.rendering.wording import LANGUAGES
from support.browser import PHONE, Visitors, axe_serious, photograph
from support.cast import Cast
from support.walk import TOO_SMALL, TOO_WIDE

PAGES = (
    "/decide/", "/decide/compare/", "/decide/side-effects/", "/decide/talk/", "/decide/take-along/", "/claims/",
    "/clinics/",
)  # fmt: skip
STATIC = ROOT / "src/nappage/web/static"
READABLE_WITHIN = 5_000  # milliseconds
AT_ONCE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.mark.django_db
def test_a_page_is_sent_compressed() -> None:
    answer = Client().get("/decide/", {"lang": "en"}, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 20_000


@pytest.mark.browser
def test_opened_to_the_last_detail_it_is_read_by_all_and_tapped_by_thumb(page_as: Visitors, cast: Cast) -> None:
    """In each language everything fits a telephone and a thumb; the structure that axe reads is that of the first."""
    page, wrong = page_as.phone(), []
    for path in PAGES:
        for language in LANGUAGES:
            page.goto(f"{path}?lang={language}")
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            found = [*page.evaluate(TOO_WIDE), *page.evaluate(TOO_SMALL)]
            if language == LANGUAGES[0]:
                found += axe_serious(page)
                photograph(page, f"public{path.strip('/').replace('/', '-')}", (PHONE,))
            wrong += [f"{path} {language}: {fault}" for fault in found]
    assert wrong == []


@pytest.mark.browser
def test_it_is_read_without_script_and_the_list_to_talk_over_comes_too(page_as: Visitors, cast: Cast) -> None:
    page = page_as.phone(script=False)
    page.goto("/decide/?lang=en")
    page.get_by_role("link", name="Talk it over").click()
    page.get_by_label("I have or have had cancer.").check()
    page.get_by_role("button", name="Show my list").click()
    assert "the cancer, when it was, and its treatment" in page.inner_text("main")
    page.get_by_role("link", name="Emergency", exact=True).click()
    assert "112" in page.inner_text("main")


def _as_it_is(application: Any) -> Any:
    """Return the application without the handler of static files that tests put before it."""
    return application


@pytest.fixture
def as_served(page_as: Visitors) -> Iterator[str]:
    """Serve the product as it is served: its sheets come compressed, by its own middleware."""
    thread = LiveServerThread("localhost", _as_it_is, connections_override={})  # type: ignore[arg-type]  # any handler does
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


# A time, which another program on the same machine can spoil: `make test-all` asks it.
@pytest.mark.long
@pytest.mark.browser
def test_the_text_is_readable_within_five_seconds_on_a_slow_network(
    page_as: Visitors, cast: Cast, as_served: str
) -> None:
    page = page_as.phone()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    network.send("Network.setBypassServiceWorker", {"bypass": True})
    for path in ("/decide/", "/decide/side-effects/", "/claims/"):
        # Opened once before, so that the program's own start is not taken for the network's; then the best of three.
        page.goto(f"{as_served}{path}?lang=en")
        network.send("Network.emulateNetworkConditions", SLOW)
        painted = min(first_words(page, f"{as_served}{path}?lang=en") for _ in range(3))
        network.send("Network.emulateNetworkConditions", AT_ONCE)
        assert 400 < painted <= READABLE_WITHIN, (path, painted)


def first_words(page: Page, url: str) -> float:
    """Return how many milliseconds after it was asked for a page shows its first words."""
    page.goto(url)
    page.locator("h1").wait_for()
    painted: float = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    return painted


@pytest.mark.browser
def test_without_a_network_the_numbers_and_alarm_signs_are_there_and_nothing_of_anybody_is_kept(
    page_as: Visitors, cast: Cast
) -> None:
    page = page_as.phone()
    page.goto("/decide/?lang=en")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys()))))"
        ".then((lists) => lists.flat().map((request) => new URL(request.url).pathname))"
    )
    assert "/offline/" in kept
    assert [path for path in kept if not path.startswith("/static/") and path != "/offline/"] == []
    page.context.set_offline(True)
    page.goto("/my/course/")
    words = page.inner_text("main")
    assert "Trouble breathing" in words
    assert "Spain" in words
    page.context.set_offline(False)


@pytest.mark.django_db
def test_the_app_has_a_name_that_tells_nothing_and_an_icon_of_ours() -> None:
    told = Client().get("/app.webmanifest")
    assert told.headers["Content-Type"] == "application/manifest+json"
    assert (told.json()["name"], told.json()["display"]) == ("Nappage", "standalone")
    assert (STATIC / told.json()["icons"][0]["src"].removeprefix("/static/")).exists()
    assert Path(STATIC / "nappage/door.js").exists()


@pytest.mark.django_db
def test_the_page_without_network_says_the_alarm_signs_in_each_language_and_the_worker_keeps_only_it() -> None:
    markup = Client().get("/offline/").content.decode()
    for language, words in {"en": "Trouble breathing", "fr": "respirer", "es": "respirar"}.items():
        section = markup.split(f'id="{language}"')[1].split("</section>")[0]
        assert words in section
        assert "8" in section
    worker = Client().get("/door-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert '"/offline/"' in worker.content.decode()
    assert "OFFLINE = true" in worker.content.decode()
    assert "OFFLINE = false" in Client().get("/emergency/worker.js").content.decode()
