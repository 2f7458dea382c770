"""The patient door on a telephone: S2's aftercare, a traveller's times, the emergency number, without script too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from nappage.assessment.edition_in_use import edition_in_use
from nappage.records.models import Relation
from support.after_session import given_session
from support.at_home import code_sent
from support.browser import PHONE, Visitors, photograph
from support.cast import Cast
from support.charts import Laid
from support.device import SetClock
from support.walk import faults_on_a_phone

ADDRESS = "demo014@example.test"


@pytest.fixture
def face(cast: Cast, clock: SetClock) -> Laid:
    """Return S2's first session as given on 5 October, twenty minutes after its end."""
    laid = given_session(cast, "s2-face", "2026-10-05 14:50", "2026-10-05 15:20")
    clock(laid.at("2026-10-05 15:40"))
    return laid


def looked_at(page: Page, name: str) -> None:
    """Hold a page against what every page of this door has to be, and keep its picture."""
    assert faults_on_a_phone(page, f"door-story-{name}", edition_in_use()) == []


def log_in(page: Page, laid: Laid) -> None:
    """Log in with the code that comes by e-mail."""
    page.goto("/my/")
    page.get_by_label("Your e-mail or mobile number").fill(ADDRESS)
    looked_at(page, "log-in")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_sent(laid.at("2026-10-05 15:40")))
    looked_at(page, "code")
    page.get_by_role("button", name="Log in").click()


@pytest.mark.proves("S2", "H-38", "R155")
def test_after_a_face_session_a_traveller_reads_it_at_home(page_as: Visitors, face: Laid) -> None:
    """Log in by code, read what comes, fly to New York, and dial: never more than two taps from the number."""
    face.cast.access(face.person, at=face.at("2026-10-05 10:00"), address=ADDRESS)
    page = page_as.phone()
    log_in(page, face)
    expect(page.get_by_role("heading", name="My course")).to_be_visible()
    expect(page.locator(".steps__one").first).to_contain_text("Mon 5 Oct 2026, 19:20")
    expect(page.locator(".steps__one").first).to_contain_text("in 3 h 40 min")
    looked_at(page, "course")

    page.get_by_role("link", name="Settings").click()
    looked_at(page, "settings")
    page.get_by_label("Where are you now?").select_option("America/New_York")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="My course").click()
    hot = page.locator(".steps__one", has_text="hot shower")
    expect(hot).to_contain_text("Mon 5 Oct 2026, 17:20")
    expect(hot).to_contain_text("Mon 5 Oct 2026, 23:20, Madrid time")
    expect(page.locator(".alarm__number").first).to_have_attribute("href", "tel:911")
    looked_at(page, "course-away")

    page.get_by_role("link", name="Emergency").click()
    dials = page.locator("a.dial")
    assert [one.get_attribute("href") for one in dials.all()] == ["tel:911", "tel:112"]
    looked_at(page, "emergency-numbers")
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("heading", name="Numéros d’urgence")).to_be_visible()
    page.goto("/my/course/")
    looked_at(page, "course-fr")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()


def test_it_is_whole_without_script(page_as: Visitors, face: Laid) -> None:
    now = face.at("2026-10-05 15:00")
    face.cast.access(face.person, at=now, address=ADDRESS)
    other = face.cast.register("Demo patient 077", now)
    until = face.at("2026-12-01 00:00")
    face.cast.access(other.id, at=now, address=ADDRESS, relation=Relation.PROXY, name="Demo helper", until=until)
    page = page_as.phone(script=False)
    page.goto("/my/log-in/")
    page.get_by_label("Your e-mail or mobile number").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_sent(face.at("2026-10-05 15:40")))
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="About whom?")).to_be_visible()
    photograph(page, "door-person", (PHONE,))
    page.get_by_role("button", name="Demo patient 077").click()
    expect(page.locator(".door__who")).to_contain_text("You are here for Demo patient 077")
    page.get_by_role("link", name="Someone else").click()
    page.get_by_role("button", name="Demo patient 014").click()
    expect(page.locator(".steps__one").first).to_contain_text("make-up")
    with page.expect_download() as download:
        page.get_by_role("link", name="Put the visits into my calendar").click()
    assert "SUMMARY:Appointment" in Path(download.value.path()).read_text("utf-8")


def test_a_passkey_is_kept_on_the_telephone_and_logs_in(page_as: Visitors, face: Laid, settings: Settings) -> None:
    settings.NAPPAGE_DEMO = True
    face.cast.access(face.person, at=face.at("2026-10-05 10:00"), address=ADDRESS)
    page = page_as.phone()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(page, face)
    page.goto("/my/settings/passkey/")
    looked_at(page, "passkey")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Your passkey is kept.")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("heading", name="My course")).to_be_visible()
