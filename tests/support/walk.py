"""Walking through every screen of a clinic: where its addresses lead, and what is looked at on each page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Error, Page

from nappage.engine.edition import Edition
from nappage.engine.wording import offences
from nappage.records.models import Member
from support.addresses import guarded
from support.browser import DESK, PHONE, TABLET, axe_serious, photograph, take_picture

ORDER = ("physician", "director", "injector", "assistant", "reception", "auditor")
# Everything that is tapped is 44 px high and wide, but for links that stand in a sentence (WCAG 2.2, 2.5.8).
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
  .filter((one) => one.checkVisibility() && one.type !== "hidden"
    && !one.closest("p, dd, figcaption, h1 small, li.gate, .sources, .visually-hidden")
    && !one.closest(".nhsuk-error-summary, .nhsuk-hint")
    && !one.matches(".nhsuk-skip-link, .task__link, .card a:not([class])"))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
# What overhangs to the right is named, so that it can be found.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("main *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("[data-scrolls]"))
    .slice(0, 3).map((one) => `${one.outerHTML.slice(0, 90)} ends at ${one.getBoundingClientRect().right}`)
    .concat(`page is ${document.documentElement.scrollWidth} wide`)"""
# One press of Tab: what has the focus now, where it stands in the document, and whether one sees it.
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const near = one.closest("label, .nhsuk-radios__item, .nhsuk-checkboxes__item, .tile") || one;
  const ringed = [one, near, one.nextElementSibling].filter(Boolean).some((each) => {
    const seen = getComputedStyle(each);
    return (seen.outlineStyle !== "none" && parseFloat(seen.outlineWidth) >= 2) || seen.boxShadow !== "none";
  });
  const all = [...document.querySelectorAll("*")];
  return [all.indexOf(one), ringed, one.tagName, one.outerHTML.slice(0, 90)];
}"""
FROM_THE_TOP = """() => {
  scrollTo(0, 0);
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
_KEPT = re.compile(r"^(mailto|tel|javascript):")


@dataclass
class Walk:
    """What was seen on the way, by address name, and everything that was wrong with it."""

    edition: Edition
    shown: dict[str, str] = field(default_factory=dict)
    sent_to: set[str] = field(default_factory=set)
    found: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def go(self, page: Page, url: str, name: str, picture: str, *, words: bool = True) -> bool:
        """Look at one page in every way; False for an address that shows none, or only a part of one."""
        if not shows_a_page(page, url):
            return False
        page.evaluate("document.fonts.ready")
        self.shown[name] = url
        self._follow(page)
        self.wrong += [f"{picture}: {fault}" for fault in self._faults(page, picture, words)]
        return True

    def _faults(self, page: Page, picture: str, words: bool) -> Iterator[str]:
        for size in (TABLET, DESK):
            page.set_viewport_size(size)
            yield from (
                f"{size['width']} px: {fault}" for fault in (*page.evaluate(TOO_SMALL), *page.evaluate(TOO_WIDE))
            )
            take_picture(page, f"screen-{picture}", size)
        yield from axe_serious(page)
        yield from out_of_order(page)
        if words:
            said = page.locator("body").inner_text()
            yield from (f"says “{one.word}”: {one.around}" for one in offences(self.edition, said))

    def _follow(self, page: Page) -> None:
        links = page.evaluate("[...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href'))")
        forms = page.evaluate("[...document.forms].map((one) => one.getAttribute('action') || location.pathname)")
        for url, into in [*((url, self.found) for url in links), *((url, None) for url in forms)]:
            name = name_of(url)
            if name and into is None:
                self.sent_to.add(name)
            elif name:
                self.found.setdefault(name, url)


def faults_on_a_phone(page: Page, picture: str, edition: Edition) -> list[str]:
    """Return what is wrong with a page of the patient door as it stands on a telephone, and keep its picture."""
    page.evaluate("document.fonts.ready")
    photograph(page, picture, (PHONE,))
    words = [f"says “{one.word}”: {one.around}" for one in offences(edition, page.locator("body").inner_text())]
    found = (*page.evaluate(TOO_SMALL), *page.evaluate(TOO_WIDE), *axe_serious(page), *words)
    return [f"{picture}: {fault}" for fault in found]


def shows_a_page(page: Page, url: str) -> bool:
    """Return whether an address shows a whole page of its own, and have it shown."""
    try:
        answer = page.goto(url)
    except Error:  # a file to keep, which leads nowhere
        return False
    if answer is None or answer.status != 200 or answer.request.redirected_from:
        return False
    return "text/html" in answer.headers.get("content-type", "") and bool(page.evaluate("!!document.doctype"))


def name_of(url: str) -> str | None:
    """Return the name of the address that a link leads to, None for one that leads nowhere of ours."""
    path = urlsplit(url).path
    if _KEPT.match(url) or not path.startswith("/"):
        return None
    try:
        return resolve(path).url_name
    except Resolver404:
        return None


def out_of_order(page: Page, most: int = 25) -> Iterator[str]:
    """Yield what a person with a keyboard meets out of order or cannot see; a few dozen steps of Tab."""
    page.evaluate(FROM_THE_TOP)
    before = first = -1
    for _step in range(most):
        page.keyboard.press("Tab")
        place, ringed, tag, html = page.evaluate(FOCUSED)
        if tag == "BODY" or place in (before, first):
            return
        first = place if first < 0 else first
        if place < before:
            yield f"the focus goes back to {html}"
            return
        if not ringed and tag != "IFRAME":
            yield f"nothing shows the focus of {html}"
        before = place


def ways(names: Iterable[str], person: UUID) -> Iterator[tuple[str, str]]:
    """Yield the addresses of these names that need nothing but a person, or nothing at all."""
    known = guarded()
    for name in names:
        arguments = known[name].arguments
        if not arguments:
            yield name, reverse(name)
        elif set(arguments) == {"person"}:
            yield name, reverse(name, kwargs={"person": person})


def who_may(name: str, members: Mapping[str, Member]) -> str:
    """Return somebody who may open an address: the first in the order of the clinic."""
    permission = guarded()[name].permission
    assert permission is not None
    return next(duty for duty in ORDER if duty in members and members[duty].may(permission))
