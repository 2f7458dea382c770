"""The paper of the measures: the same pictures, tables and words as on the page, as a PDF in the person's language."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import Any

from django.template.loader import render_to_string

from nappage.rendering.given import in_both
from nappage.rendering.paper import Paper, as_pdf
from nappage.rendering.progress_table import told
from nappage.rendering.wording import Speaker
from nappage.values.statement import say
from nappage.web.consent.sealing import fonts
from nappage.web.measures.presenter import progress_of
from nappage.web.screen import Asked
from nappage.web.speaking import paper_speaker

WORDS = (
    "title", "band", "numbers", "nothing", "scales", "scale", "beginning", "now", "says", "given", "number", "day",
    "mixture", "volume", "way",
)  # fmt: skip


def progress_pdf(asked: Asked) -> bytes:
    """Return the PDF; the same record at the same instant in the same language gives the same bytes."""
    look, speak = asked.look, paper_speaker(asked)
    page = render_to_string("measures/paper.html", _shown(asked, speak))
    number = look.policy.emergency_number
    fiction = speak(say("home.fictional")) if look.policy.fictional else ""
    return as_pdf(
        Paper(
            page=page,
            style=resources.files("nappage.rendering").joinpath("templates", "progress.css").read_text("utf-8"),
            top=(fiction or look.policy.clinic, in_both(speak, "emergency", number=number) if number else ""),
            bottom=f"{look.policy.clinic} · {asked.at:%Y-%m-%d}",
            page_words=(speak(say("home.page")), speak(say("home.page-of"))),
            identifier=hashlib.sha256(page.encode()).hexdigest(),
            at=asked.at,
        ),
        fonts(),
    )


def _shown(asked: Asked, speak: Speaker) -> dict[str, Any]:
    identity = asked.identity
    assert identity is not None, "a patient's paper has a patient"
    found = progress_of(asked, speak)
    first = found["judged_first"]
    return found | {
        "language": speak.language,
        "words": {code: told(speak, code) for code in WORDS},
        "name": identity.name,
        "born": told(speak, "born", born=identity.born),
        "recorded": told(speak, "recorded", at=asked.at),
        "judged": told(speak, "judged-first", purpose=first["purpose"], first=first["first"]) if first else "",
    }
