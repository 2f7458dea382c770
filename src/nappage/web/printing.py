"""A template as a paper: the same PDF from the same words, with a watermark where the clinic is fictional."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nappage.records.models import Clinic
from nappage.rendering.outlook_sheet import WATERMARK
from nappage.rendering.paper import FontFiles, Paper, as_pdf
from nappage.web.consent.sealing import fonts

CSS = "printed.css"


def printed(
    template: str, shown: Mapping[str, Any], title: str, clinic: Clinic, identifier: str, at: datetime
) -> bytes:
    """Return a template as PDF, titled and dated."""
    body = render_to_string(template, {**shown, "title": title})
    style = resources.files("nappage.rendering").joinpath("templates", CSS).read_text(encoding="utf-8")
    page = render_to_string(
        "paper.html",
        {"body": body, "title": title, "at": at, "language": get_language() or "en", "fictional": clinic.fictional},
    )
    files: FontFiles | None = fonts()
    paper = Paper(
        page=page,
        style=style,
        top=(WATERMARK if clinic.fictional else clinic.name, ""),
        bottom=f"{title} · {identifier[:16]}",
        page_words=(_("page"), _("of")),
        identifier=identifier,
        at=at,
    )
    return as_pdf(paper, files)
