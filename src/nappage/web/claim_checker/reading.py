"""What was sent to be checked, as plain text: typed, or a page with its markup taken off. Nothing of it is kept."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.core.files.uploadedfile import UploadedFile

from nappage.rendering.public_guide import Guide
from nappage.values.fault import Fault, Faulty

MOST_SIGNS = 100_000
MOST_BYTES = 1_000_000
_UNREAD = ("script", "style", "noscript", "template", "svg", "head", "nav")
_INLINE = (
    "a",
    "b",
    "i",
    "em",
    "strong",
    "span",
    "small",
    "sup",
    "sub",
    "u",
    "mark",
    "abbr",
    "cite",
    "q",
    "code",
    "font",
)
_MARKUP = re.compile(r"<(?:!doctype html|html|body|p|div|h1)\b", re.IGNORECASE)


class _Text(HTMLParser):
    """Gathers the words of a page; every element that is no part of a line ends one."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(0, self._unread - (tag in _UNREAD))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(" ".join(data.split(" ")).replace("\n", " "))

    def _break(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append("\n\n")


def text_of_page(page: str) -> str:
    """Return the words of a page of HTML, a blank line between its parts; a plain text as it is."""
    if not _MARKUP.search(page):
        return page
    reader = _Text()
    reader.feed(page)
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


def text_to_check(typed: str, file: UploadedFile[bytes] | None, guide: Guide) -> str:
    """Return the text that was typed or uploaded; Faulty where there is none, or none that can be read."""
    text = text_of_page(_of_file(file, guide) if file else typed)
    if not text.strip():
        raise Faulty([fault(guide, "empty")])
    if len(text) > MOST_SIGNS:
        raise Faulty([fault(guide, "long", most=MOST_SIGNS, found=len(text))])
    return text


def _of_file(file: UploadedFile[bytes], guide: Guide) -> str:
    if (file.size or 0) > MOST_BYTES:
        raise Faulty([fault(guide, "long", most=MOST_BYTES, found=file.size or 0)])
    content = bytes(file.read())
    if b"\0" in content:
        raise Faulty([fault(guide, "kind")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Faulty([fault(guide, "code")]) from None


def fault(guide: Guide, code: str, **values: int) -> Fault:
    """Return a fault in the language of the page."""
    thing, expected, found, remedy = guide.own(f"fault-{code}", **values).split(" | ")
    return Fault(thing, expected, found, remedy)
