"""Plan and consent of S1 in a real browser: places picked on the figures, the consent drawn, its paper sealed."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from nappage.assessment.document_kept import open_document
from nappage.assessment.planned import draft, versions
from nappage.engine.story import Side, Site
from nappage.records.models import Document, Person
from support.browser import DESK, TABLET, Visitors, axe_serious, photograph
from support.cast import Cast
from support.planning import CONSULTED, FLANK, THIGHS, look, sign_s1

Clock = Callable[[datetime], None]


@pytest.fixture
def person(page_as: Visitors, cast: Cast, clock: Clock) -> Person:
    clock(CONSULTED)
    return cast.register("Demo patient 014", CONSULTED)


def opened(page_as: Visitors, duty: str, path: str, *, script: bool = True, size: ViewportSize = TABLET) -> Page:
    """Return a page as somebody sees it."""
    page = page_as(duty, script=script, size=size)
    page.goto(path)
    return page


def pick(page: Page, view: str, zone: str) -> None:
    """Click the middle of a zone on one figure, as a finger would."""
    shape = page.locator(f'.figure--{view} [data-zone="{zone}"] > path').first
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def write_s1(page: Page) -> None:
    """Fill in what S1 agrees on, without its places."""
    page.get_by_label("What the patient wants from it").fill("I want my trousers to sit better.")
    page.get_by_label("Number of sessions").fill("10")
    page.get_by_label("First session, if a day is talked of").fill("2026-03-03")
    page.locator("#id_first_clock").fill("10:30")
    page.locator('label[for="variant-001-body"]').click()
    page.get_by_label("Technique").select_option("nappage")
    page.get_by_label("Layer aimed at").select_option("superficial-subcutis")
    for line, agent, volume, lot in (("1", "A", "3.0", "A-101"), ("2", "B", "2.0", "B-101")):
        page.locator(f"#id_line{line}-agent").select_option(agent)
        page.locator(f"#id_line{line}-volume_0").fill(volume)
        page.locator(f"#id_line{line}-lot").select_option(f"{agent}|{lot}")
    page.get_by_label("Look together before session").select_option("4")
    page.locator("label", has_text="Judged by eye").click()
    page.get_by_label("What would count as enough").fill("One size less at both thighs.")
    page.get_by_label("Food and exercise").fill("Walking three times a week.")


@pytest.mark.proves("S1", "H-14", "R077")
def test_s1_is_planned_on_the_figures_of_a_tablet_and_signed(page_as: Visitors, cast: Cast, person: Person) -> None:
    page = opened(page_as, "injector", f"/patients/{person.id}/plan/")
    page.get_by_role("button", name="Write the plan").click()
    page.get_by_role("link", name="Cellulite").click()
    pick(page, "front", "thigh/right")
    pick(page, "back", "thigh/left")
    pick(page, "front", "flank/right")
    expect(page.locator("#site-thigh-right")).to_be_checked()
    expect(page.locator("#waiting")).to_contain_text("3 areas")
    expect(page.locator('.figure--back [data-zone="thigh/right"]')).to_have_class("figure__zone figure__zone--now")
    page.locator('label[for="later-flank-right"]').click()
    expect(page.locator("#waiting")).not_to_contain_text("3 areas")
    expect(page.locator('.figure--front [data-zone="flank/right"]')).to_have_class("figure__zone figure__zone--later")
    page.get_by_label("Place that stays untreated").select_option("flank")
    write_s1(page)
    assert axe_serious(page) == []
    photograph(page, "plan-write")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url(f"**/patients/{person.id}/plan/")
    found = draft(look(cast, person).chart)
    assert found is not None
    assert set(found.plan.sites) == set(THIGHS)
    assert (found.plan.queued, found.plan.sentinel) == ((FLANK,), "flank")

    physician = opened(page_as, "physician", f"/patients/{person.id}/plan/", size=DESK)
    assert axe_serious(physician) == []
    photograph(physician, "plan-draft")
    physician.get_by_role("button", name="Sign the plan").click()
    physician.get_by_text("Version 1, signed by Demo physician").wait_for()
    assert versions(look(cast, person).chart)[0].plan.signed_by == "physician-1"


def test_what_is_chosen_while_the_areas_are_counted_is_not_lost(page_as: Visitors, person: Person) -> None:
    page = opened(page_as, "injector", f"/patients/{person.id}/plan/write/?for=cellulite")
    asked = f"**/patients/{person.id}/plan/write/?for=cellulite"
    page.route(asked, lambda route: choose_then_answer(page, route))
    page.locator("#site-thigh-right").check(force=True)
    expect(page.locator("[name=sentinel]")).to_have_value("upper-arm")
    with page.expect_response(asked):
        page.locator("#site-thigh-left").check(force=True)
    expect(page.locator("#later-thigh-left")).to_be_visible()
    expect(page.locator("[name=sentinel]")).to_have_value("upper-arm")


def choose_then_answer(page: Page, route: Route) -> None:
    """Choose the place that stays untreated while the server counts, and let its answer through only then."""
    if page.locator("[name=sentinel]").input_value() != "upper-arm":
        page.locator("[name=sentinel]").select_option("upper-arm")
    route.continue_()


@pytest.mark.proves("H-14")
def test_without_script_a_figure_ticks_its_box_and_the_draft_is_kept(
    page_as: Visitors, cast: Cast, person: Person
) -> None:
    page = opened(page_as, "injector", f"/patients/{person.id}/plan/write/?for=cellulite", script=False)
    pick(page, "back", "thigh/right")
    expect(page.locator("#site-thigh-right")).to_be_checked()
    expect(page.locator("#site-thigh-left")).not_to_be_checked()
    pick(page, "legs-front", "medial-thigh/left")
    page.get_by_role("button", name="Work out the dates").click()
    expect(page.locator("#site-medial-thigh-left")).to_be_checked()
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url(f"**/patients/{person.id}/plan/")
    found = draft(look(cast, person).chart)
    assert found is not None
    assert set(found.plan.sites) == {Site("thigh", Side.RIGHT), Site("medial-thigh", Side.LEFT)}


@pytest.mark.proves("S1")
def test_the_keyboard_reaches_every_place_and_says_its_name(page_as: Visitors, person: Person) -> None:
    page = opened(page_as, "injector", f"/patients/{person.id}/plan/write/?for=cellulite", size=DESK)
    page.locator("#site-thigh-right").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Right: Right thigh")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Left: Left thigh")).to_be_focused()


@pytest.mark.proves("S1", "U-10")
def test_the_consent_is_drawn_and_its_paper_carries_a_valid_seal(
    page_as: Visitors, cast: Cast, person: Person, clock: Clock, tmp_path: Path
) -> None:
    sign_s1(cast, person)
    clock(CONSULTED + timedelta(minutes=45))
    page = opened(page_as, "assistant", f"/patients/{person.id}/consent/")
    assert axe_serious(page) == []
    photograph(page, "consent")
    page.get_by_role("button", name="Read and sign").click()
    page.get_by_label("Beside it").select_option("es")
    page.get_by_role("button", name="Show").click()
    assert axe_serious(page) == []
    photograph(page, "consent-read")
    page.locator("label", has_text="Drawing").click()
    draw(page)
    page.get_by_label("The patient's full name").fill("Demo patient 014")
    page.screenshot(path=tmp_path / "signing.png")
    page.get_by_role("button", name="Sign the consent").click()
    page.wait_for_url(f"**/patients/{person.id}/consent/")
    photograph(page, "consent-signed")
    expect(page.get_by_text("drawn by hand")).to_be_visible()
    content = open_document(Document.objects.get(person=person))
    (tmp_path / "consent.pdf").write_bytes(content)
    said = checked(tmp_path / "consent.pdf")
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    address = page.get_by_role("link", name="Open the sealed paper").get_attribute("href")
    assert page.request.get(f"{page_as.address}{address}").body() == content
    expect(
        page.get_by_text("It declares itself PDF/A-3u for archives; no validator has confirmed that.")
    ).to_be_visible()


def draw(page: Page) -> None:
    """Draw a signature with the mouse."""
    canvas = page.locator("canvas.signature")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + 40, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(50):
        page.mouse.move(x + 5 * step, y + 40 * math.sin(step / 4) * math.cos(step / 17))
    page.mouse.up()


def checked(paper: Path) -> str:
    """Return what poppler's own checker says of the seal of a paper."""
    checker = shutil.which("pdfsig")
    assert checker is not None, "pdfsig is missing; it comes with poppler-utils"
    found = subprocess.run([checker, "-nocert", str(paper)], capture_output=True, text=True, check=False)
    return found.stdout
