"""Every page of the patient door on a telephone: read by all, tapped by thumb, and the same words without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page

from nappage.engine.edition import Edition
from support.browser import Visitors, beside_playwright
from support.cast import Cast
from support.device import SetClock
from support.door_pages import NOW, DoorPage, door_pages, world_at_the_door
from support.walk import faults_on_a_phone

# What only a script can do: a passkey, and drawing with a finger. Whoever has none logs in by code and types a name.
WITH_SCRIPT_ONLY = {"Use a passkey instead", "Sign here with your finger", "Draw again"}


@pytest.fixture
def pages(cast: Cast, clock: SetClock) -> list[DoorPage]:
    """Return every page, of somebody in the midst of a course."""
    clock(NOW)
    with beside_playwright():
        return list(door_pages(world_at_the_door(cast)))


class Telephones(dict[Client, Page]):
    """A telephone for each reader, opened when it is first asked for."""

    def __init__(self, visitors: Visitors, *, script: bool) -> None:
        super().__init__()
        self._visitors, self._script = visitors, script

    def __missing__(self, reader: Client) -> Page:
        self[reader] = self._visitors.telephone(reader, script=self._script)
        return self[reader]


def lines(page: Page) -> Iterator[str]:
    """Yield what stands on a page, line by line."""
    yield from (line for line in (" ".join(one.split()) for one in page.inner_text("body").splitlines()) if line)


@pytest.mark.proves("H-26")
def test_every_page_is_read_by_all_on_a_telephone_and_says_the_same_without_script(
    page_as: Visitors, pages: list[DoorPage], edition: Edition
) -> None:
    with_script, without = Telephones(page_as, script=True), Telephones(page_as, script=False)
    wrong: list[str] = []
    for one in pages:
        page, plain = with_script[one.reader], without[one.reader]
        for each in (page, plain):
            each.goto(one.path)
            assert each.url.endswith(one.path), one.name
        wrong += faults_on_a_phone(page, f"door-{one.name}", edition)
        missing = set(lines(page)) - set(lines(plain)) - WITH_SCRIPT_ONLY
        wrong += [f"{one.name}: without script there is no “{line}”" for line in missing]
    assert len(pages) > 30
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
