"""The power goes at every step: what was answered is there once, what was not is there once or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from nappage.engine.story import Side, Site
from nappage.web.session.sites import key_of
from support.browser import TABLET
from support.cast import PASSWORD
from support.power_cut import Installation, Step, counted, disturbed, new_installation

NOW = datetime(2026, 3, 3, 9, 25, tzinfo=UTC)
RIGHT, LEFT = (key_of(Site("thigh", side)) for side in (Side.RIGHT, Side.LEFT))

# Neither needs the database of this process, and both use one: they run on each engine.
pytestmark = [pytest.mark.database, pytest.mark.long]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Return an installation that is made once and copied for each test."""
    return new_installation(tmp_path_factory.mktemp("power") / "prepared", NOW)


@pytest.fixture
def homes(prepared: Installation, tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Return two copies: one where nothing happens, one where the power goes."""
    calm, struck = prepared.copy(tmp_path / "calm"), prepared.copy(tmp_path / "struck")
    yield calm, struck
    for home in (calm, struck):
        if home.server is not None and home.server.poll() is None:
            home.cut()


def registration(number: int) -> Step:
    """Return the registering of one patient at the desk."""
    form = {
        "name": f"Demo patient {number:03}", "born_0": "14", "born_1": "5", "born_2": str(1950 + number),
        "sex": "female", "language": "en", "phone": "", "email": "",
    }  # fmt: skip
    return Step(f"register {number}", "reception", "/patients/register/", form)


def charting(known: dict[str, str]) -> list[Step]:
    """Return S1's first session from its time-out to the signature."""
    session = f"/patients/{known['person']}/session"
    visit = f"{session}/{known['visit']}"

    def step(named: str, path: str, **form: object) -> Step:
        return Step(named, "injector", path, form)

    def chart(site: str) -> Step:
        sent = {
            "id": str(uuid4()), "ago": 0, "site": site, "technique": "nappage", "volume": "0.02", "depth": "3",
            "layer": "superficial-subcutis", "operator": "injector-1", "punctures": 60,
        }  # fmt: skip
        return Step(f"chart {site}", "injector", f"{visit}/passes", sent=sent)

    said = {"identifiers": ["name", "birth-date"], "sites": [RIGHT, LEFT]}
    signed = {"passes": 4, "punctures": 240, "volume": "4.80 mL", "seen": "on", "secret_of_member": PASSWORD}
    return [
        step("time-out and start", f"{visit}/start/", **said),
        chart(RIGHT),
        chart(RIGHT),
        chart(LEFT),
        step("stop", f"{session}/stop/"),
        step("go on", f"{visit}/resume/", words="The phone rang; nothing was seen."),
        chart(LEFT),
        step("last puncture", f"{visit}/closing/end/"),
        step("volumes", f"{visit}/closing/volumes/", drawn="5.0", wasted="0.2"),
        step("sign", f"{visit}/closing/sign/", **signed),
    ]


def test_a_patient_is_registered_once_whenever_the_power_goes(homes: tuple[Installation, Installation]) -> None:
    calm, struck = homes
    script = [registration(number) for number in range(1, 3)]
    disturbed(struck, script, counted(calm, script))


def test_a_session_is_charted_once_whenever_the_power_goes(homes: tuple[Installation, Installation]) -> None:
    calm, struck = homes
    script = charting(calm.known)
    expected = counted(calm, script)
    assert expected[-1]["entry pass"] == 4
    assert expected[-1]["entry signed"] == 1
    disturbed(struck, script, expected)


@pytest.fixture
def tablet(prepared: Installation, tmp_path: Path, browser: Browser) -> Iterator[tuple[Installation, Page]]:
    """Return an installation whose server runs, and a tablet at which the injector of its session is logged in."""
    home = prepared.copy(tmp_path / "chair")
    home.start()
    address = f"http://127.0.0.1:{home.port}"
    context = browser.new_context(base_url=address, viewport=TABLET, locale="en-GB", reduced_motion="reduce")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": home.known["injector"], "url": address}])
    yield home, context.new_page()
    context.close()
    home.cut()


@pytest.mark.proves("E16", "H-18", "K-13")
def test_118_points_are_118_when_the_power_goes_before_the_last_is_confirmed(
    tablet: tuple[Installation, Page],
) -> None:
    home, page = tablet
    started, point = charting(home.known)[:2]
    assert home.send(started) == 302
    for _ in range(116):
        sent = {**(point.sent or {}), "id": str(uuid4()), "punctures": 1}
        assert home.send(replace(point, sent=sent)) == 200
    charts = f"/patients/{home.known['person']}/session/{home.known['visit']}/?mode=point"
    tap_a_point(page, charts)
    expect(page.locator("[data-saving]")).to_contain_text("saved 117 of 117")
    home.cut()
    page.get_by_role("button", name="Puncture").click()
    expect(page.locator("[data-saving]")).to_contain_text("1 not saved")
    assert home.totals()["entry pass"] == 117
    # The page is left: one that stays open sends by itself as soon as the server is back, and nobody is greeted.
    page.goto("about:blank")
    home.start()
    page.goto(charts)
    expect(page.locator("[data-greeting]")).to_contain_text("Last confirmed: 117 punctures. 1 more")
    expect(page.locator("[data-saving]")).to_contain_text("saved 118 of 118")
    assert home.totals()["entry pass"] == 118


@pytest.mark.proves("E16", "H-18")
@pytest.mark.parametrize("moment", [0.0, 0.02, 0.06])
def test_a_point_is_there_once_at_whatever_moment_the_power_goes(
    tablet: tuple[Installation, Page], moment: float
) -> None:
    home, page = tablet
    assert home.send(charting(home.known)[0]) == 302
    charts = f"/patients/{home.known['person']}/session/{home.known['visit']}/?mode=point"
    tap_a_point(page, charts)
    expect(page.locator("[data-saving]")).to_contain_text("saved 1 of 1")
    page.get_by_role("button", name="Puncture").click()
    page.wait_for_timeout(moment * 1000)
    home.cut()
    assert home.totals()["entry pass"] in (1, 2)
    home.start()
    page.goto(charts)
    expect(page.locator("[data-saving]")).to_contain_text("saved 2 of 2")
    assert home.totals()["entry pass"] == 2


def tap_a_point(page: Page, charts: str) -> None:
    """Open the charting point by point, and make one puncture."""
    page.goto(charts)
    page.wait_for_selector("[data-saving][data-ready]")
    page.locator("#pass [name=volume]").fill("0.02")
    page.locator("#pass [name=depth]").fill("3")
    page.get_by_role("button", name="Puncture").click()
