"""A passport on a telephone: made at home, verified by anybody, taken in by another clinic, as each of them sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nappage.engine.edition import Edition
from nappage.engine.story import Allergy
from nappage.engine.wording import offences
from nappage.values.answer import Answer
from support.after_session import given_session, say
from support.browser import PHONE, TABLET, Visitors, axe_serious, photograph
from support.cast import Cast
from support.charts import Laid
from support.device import SetClock
from support.walk import TOO_SMALL, TOO_WIDE

NOON = "2026-03-04 12:00"


@pytest.fixture
def laid(cast: Cast, clock: SetClock) -> Laid:
    """Return S1 on the day after its first session."""
    laid = given_session(cast, "s1-thighs-first-session", "2026-03-03 10:30", "2026-03-03 11:00")
    say(laid, "2026-03-03 11:05", Allergy("nickel", Answer.YES))
    clock(laid.at(NOON))
    return laid


class Look:
    """Holds every page against what every page has to be, and keeps its picture."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self.wrong: list[str] = []

    def at(self, page: Page, name: str) -> None:
        page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        photograph(page, f"passport-{name}", (PHONE, TABLET) if name.startswith("clinic") else (PHONE,))
        said = [found.word for found in offences(self._edition, page.inner_text("main"))]
        found = (*axe_serious(page), *page.evaluate(TOO_SMALL), *page.evaluate(TOO_WIDE), *said)
        self.wrong += [f"{name}: {fault}" for fault in found]


@pytest.mark.browser
@pytest.mark.proves("U-10")
def test_it_goes_from_a_telephone_to_anybody_and_into_another_clinic(
    page_as: Visitors, laid: Laid, stranger: Cast, edition: Edition, tmp_path: Path
) -> None:
    look = Look(edition)
    mine = page_as.phone(laid.cast.access(laid.person, at=laid.at("2026-03-03 12:00")))
    mine.goto("/my/passport/")
    look.at(mine, "mine-none")
    mine.get_by_role("button", name="Make my passport").click()
    expect(mine.get_by_text("Your passport is ready.")).to_be_visible()
    look.at(mine, "mine")
    files = {name: tmp_path / name for name in ("Passport on paper", "Signed file", "Emergency card")}
    for name, path in files.items():
        with mine.expect_download() as download:
            mine.get_by_role("link", name=name).evaluate("link => { link.download = ''; link.click() }")
        download.value.save_as(path)

    anybody = page_as.phone()
    anybody.goto("/verify/")
    look.at(anybody, "verify")
    for name in ("Passport on paper", "Signed file"):
        anybody.locator("input[type=file]").set_input_files(files[name])
        anybody.get_by_role("button", name="Verify", exact=True).click()
        expect(anybody.get_by_text("Intact: nothing in it was changed")).to_be_visible()
    expect(anybody.get_by_text("A-101").first).to_be_visible()
    look.at(anybody, "verified")
    changed = tmp_path / "changed"
    changed.write_bytes(files["Signed file"].read_bytes()[:-9] + b"AAAAAAAAA")
    anybody.locator("input[type=file]").set_input_files(changed)
    anybody.get_by_role("button", name="Verify", exact=True).click()
    expect(anybody.get_by_text("Not intact")).to_be_visible()
    assert "Demo patient" not in anybody.inner_text("main")
    look.at(anybody, "changed")

    person = stranger.register("Demo patient 014", laid.at(NOON)).id
    theirs = page_as("prescriber", of=stranger, size=PHONE)
    theirs.goto(f"/patients/{person}/passport/")
    look.at(theirs, "clinic-none")
    theirs.locator("input[type=file]").set_input_files(files["Passport on paper"])
    theirs.get_by_role("button", name="Look at it").click()
    expect(theirs.get_by_text("Nothing is recorded yet.")).to_be_visible()
    look.at(theirs, "clinic-looks")
    theirs.get_by_role("button", name="Take it in").click()
    expect(theirs.get_by_text("Taken in as reported history")).to_be_visible()
    look.at(theirs, "clinic-taken")
    director = page_as("director", of=stranger, size=PHONE)
    director.goto("/keys/")
    look.at(director, "clinic-keys")
    assert look.wrong == []
