"""Pages of HTML as PDF/A-3u: the same bytes from the same page, nothing fetched but the named font files.

PDF/A is declared; whether a validator agrees was not tried.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

FAMILY = "Atkinson Hyperlegible"
# What a system must have when no font files are given: the demo and the tests install it by name.
OTHERWISE = "DejaVu Sans"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the paper."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A page to be printed and what stands around every sheet of it.

    `top` stands left and right above, `bottom` left below, beside "page x of y" in `page_words`. `identifier` names the
    file: two papers with one identifier are one paper. `at` is its date.
    """

    page: str
    style: str
    top: tuple[str, str]
    bottom: str
    page_words: tuple[str, str]
    identifier: str
    at: datetime
    attached: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class FontFiles:
    """The files of one family: those of Atkinson Hyperlegible where the front-end parts are built."""

    regular: Path
    bold: Path
    italic: Path
    family: str = FAMILY

    def faces(self) -> str:
        """Return the style rules that name the files."""
        files = ((self.regular, 400, "normal"), (self.bold, 700, "normal"), (self.italic, 400, "italic"))
        return "\n".join(
            f'@font-face {{ font-family: "{self.family}"; src: url("{file.resolve().as_uri()}"); '
            f"font-weight: {weight}; font-style: {style}; }}"
            for file, weight, style in files
        )

    @property
    def by_url(self) -> Mapping[str, Path]:
        return {file.resolve().as_uri(): file for file in (self.regular, self.bold, self.italic)}


def as_pdf(paper: Paper, fonts: FontFiles | None = None) -> bytes:
    """Return a paper as PDF/A-3u; the same paper and fonts give the same bytes."""
    # Imported here and not above: it takes a second, and most of what starts never prints.
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    fetcher = _fetcher(fonts.by_url if fonts else {})
    style = "\n".join((fonts.faces() if fonts else "", paper.style, _around(paper, fonts)))
    sheet = CSS(string=style, font_config=configuration, url_fetcher=fetcher)
    attachments = [
        Attachment(
            string=each.content.decode(),
            name=each.name,
            description=each.description,
            created=paper.at,
            modified=paper.at,
            relationship="Source",
        )
        for each in paper.attached
    ]
    page = HTML(string=paper.page, url_fetcher=fetcher)
    return _written(page, sheet, attachments, configuration, paper)


def _written(page: Any, sheet: Any, attachments: list[Any], fonts: FontConfiguration, paper: Paper) -> bytes:
    pdf: bytes = page.write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        attachments=attachments,
        pdf_variant="pdf/a-3u",
        pdf_tags=True,
        pdf_identifier=hashlib.sha256(paper.identifier.encode()).digest()[:16],
    )
    return pdf


def _fetcher(fonts: Mapping[str, Path]) -> Any:
    """Return what opens the named font files and pictures inside the page, and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyNamed(URLFetcher):  # type: ignore[misc]  # the library has no types
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url in fonts and fonts[url].suffix == ".woff2":
                return URLFetcherResponse(url, _unpacked(fonts[url]))
            if url not in fonts and not url.startswith("data:image/png;base64,"):
                raise ValueError(f"A paper fetches nothing: {url[:80]}")
            return super().fetch(url, headers)

    return OnlyNamed()


@cache
def _unpacked(file: Path) -> bytes:
    """Return a packed font as it is drawn from: unpacking three takes as long as drawing a short paper."""
    from fontTools.ttLib import woff2

    unpacked = BytesIO()
    woff2.decompress(BytesIO(file.read_bytes()), unpacked)
    return unpacked.getvalue()


def _around(paper: Paper, fonts: FontFiles | None) -> str:
    """Return the style of the text and of the boxes around it, which take no font from the text: it is named twice."""
    family = f'"{fonts.family}", "{OTHERWISE}"' if fonts else f'"{OTHERWISE}"'
    left, right = (_quoted(words) for words in paper.top)
    page, of = (_quoted(words) for words in paper.page_words)
    number = f'{page} " " counter(page) " " {of} " " counter(pages)'
    small = f"font-family: {family}; font-size: 8pt; color: #000000"
    return f"""
body {{ font-family: {family}; }}
@page {{
  @top-left {{ content: {left}; {small}; width: 68%; font-weight: 700; vertical-align: middle; }}
  @top-right {{ content: {right}; {small}; width: 32%; text-align: right; font-weight: 700; vertical-align: middle; }}
  @bottom-left {{ content: {_quoted(paper.bottom)}; {small}; width: 70%; }}
  @bottom-right {{ content: {number}; {small}; width: 30%; text-align: right; }}
}}
"""


def _quoted(words: str) -> str:
    """Return words as a string of a style sheet: quotes, backslashes and line ends by their numbers.

    The blank after a number belongs to it and is not shown.
    """
    return '"' + "".join(rf"\{ord(char):06x} " if char in '"\\\n\r\f<' else char for char in words) + '"'
