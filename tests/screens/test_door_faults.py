"""Whatever the patient door refuses, it refuses in the reader's language: no part of a fault is English.

Nothing here lists the forms: they are read from the pages, and each is sent blank and with what no field takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from architecture.test_translations import MAKER
from support.cast import Cast
from support.device import SetClock
from support.door_pages import NOW, DoorPage, door_pages, world_at_the_door

BAD = ("", "-5", "1.5,2", "31 2 1990", "x" * 3000)
PRESSED = ("submit", "button")
_FAULT = re.compile(r'<span class="fault">.*?</span></span>', re.DOTALL)
_HIDDEN_LABEL = re.compile(r'<label class="visually-hidden".*?</label>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W\d_]{3,}")
# What was typed, and names: no language changes them.
_QUOTED = re.compile(r"“[^”]*”|'[^']*'|%\(\w+\)s|{\w*}|<[^>]+>")


Inputs = dict[str, tuple[str, list[str]]]


@dataclass
class _Forms(HTMLParser):
    """Reads the forms of a page: how and where each is sent, and of every name its kind and what can be chosen."""

    found: list[tuple[str, str, Inputs]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._inputs: Inputs | None = None
        self._select: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._inputs = {}
            self.found.append((said.get("method", "get"), said.get("action", ""), self._inputs))
        elif tag == "option" and self._select is not None:
            self._select.append(said.get("value", ""))
        elif tag in ("input", "textarea", "select", "button") and self._inputs is not None and said.get("name"):
            values = self._inputs.setdefault(said["name"], (said.get("type", tag), []))[1]
            values.extend([said["value"]] if "value" in said else [])
            self._select = values if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inputs = None


def english_only(language: str) -> set[str]:
    """Return the words that stand in English texts of the door and in none of their translations."""
    known = MAKER.known(language)
    return _words(" ".join(known)) - _words(" ".join(known.values()))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(_QUOTED.sub(" ", text))}


@pytest.mark.django_db
@pytest.mark.parametrize("language", MAKER.LANGUAGES)
def test_no_part_of_a_fault_is_english(language: str, cast: Cast, clock: SetClock) -> None:
    clock(NOW)
    english, faults, wrong = english_only(language), 0, []
    for page in list(door_pages(world_at_the_door(cast))):
        for what, shown in sent(page, language):
            found = [match[0] for kind in (_FAULT, _HIDDEN_LABEL) for match in kind.finditer(shown)]
            faults += len(found)
            told = [" ".join(_TAG.sub(" ", unescape(one)).split()) for one in found]
            wrong += [(what, one) for one in told if _words(one) & english]
    assert wrong == []
    # Were the markup of a fault another one, nothing would be read here.
    assert faults > 50


def sent(page: DoorPage, language: str) -> Iterator[tuple[str, str]]:
    """Yield a page as it stands and as it answers each wrong form, with what was sent; nothing of it stays."""
    shown = page.answer(language).content.decode()
    yield page.path, shown
    for method, action, inputs in forms_of(shown):
        path, ways = action or page.path, [inputs]
        if method == "get" and inputs:
            shown = page.reader.get(path, _typed(inputs, BAD[1])).content.decode()
            yield f"{path}?", shown
            ways += [more for how, _where, more in forms_of(shown) if how == "post"]
        for way in ways:
            presses = [{name: value} for name, (kind, values) in way.items() if kind in PRESSED for value in values]
            for bad, press in product(BAD, [{}, *presses]):
                typed = _typed(way, bad) | press
                yield f"{path} {bad[:9]!r} {press}", _answered(page, path, typed)


def forms_of(shown: str) -> list[tuple[str, str, Inputs]]:
    """Return the forms of a page."""
    reader = _Forms()
    reader.feed(shown)
    return reader.found


def _typed(inputs: Inputs, bad: str) -> dict[str, Any]:
    """Return every input of a form with something wrong in it; blank, nothing is chosen either."""
    typed: dict[str, Any] = {}
    for name, (kind, values) in inputs.items():
        if kind == "file":
            typed[name] = SimpleUploadedFile("a.jpg", bad.encode())
        elif kind == "hidden":
            typed[name] = values
        elif kind == "select" and bad:
            typed[name] = values[0] if values else ""
        elif kind in PRESSED:
            continue
        elif kind in ("radio", "checkbox"):
            typed |= {name: values if kind == "checkbox" else values[-1]} if bad else {}
        else:
            typed[name] = bad
    return typed


def _answered(page: DoorPage, path: str, typed: dict[str, Any]) -> str:
    kept = page.reader.cookies.output()
    with transaction.atomic():
        answer = page.reader.post(path, typed)
        transaction.set_rollback(True)
    page.reader.cookies = SimpleCookie(kept.replace("Set-Cookie: ", ""))
    cache.clear()
    return str(answer.content.decode()) if answer.get("Content-Type", "").startswith("text/html") else ""
