"""The look, seen by a browser: every page of the gallery can be read by all and keeps to policy and measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from nappage.engine.edition import Edition
from nappage.engine.wording import offences
from screens.gallery.pages import ALL_PAGES, PAPER_PAGES, render
from screens.gallery.serving import served
from support.browser import DESK, PHONE, TABLET, violations
from support.walk import TOO_SMALL

SIZES: dict[str, ViewportSize] = {"wide": DESK, "tablet": TABLET, "phone": PHONE}
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:|(?:src|href)="(?:https?:)?//""")


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    with served(tmp_path_factory.mktemp("gallery")) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = blank(browser, "wide")
    yield page
    page.close()


def blank(browser: Browser, size: str) -> Page:
    return browser.new_page(viewport=SIZES[size])


def show(page: Page, url: str) -> None:
    """Open an address and wait for its type."""
    page.goto(url)
    page.evaluate("document.fonts.ready")


@pytest.mark.parametrize("name", ALL_PAGES)
def test_it_says_no_forbidden_word(name: str, edition: Edition) -> None:
    assert [found.word for found in offences(edition, re.sub(r"<[^>]+>", " ", render(name)))] == []


@pytest.mark.parametrize("name", ALL_PAGES)
def test_it_holds_no_inline_script_or_style_and_asks_no_other_host(name: str) -> None:
    assert INLINE.findall(render(name)) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ALL_PAGES)
def test_it_is_read_by_all_breaks_no_policy_and_asks_only_its_own_server(
    name: str, size: str, browser: Browser, gallery: tuple[str, list[str]]
) -> None:
    said: list[str] = []
    asked: list[str] = []
    page = blank(browser, size)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: said.append(response.url) if response.status >= 400 else None)
    show(page, f"{gallery[0]}/{name}.html")
    assert violations(page) == []
    if name not in PAPER_PAGES:
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth") == SIZES[size]["width"]
        assert_emergency_is_at_the_thumb(page, size)
    assert said == []
    assert [url for url in asked if not url.startswith(gallery[0])] == []
    page.close()


def assert_emergency_is_at_the_thumb(page: Page, size: str) -> None:
    page.evaluate("window.scrollTo(0, 400)")
    emergency = page.locator(".emergency")
    box = emergency.bounding_box()
    assert box is not None
    assert box["x"] < 40
    assert SIZES[size]["height"] - (box["y"] + box["height"]) < 40
    assert emergency.get_attribute("href") in ("/emergency/", "/emergency/?person=")


@pytest.mark.parametrize("size", SIZES)
def test_the_closed_action_says_why_right_under_it(size: str, browser: Browser, gallery: tuple[str, list[str]]) -> None:
    page = blank(browser, size)
    show(page, f"{gallery[0]}/session.html")
    button, reason = page.locator(".primary__button"), page.locator(".primary__reason")
    above, under = button.bounding_box(), reason.bounding_box()
    assert above is not None
    assert under is not None
    assert button.is_disabled()
    assert reason.inner_text() == "Opens when the reading is recorded. Record it"
    assert 0 <= under["y"] - (above["y"] + above["height"]) < 12
    assert above["x"] + above["width"] > SIZES[size]["width"] - 40
    page.close()


def test_no_open_gate_and_no_other_part_is_green(page: Page, gallery: tuple[str, list[str]]) -> None:
    sheet = page.request.get(f"{gallery[0]}/static/vendor/nappage.css").text()
    for red, green, blue in re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b", sheet):
        r, g, b = int(red, 16), int(green, 16), int(blue, 16)
        assert not (g > 1.25 * r and g > 1.25 * b and g > 60), f"#{red}{green}{blue}"
    assert "nhs.uk" not in sheet
    assert "rutiger" not in sheet
    assert "data:" not in sheet


def test_the_type_is_the_one_that_is_shipped(page: Page, gallery: tuple[str, list[str]]) -> None:
    page.goto(f"{gallery[0]}/session.html", wait_until="networkidle")
    assert page.evaluate("document.fonts.check('17px \"Atkinson Hyperlegible\"')")
    assert page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').length") >= 2


def test_faults_have_four_parts_are_all_there_and_lead_to_their_fields(
    page: Page, gallery: tuple[str, list[str]]
) -> None:
    page.goto(f"{gallery[0]}/mending.html")
    summary = page.locator(".nhsuk-error-summary")
    assert page.evaluate("document.activeElement.className") == "nhsuk-error-summary"
    assert summary.locator("li").count() == 8
    waist = " ".join(summary.locator("li").nth(3).inner_text().split())
    assert waist == (
        "Waist Expected a length such as 57.2 cm, found “0,05” cm. "
        "Type it with a point and no comma, or choose the unit again."
    )
    for link in summary.locator("a").all():
        link.click()
        assert page.evaluate("document.activeElement.closest('.nhsuk-form-group--error') !== null")
    assert page.locator("#id_waist_0").input_value() == "0,05"
    assert [page.locator(f"#id_born_{part}").input_value() for part in range(3)] == ["31", "2", "1990"]


def test_a_timer_counts_from_the_clock_of_the_server(page: Page, gallery: tuple[str, list[str]]) -> None:
    page.clock.install(time="2031-01-01T00:00:00Z")
    page.goto(f"{gallery[0]}/session.html")
    timer = page.locator("[data-timer]").nth(1)
    assert timer.locator("[data-left]").inner_text() == "in 24 min"
    page.clock.run_for(60_000)
    assert timer.locator("[data-left]").inner_text() == "in 23 min"
    for _minute in range(23):
        page.keyboard.press("Shift")
        page.clock.run_for(60_000)
    assert timer.get_attribute("data-state") == "due"
    assert "due" in timer.locator("[data-left]").inner_text()
    assert "Observation after the test" in page.locator("#announce").inner_text()
    assert page.locator("[data-clock]").inner_text() == "Tue 3 Mar, 10:48"


def test_names_can_be_hidden_and_stay_hidden_for_the_next_page(page: Page, gallery: tuple[str, list[str]]) -> None:
    page.goto(f"{gallery[0]}/session.html")
    page.get_by_role("button", name="Hide names").click()
    assert page.locator(".banner__name").inner_text().startswith("D. P. 0.")
    assert "names=hidden" in page.evaluate("document.cookie")
    page.get_by_role("button", name="Show names").click()
    assert page.locator(".banner__name").inner_text().startswith("Demo patient 014")


def test_the_server_hides_names_that_were_hidden_before() -> None:
    from types import SimpleNamespace

    request = SimpleNamespace(COOKIES={"names": "hidden"}, get_full_path=lambda: "/")
    assert 'data-names="hidden"' in render("session", request=request)


def test_keys_lead_where_they_say_and_are_listed(page: Page, gallery: tuple[str, list[str]]) -> None:
    page.goto(f"{gallery[0]}/board.html")
    page.keyboard.press("?")
    listed = page.locator("[data-shortcut-list]").inner_text()
    assert "Today" in listed
    assert "Emergency" in listed
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("g t")
    assert page.url.endswith("/board.html")
    page.locator("#main").focus()
    page.keyboard.type("gt")
    page.wait_for_url("**/today/")


def test_keys_can_be_turned_off(page: Page, gallery: tuple[str, list[str]]) -> None:
    page.goto(f"{gallery[0]}/board.html")
    page.keyboard.press("?")
    page.get_by_label("Use these keys on this device").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_two_minutes_without_a_touch_lock_the_screen(page: Page, gallery: tuple[str, list[str]]) -> None:
    address, sent = gallery
    page.clock.install(time="2026-03-03T09:24:00Z")
    page.goto(f"{address}/session.html")
    page.clock.run_for(101_000)
    assert page.locator("[data-idle-notice]").is_visible()
    page.keyboard.press("Shift")
    page.clock.run_for(1_000)
    assert page.locator("[data-idle-notice]").is_hidden()
    page.clock.run_for(121_000)
    page.wait_for_url("**/pin.html")
    assert sent[-1].startswith("/lock/?csrfmiddlewaretoken=")
    assert sent[-1].endswith("next=%2Fsession.html&then=stay")


def test_what_was_typed_is_there_again_after_a_reload_until_it_is_discarded(
    page: Page, gallery: tuple[str, list[str]]
) -> None:
    page.goto(f"{gallery[0]}/intake.html")
    page.locator("#id_name").fill("Demo patient 015")
    page.get_by_text("Don't know").click()
    page.reload()
    assert page.locator("#id_name").input_value() == "Demo patient 015"
    assert page.locator("#id_pregnant_2").is_checked()
    assert page.locator(".kept").is_visible()
    page.get_by_role("button", name="Discard it").click()
    assert page.locator("#id_name").input_value() == ""
    page.reload()
    assert page.locator(".kept").count() == 0


def test_another_member_never_sees_what_was_typed(page: Page, gallery: tuple[str, list[str]]) -> None:
    page.goto(f"{gallery[0]}/intake.html")
    page.locator("#id_name").fill("Demo patient 015")
    page.route(
        "**/intake.html", lambda route: route.fulfill(body=render("intake", member={"id": "m2", "name": "Other"}))
    )
    page.reload()
    assert page.locator("#id_name").input_value() == ""
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('nappage-kept')).length") == 0


def test_it_can_be_used_without_script(browser: Browser, gallery: tuple[str, list[str]]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{gallery[0]}/session.html")
    page.locator("summary").click()
    assert page.get_by_role("button", name="Lock now").is_visible()
    assert page.locator("[data-left]").nth(1).inner_text() == "in 24 min"
    assert page.locator("[data-toggle-names]").is_hidden()
    context.close()


@pytest.mark.parametrize("name", ["paper", "session"])
def test_paper_has_pages_with_numbers_and_no_navigation(
    name: str, page: Page, gallery: tuple[str, list[str]], tmp_path: Path
) -> None:
    page.goto(f"{gallery[0]}/{name}.html", wait_until="networkidle")
    page.emulate_media(media="print")
    assert page.locator(".bar, .top__nav, .rail").filter(visible=True).count() == 0
    assert "Demo patient 014" in page.locator("body").inner_text()
    assert page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")
