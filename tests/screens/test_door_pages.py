"""Every page of the patient door in every language: the emergency number is near, it is light, and says no wrong word.

Nothing here lists the pages: the resolver gives the addresses. A new one is read from the day it is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from nappage.engine.edition import Edition
from nappage.records.models import Identity
from nappage.rendering.wording import LANGUAGES
from support.cast import new_clinic
from support.content import blocks_of, wrong_with
from support.door_pages import NOW, at_the_door, carried, door_pages, is_page, refusals, world_at_the_door

BUDGET = 200 * 1024
# What shows no page of its own: files, what is only sent to, and what leads to another page.
NO_PAGE = {
    "decide-paper", "my", "my-log-out", "my-calendar", "my-document", "my-photo", "my-record-ask", "my-passport-paper",
    "my-passport-file", "my-emergency-card", "my-messages-agree", "my-well", "my-alarm", "my-report-photo",
    "my-notifications", "my-consent-question", "my-consent-leave", "my-consent-sign", "my-consent-paper",
}  # fmt: skip
SEEDED = {
    "en": ("Stop taking your medicine.", "A bump is usual.", "It is safe.", "You weigh 62 kg."),
    "fr": ("Arrêtez votre traitement.", "Une bosse est normale.", "C’est sans danger.", "Votre poids a changé."),
    "es": ("Deje de tomar sus pastillas.", "Un bulto es normal.", "Es seguro.", "Su peso cambió."),
}
Pages = Mapping[str, Mapping[str, bytes]]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def read(once_per_module: AbstractContextManager[None]) -> tuple[Pages, list[Any]]:
    """Return every page by language and name, as somebody reads it who hides their weight, and every refusal."""
    with pytest.MonkeyPatch.context() as patch, once_per_module:
        patch.setattr(settings, "NAPPAGE_CLOCK", lambda: NOW)
        world = world_at_the_door(new_clinic())
        Identity.objects.filter(person=world.person).update(hide_weight=True)
        found = list(door_pages(world))
        pages = {language: {one.name: one.answer(language).content for one in found} for language in LANGUAGES}
        refused = [one for one in refusals(world) if any(is_page(one, status) for status in (403, 404, 409))]
    return pages, refused


@pytest.fixture(scope="module")
def pages(read: tuple[Pages, list[Any]]) -> Pages:
    return read[0]


def dials(page: bytes) -> bool:
    """Return whether the number of the clinic's country is dialled from a page by one tap."""
    return b'href="tel:112"' in page


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "There is no such page"), ("fr", "Cette page n’existe pas"), ("es", "Esa página no existe")],
)
def test_a_mistyped_address_leads_whoever_is_nobody_here_on_in_their_language(language: str, said: str) -> None:
    answer = Client(headers={"accept-language": language}).get("/nothere/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert said in page
    assert "/my/log-in/" in page
    assert f"/decide/?lang={language}" in page
    assert "patients/" not in page


def test_no_page_of_the_door_is_left_out(pages: Pages) -> None:
    assert set(pages["en"]) | NO_PAGE == {one.name for one in at_the_door()}
    assert set(pages["en"]) & NO_PAGE == set()


@pytest.mark.proves("H-26")
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_every_page_the_emergency_number_is_at_most_two_taps_away(language: str, pages: Pages) -> None:
    assert dials(pages[language]["emergency-numbers"])
    near = {name: dials(page) or b'href="/emergency-numbers/"' in page for name, page in pages[language].items()}
    assert {name for name, is_near in near.items() if not is_near} == set()


@pytest.mark.proves("H-26")
def test_from_every_refusal_too(read: tuple[Pages, list[Any]]) -> None:
    assert {one.status_code for one in read[1]} == {403, 404, 409}
    assert [one.wsgi_request.path for one in read[1] if b'href="/emergency-numbers/"' not in one.content] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_with_its_sheets_and_scripts_stays_below_the_budget(language: str, pages: Pages) -> None:
    for name, page in pages[language].items():
        sizes = carried(page)
        assert "vendor/nappage.css" in sizes, name
        assert sum(sizes.values()) < BUDGET, (name, sizes)


@pytest.mark.proves("H-03", "H-08", "H-23")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_what_may_not_be_said_nor_a_weight_that_is_hidden(
    language: str, pages: Pages, edition: Edition
) -> None:
    found = {
        name: wrong_with(blocks_of(page.decode()), edition, hides_weight=name.startswith("my-"))
        for name, page in pages[language].items()
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_seeded_sentence_is_found_on_every_page(language: str, pages: Pages, edition: Edition) -> None:
    said = "".join(f"<p>{each}</p>" for each in SEEDED[language])
    for name, page in pages[language].items():
        seeded = page.decode().replace("</h1>", f"</h1>{said}", 1)
        found = " ".join(wrong_with(blocks_of(seeded), edition, hides_weight=True))
        assert [each for each in SEEDED[language] if each not in found] == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_language_that_was_chosen_and_lacks_no_word_of_it(language: str, pages: Pages) -> None:
    for name, page in pages[language].items():
        if name != "offline":  # it says everything in each language at once
            assert f'<html lang="{language}"' in page.decode(), name
        assert not re.search(r"\[en: |\[[a-z]+\.[a-z]", page.decode()), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_as_the_server_sends_it(language: str, pages: Pages) -> None:
    """No page waits for a script to fetch a part of what there is to read."""
    for name, page in pages[language].items():
        assert not re.search(r"hx-trigger=\"[^\"]*load|<template|data-src=", page.decode()), name
