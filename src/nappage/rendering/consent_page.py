"""A consent as HTML: the article for a screen, and the whole page for paper. No script, nothing fetched."""

from __future__ import annotations

from importlib import resources

from nappage.engine.edition import Edition
from nappage.rendering.consent import ConsentText
from nappage.rendering.consent_signature import Signed, signature
from nappage.rendering.page_template import page_template
from nappage.rendering.paper import Attached, Paper

CSS = "consent.css"


def consent_article(text: ConsentText, edition: Edition, signed: Signed | None = None) -> str:
    """Return the consent as one article, without page, style or script: for a screen that has its own."""
    return _rendered("_consent.html", text, edition, signed)


def consent_page(text: ConsentText, edition: Edition, signed: Signed | None = None) -> str:
    """Return the consent as a whole page, to be printed with the style sheet `CSS`."""
    return _rendered("consent.html", text, edition, signed)


def consent_paper(text: ConsentText, edition: Edition, signed: Signed | None = None) -> Paper:
    """Return the consent as a paper: its page, what stands around every page, and the exact text attached."""
    return Paper(
        page=consent_page(text, edition, signed),
        style=resources.files("nappage.rendering").joinpath("templates", CSS).read_text(encoding="utf-8"),
        top=(text.watermark, text.emergency),
        bottom=f"{text.version} · {text.digest[:16]}",
        page_words=text.page_words,
        identifier=text.digest,
        at=signed.at if signed else text.at,
        attached=(
            Attached(f"consent-{text.digest[:16]}.txt", text.canonical.encode(), "The exact text that is signed"),
        ),
    )


def _rendered(template: str, text: ConsentText, edition: Edition, signed: Signed | None) -> str:
    return page_template(template).render(
        text=text,
        signature=signature(text, edition, signed),
        drawing=signed.drawing if signed else None,
        typed=signed.name if signed and not signed.drawing else "",
        at=f"{(signed.at if signed else text.at):%Y-%m-%dT%H:%M:%SZ}",
    )
