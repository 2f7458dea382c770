"""What was typed is still there: after the lock, after the question who signs, after a refusal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from nappage.actions.sittings import set_pin
from nappage.records.models import Identity, Person, PolicyVersion
from support.browser import TABLET, Visitors, axe_serious, photograph
from support.cast import Cast
from support.device import SetClock

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TYPED = "Demo patient 014, called Demo"
PINS = {"injector": "274916", "physician": "508317"}


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    clock(AT)
    for duty, pin in PINS.items():
        set_pin(cast.actor(duty, AT), pin)
    return cast.register("Demo patient 014", AT)


def unlock(page: Page, duty: str) -> None:
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.get_by_label(f"Demo {duty}").check()
    page.get_by_label("PIN", exact=True).fill(PINS[duty])
    page.get_by_role("button", name="Unlock").click()


def test_what_was_sent_to_a_locked_tablet_is_there_again_for_who_typed_it(
    page_as: Visitors, person: Person, clock: SetClock
) -> None:
    page = page_as("injector", size=TABLET)
    page.goto(f"/patients/{person.id}/identity/")
    page.get_by_label("Name", exact=True).fill(TYPED)
    clock(AT + timedelta(minutes=3), awake=False)
    page.locator("#identity").evaluate("form => form.requestSubmit()")
    unlock(page, "injector")
    page.wait_for_url(f"**/patients/{person.id}/identity/")
    expect(page.get_by_label("Name", exact=True)).to_have_value(TYPED)
    expect(page.get_by_text("What you typed before is here again, not saved yet.")).to_be_visible()
    assert Identity.objects.get(person=person).name == "Demo patient 014"
    photograph(page, "typed-again")


def test_it_is_not_there_for_somebody_else(page_as: Visitors, person: Person, clock: SetClock) -> None:
    page = page_as("injector", size=TABLET)
    page.goto(f"/patients/{person.id}/identity/")
    page.get_by_label("Name", exact=True).fill(TYPED)
    page.locator("#lock-form").evaluate("form => form.requestSubmit()")
    unlock(page, "physician")
    page.wait_for_url(f"**/patients/{person.id}/identity/")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Demo patient 014")


@pytest.mark.proves("H-13")
def test_two_tabs_a_switch_and_the_old_tab_is_refused_with_its_words_shown(
    page_as: Visitors, cast: Cast, person: Person
) -> None:
    other = cast.register("Demo patient 041", AT)
    first = page_as("injector")
    first.goto(f"/patients/{person.id}/identity/")
    first.get_by_label("Name", exact=True).fill(TYPED)
    second = first.context.new_page()
    second.goto("/")
    second.locator("#lock-form").evaluate("form => form.requestSubmit()")
    unlock(second, "physician")
    expect(second.get_by_text("Demo physician").first).to_be_visible()
    second.goto(f"/patients/{other.id}/")
    first.locator("#identity").evaluate("form => form.requestSubmit()")
    expect(first.get_by_role("heading", name="This form belongs to somebody else")).to_be_visible()
    expect(first.get_by_text(TYPED)).to_be_visible()
    expect(first.get_by_role("link", name="Open Demo patient 041")).to_be_visible()
    photograph(first, "misbound")
    assert axe_serious(first) == []
    assert Identity.objects.get(person=person).name == "Demo patient 014"
    assert Identity.objects.get(person=other).name == "Demo patient 041"


def test_an_idle_page_locks_by_itself(page_as: Visitors, person: Person) -> None:
    page = page_as("injector")
    page.add_init_script("localStorage.setItem('nappage-touched', '0')")
    page.goto(f"/patients/{person.id}/identity/")
    page.evaluate("localStorage.setItem('nappage-touched', String(Date.now() - 121000))")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert page.url.endswith(f"/lock/?next=%2Fpatients%2F{person.id}%2Fidentity%2F")


def test_the_question_who_signs_sends_the_same_form_again(page_as: Visitors, cast: Cast, person: Person) -> None:
    set_pin(cast.actor("director", AT), "619402")
    desk = cast.client("director", confirmed=False)
    assert (
        desk.post("/policy/rows/openings/0/", {"weekday": "6", "opens": "10:00", "closes": "12:00"}).status_code == 302
    )
    page = page_as()
    cookie = desk.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page_as.address}])
    page.goto("/policy/sign/")
    page.locator("[name=words]").fill("closed for the holiday")
    page.locator("main form").first.evaluate("form => form.requestSubmit()")
    expect(page.get_by_role("heading", name="Is it you, Demo director?")).to_be_visible()
    assert axe_serious(page) == []
    page.get_by_label("Your PIN or password").fill("619403")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert").first).to_contain_text("nothing was signed yet")
    photograph(page, "confirm-wrong")
    page.get_by_label("Your PIN or password").fill("619402")
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/policy/")
    assert PolicyVersion.objects.filter(clinic=cast.clinic, words="closed for the holiday").exists()
