"""The session in a real Chromium: few taps, nothing lost without a network, over a reload, after a lost answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, Route, expect

from support.browser import TABLET, Visitors, axe_serious
from support.cast import Cast
from support.sessions import RIGHT, Chair, at_the_chair, given, under_way

Clock = Callable[[datetime], None]
MOST_TAPS = 10


class Thumb:
    """A finger at the chair that counts what it does: a tap, or typing into one field."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.gestures = 0

    def tap(self, words: str) -> None:
        self.gestures += 1
        self.page.get_by_role("button", name=words, exact=True).click()

    def choose(self, words: str) -> None:
        self.gestures += 1
        self.page.get_by_text(words, exact=True).first.click()

    def type(self, field: str, text: str) -> None:
        self.gestures += 1
        self.page.locator(f"form#pass [name={field}]").fill(text)


@pytest.fixture
def chair(page_as: Visitors, cast: Cast, clock: Clock) -> Chair:
    chair = under_way(cast)
    clock(chair.at("10:40"))
    return chair


@pytest.fixture
def page(page_as: Visitors, chair: Chair) -> Page:
    page = page_as("injector", size=TABLET)
    opened(page, chair)
    return page


def opened(page: Page, chair: Chair, query: str = "") -> None:
    page.goto(f"/patients/{chair.laid.person}/session/{chair.visit.id}/{query}")
    page.wait_for_selector("[data-saving][data-ready]")


def first_values(thumb: Thumb) -> None:
    for field, text in (("spacing", "15"), ("volume", "0.02"), ("depth", "3"), ("needle", "30G")):
        thumb.type(field, text)


def reads(page: Page, words: str) -> None:
    expect(page.locator("[data-saving]")).to_contain_text(words)


def punctures(chair: Chair) -> int:
    return chair.charted("23:00").tally.punctures


# -- S1's first session ----------------------------------------------------------------------------------------------


@pytest.mark.proves("S1", "H-39", "H-18")
def test_s1_s_first_session_from_the_time_out_to_the_signature(page_as: Visitors, cast: Cast, clock: Clock) -> None:
    chair = at_the_chair(cast)
    page = page_as("injector", size=TABLET)
    clock(chair.at("09:58"))
    page.goto(f"/patients/{chair.laid.person}/session/")
    expect(page.get_by_role("button", name="Start session")).to_be_disabled()
    expect(page.locator(".primary__reason")).to_contain_text("Not before Tue 3 Mar 2026, 10:00")
    clock(chair.at("10:30"))
    page.reload()
    for words in ("Name", "Birth date", "Right thigh", "Left thigh"):
        page.get_by_label(words, exact=True).check()
    page.get_by_role("button", name="Start session").click()
    page.wait_for_selector("[data-saving][data-ready]")
    clock(chair.at("10:40"))
    first = Thumb(page)
    first_values(first)
    for step in ("+50", "+50", "+10", "+10"):
        first.tap(step)
    first.tap("Chart this pass")
    reads(page, "saved 1 of 1")
    second = Thumb(page)
    second.choose("Left thigh")
    second.tap("120 as last")
    second.tap("Chart this pass")
    reads(page, "saved 2 of 2")
    assert first.gestures <= MOST_TAPS
    assert second.gestures == 3
    assert chair.doses("10:45") == {"A": "28.8 mg", "B": "1.92 mL"}
    expect(page.locator("#totals")).to_contain_text("28.8 mg of 40 mg")
    assert axe_serious(page) == []
    clock(chair.at("10:58"))
    page.get_by_role("link", name="Volumes and signature").click()
    page.get_by_role("button", name="The last puncture is made").click()
    page.get_by_label("Wasted, with dead space").fill("0.2")
    page.get_by_role("button", name="Record the volumes").click()
    expect(page.locator("main")).to_contain_text("It adds up")
    page.get_by_label("I looked at every pass").check()
    clock(chair.at("11:01"))
    page.get_by_role("button", name="Sign the chart").click()
    expect(page.locator("main")).to_contain_text("2 passes, 240 punctures")
    signed = chair.charted("11:02").signed
    assert signed is not None
    assert (signed[0].by, signed[1].punctures) == ("injector-1", 240)


def test_without_script_the_same_form_charts_a_pass(page_as: Visitors, chair: Chair) -> None:
    page = page_as("injector", script=False, size=TABLET)
    page.goto(f"/patients/{chair.laid.person}/session/")
    thumb = Thumb(page)
    first_values(thumb)
    thumb.type("punctures", "120")
    thumb.tap("Chart this pass")
    expect(page.locator("main")).to_contain_text("saved 1 of 1")
    assert punctures(chair) == 120


# -- nothing is lost -------------------------------------------------------------------------------------------------


@pytest.mark.proves("H-18")
def test_without_a_network_passes_are_kept_visibly_unsaved_and_sent_in_order_when_it_is_back(
    page: Page, chair: Chair
) -> None:
    thumb = Thumb(page)
    first_values(thumb)
    page.context.set_offline(True)
    for count in ("40", "50"):
        thumb.type("punctures", count)
        thumb.tap("Chart this pass")
    reads(page, "saved 0 of 2")
    reads(page, "2 not saved")
    reads(page, "No network")
    assert axe_serious(page) == []
    assert punctures(chair) == 0
    page.context.set_offline(False)
    reads(page, "saved 2 of 2")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert [charted.given.punctures for _, charted in chair.charted().passes] == [40, 50]


@pytest.mark.proves("H-18", "E16")
def test_what_was_not_saved_survives_a_reload_and_is_offered_again(page: Page, chair: Chair) -> None:
    thumb = Thumb(page)
    first_values(thumb)
    page.route("**/passes", lambda route: route.abort())
    thumb.type("punctures", "40")
    thumb.tap("Chart this pass")
    reads(page, "1 not saved")
    page.reload()
    reads(page, "1 not saved")
    reads(page, "Last confirmed: 0 punctures. 1 more were kept on this tablet and are sent now. Continue?")
    assert punctures(chair) == 0
    page.unroute("**/passes")
    page.reload()
    reads(page, "saved 1 of 1")
    page.get_by_role("button", name="Continue").click()
    assert punctures(chair) == 40


@pytest.mark.proves("E16", "H-18", "K-13")
def test_118_points_with_the_last_answer_lost_are_118_after_the_reload(page: Page, chair: Chair) -> None:
    for _ in range(116):
        chair.chart(given(punctures=1), "10:39")
    opened(page, chair, "?mode=point")
    tap = Thumb(page)
    tap.tap("Puncture")
    reads(page, "saved 117 of 117")
    page.route("**/passes", lose_the_answer)
    tap.tap("Puncture")
    reads(page, "1 not saved")
    reads(page, "No network")
    expect(page.locator("[data-point-count]")).to_have_text("118")
    assert punctures(chair) == 118
    page.unroute("**/passes")
    opened(page, chair, "?mode=point")
    reads(page, "saved 118 of 118")
    assert punctures(chair) == 118
    expect(page.locator("[data-point-count]")).to_have_text("118")


def lose_the_answer(route: Route) -> None:
    """Let the server take a pass, and let its answer never come."""
    route.fetch()
    route.abort()


@pytest.mark.proves("H-18", "H-39")
def test_nothing_is_signed_while_this_tablet_holds_a_pass_that_is_not_saved(page: Page, chair: Chair) -> None:
    chair.chart(given(RIGHT))
    opened(page, chair)
    thumb = Thumb(page)
    page.route("**/passes", lambda route: route.abort())
    thumb.choose("Left thigh")
    thumb.type("punctures", "120")
    thumb.tap("Chart this pass")
    reads(page, "saved 1 of 2")
    page.get_by_role("link", name="Volumes and signature").click()
    reads(page, "saved 1 of 2")
    shown = page.locator("#sign [name=passes]").input_value(), page.locator("#sign [name=punctures]").input_value()
    assert shown == ("2", "240")


@pytest.mark.proves("H-10")
def test_a_pass_that_is_refused_says_why_and_is_taken_off_by_hand(page: Page, chair: Chair) -> None:
    thumb = Thumb(page)
    first_values(thumb)
    thumb.type("punctures", "400")
    thumb.tap("Chart this pass")
    reads(page, "48 mg")
    reads(page, "1 not saved")
    thumb.type("punctures", "20")
    thumb.tap("Chart this pass")
    reads(page, "saved 1 of 2")
    page.get_by_role("button", name="Take off").click()
    reads(page, "saved 1 of 1")
    assert punctures(chair) == 20


@pytest.mark.proves("E13", "H-19")
def test_two_tablets_chart_two_zones_and_the_second_in_one_zone_sees_whose_it_is(
    page_as: Visitors, page: Page, chair: Chair
) -> None:
    other = page_as("physician", size=TABLET)
    opened(other, chair)
    mine, theirs = Thumb(page), Thumb(other)
    for thumb, zone in ((mine, "Right thigh"), (theirs, "Left thigh")):
        first_values(thumb)
        thumb.choose(zone)
        thumb.type("punctures", "120")
        thumb.tap("Chart this pass")
    reads(other, "saved 2 of 2")
    theirs.choose("Right thigh")
    theirs.type("punctures", "10")
    theirs.tap("Chart this pass")
    reads(other, "Demo injector charts this zone")
    reads(other, "120 × 0.02 mL")
    assert punctures(chair) == 240
    other.get_by_role("button", name="I have seen these: take the zone over").click()
    other.wait_for_selector("[data-saving][data-ready]")
    other.get_by_role("button", name="Send again").click()
    reads(other, "saved 3 of 3")
    assert punctures(chair) == 250


def test_a_tablet_whose_person_has_logged_out_keeps_the_pass_and_says_so(page: Page, chair: Chair) -> None:
    thumb = Thumb(page)
    first_values(thumb)
    page.context.clear_cookies()
    thumb.type("punctures", "40")
    thumb.tap("Chart this pass")
    reads(page, "locked or logged out")
    reads(page, "1 not saved")
    assert punctures(chair) == 0


def test_one_tap_stops_and_the_page_says_what_holds(page: Page, chair: Chair) -> None:
    page.get_by_role("button", name="Stop session").click()
    expect(page.locator("#halted")).to_contain_text("Stopped")
    expect(page.get_by_role("button", name="Chart this pass")).to_be_disabled()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Chart this pass")).to_be_enabled()


# -- the pure parts of the script ------------------------------------------------------------------------------------


def test_ids_of_one_device_sort_in_the_order_they_were_made_even_in_one_millisecond(page: Page) -> None:
    ids = page.evaluate(
        """async () => {
            const { newId } = await import("/static/nappage/new_id.js");
            return [5, 5, 5, 4, 6, 6].map((now) => newId(1.7e12 + now));
        }"""
    )
    assert ids == sorted(set(ids))
    assert all(id[14] == "7" and id[19] in "89ab" for id in ids)


def test_the_sender_keeps_the_order_waits_for_the_network_and_sets_a_refused_pass_aside(page: Page) -> None:
    told = page.evaluate(
        """async () => {
            const { openJournal, sender } = await import("/static/nappage/journal.js");
            const journal = await openJournal("a visit of its own");
            const sent = [], later = [];
            let network = false;
            const post = async (pass) => {
                if (!network) throw new Error("no network");
                sent.push(pass.name);
                return pass.name === "refused" ? { status: 422, answer: { faults: [] } } : { status: 200, answer: {} };
            };
            const sending = sender(journal, post, () => {}, (again) => later.push(again));
            for (const name of ["one", "refused", "two"]) await sending.chart({ name });
            await new Promise((done) => setTimeout(done, 50));
            const kept = (await journal.all()).map((pass) => pass.typed.name);
            network = true;
            await sending.flush();
            const left = (await journal.all()).map((pass) => [pass.typed.name, pass.refused !== undefined]);
            return { kept, sent, left, waited: later.length > 0 };
        }"""
    )
    assert told == {
        "kept": ["one", "refused", "two"],
        "sent": ["one", "refused", "two"],
        "left": [["refused", True]],
        "waited": True,
    }
