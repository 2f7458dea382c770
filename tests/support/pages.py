"""A page as somebody reads it: its words without the markup, and what may not be among them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from nappage.engine.edition import Edition
from nappage.engine.wording import offences

_UNREAD = re.compile(r"<(script|style|head)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def words_of_page(answer: Any) -> str:
    """Return the words of an answer, blanks made one."""
    text = _UNREAD.sub(" ", answer.content.decode())
    return " ".join(unescape(_TAG.sub(" ", text)).split())


def forbidden_words(edition: Edition, answer: Any) -> list[str]:
    """Return the forbidden words of a page with what stands around them."""
    return [f"{found.word}: {found.around}" for found in offences(edition, words_of_page(answer))]


def typed_again(answer: Any, name: str) -> list[str]:
    """Return the values that the inputs of a name hold on a page."""
    page = answer.content.decode()
    inputs = re.findall(r"<input\b[^>]*>", page)
    values = (re.search(r'\bvalue="([^"]*)"', one) for one in inputs if f'name="{name}"' in one)
    areas = re.findall(
        rf'<textarea\b[^>]*name="{re.escape(name)}"[^>]*>\s*(.*?)</textarea>', answer.content.decode(), re.DOTALL
    )
    return [unescape(match[1]) for match in values if match] + [unescape(area) for area in areas]


# A question about what somebody expects is asked of everyone; it says nothing of what anyone weighs.
# What everybody is asked, whoever they are, tells nothing of this person's weight.
_ASKED_OF_ALL = re.compile(r"(expect|wants) to lose weight by th(is|e) treatment")
_OF_WEIGHT = re.compile(r"weigh|body mass|\bbmi\b|\bkg\b|\blb\b", re.IGNORECASE)


def words_of_weight(answer: Any) -> list[str]:
    """Return what a page says of somebody's weight, in words or units."""
    return _OF_WEIGHT.findall(_ASKED_OF_ALL.sub("", words_of_page(answer)))
