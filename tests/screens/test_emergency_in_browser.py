"""The page of an emergency in a real browser: opened without a network, tapped, kept on the device, sent later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from nappage.actions.entries import record
from nappage.assessment.chart import chart_of
from nappage.assessment.happening import EmergencyStep
from nappage.engine.story import SymptomReport
from support.browser import TABLET, Visitors, axe_serious, photograph
from support.cast import Cast
from support.course import ready_for_first_session
from support.device import SetClock

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def localhost(live_server: object, page_as: Visitors, settings: Settings, clock: SetClock) -> None:
    """Serve under a name for which browsers allow a service worker without https."""
    settings.ALLOWED_HOSTS = ["localhost"]
    page_as.address = page_as.address.replace("127.0.0.1", "localhost")
    clock(AT)


def ready(page: Page) -> None:
    """Wait until the device keeps the page of emergencies."""
    page.evaluate(
        """new Promise(async (resolve) => {
          const kept = async () => (await navigator.serviceWorker.getRegistration("/emergency/"))?.active?.state;
          while (await kept() !== "activated") await new Promise((again) => setTimeout(again, 50));
          resolve(null);
        })"""
    )


def steps(cast: Cast, person: object) -> list[tuple[str, str]]:
    chart = chart_of(person, None, AT + timedelta(days=1))  # type: ignore[arg-type]
    return [(line.by, step.step) for line, step in chart.of(EmergencyStep)]


def test_it_opens_without_a_network_after_any_page_was_opened_once(page_as: Visitors, cast: Cast) -> None:
    page = page_as()
    page.goto("/accounts/login/")
    ready(page)
    page.context.set_offline(True)
    page.goto("/emergency/")
    expect(page.get_by_role("link", name="Call 112")).to_be_visible()
    page.get_by_text("Anaphylaxis").click()
    photograph(page, "emergency-offline")
    assert axe_serious(page) == []
    step = page.get_by_role("button", name="Lay the person flat")
    step.click()
    expect(step).to_contain_text(":")
    page.reload()
    page.get_by_text("Anaphylaxis").click()
    expect(page.get_by_role("button", name="Lay the person flat")).to_contain_text(":")


def test_steps_tapped_without_a_network_join_the_record_when_it_is_back(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    course = ready_for_first_session(cast, AT)
    page = page_as("injector", size=TABLET)
    page.goto(f"/patients/{course.person}/allergy-test/")
    ready(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="Emergency").click()
    page.get_by_text("Anaphylaxis").click()
    page.get_by_role("button", name="Have the emergency number called").click()
    page.get_by_role("button", name="0.5 mg").click()
    page.get_by_role("button", name="0.5 mg").click()
    state = page.locator("[data-state]")
    expect(state).to_contain_text("Not saved yet: 3.")
    photograph(page, "emergency-waiting")
    assert steps(cast, course.person) == []
    page.context.set_offline(False)
    expect(state).to_contain_text("every step tapped is on the record")
    assert sorted(steps(cast, course.person)) == [
        ("injector-1", "adrenaline"),
        ("injector-1", "adrenaline"),
        ("injector-1", "call-emergency-number"),
    ]


def test_of_a_patient_it_is_two_taps_and_on_the_record(page_as: Visitors, cast: Cast) -> None:
    course = ready_for_first_session(cast, AT)
    for symptom in ("lip-swelling", "breathing"):
        record(cast.actor("assistant", AT), "report.record", course.person, SymptomReport(symptom, onset=AT, at=AT))
    page = page_as("injector")
    page.goto(f"/patients/{course.person}/allergy-test/")
    page.get_by_role("link", name="Emergency").click()
    page.wait_for_url(f"**/patients/{course.person}/emergency/")
    page.get_by_text("Anaphylaxis").first.click()
    page.get_by_role("button", name="0.5 mg").click()
    expect(page.locator("[data-state]")).to_contain_text("every step tapped is on the record")
    expect(page.get_by_role("button", name="The same again")).to_contain_text("in 4:")
    page.reload()
    page.get_by_text("Anaphylaxis").first.click()
    expect(page.locator(".taken")).to_contain_text("Adrenaline into the muscle")
    photograph(page, "emergency-patient")
    assert axe_serious(page) == []
    assert steps(cast, course.person) == [("injector-1", "adrenaline")]


def test_without_script_a_step_is_still_one_tap(page_as: Visitors, cast: Cast) -> None:
    course = ready_for_first_session(cast, AT)
    page = page_as("injector", script=False)
    page.goto(f"/patients/{course.person}/emergency/")
    page.get_by_text("Faint").first.click()
    page.get_by_role("button", name="Raise the legs.").click()
    expect(page.locator(".taken")).to_contain_text("Raise the legs.")
    assert steps(cast, course.person) == [("injector-1", "legs-up")]
